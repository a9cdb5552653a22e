package io.tallygate.access;

import io.tallygate.event.Sender;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of an API key; its secret is not.
 *
 * @param id tells it from other keys, and is part of it
 * @param name what its maker calls it
 * @param roles as they were given, without those that they include
 * @param sender for whom it may send events, and which; its tenants are those that it may read, too
 * @param createdBy who made it
 * @param revokedBy who revoked it
 * @param replacedBy the key that takes its place
 */
record ApiKey(
        String id,
        String name,
        Set<Role> roles,
        Sender sender,
        Instant createdAt,
        String createdBy,
        Instant expiresAt,
        Optional<Instant> revokedAt,
        Optional<String> revokedBy,
        Optional<Instant> lastUsedAt,
        Optional<String> replacedBy) {

    ApiKey {
        roles = Set.copyOf(roles);
    }

    /** A key that is being made: not revoked, not used, not replaced. */
    static ApiKey made(
            String id, String name, Set<Role> roles, Sender sender, Instant at, String by, Instant expiresAt) {
        return new ApiKey(
                id,
                name,
                roles,
                sender,
                at,
                by,
                expiresAt,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    boolean isLive(Instant now) {
        return revokedAt.isEmpty() && now.isBefore(expiresAt);
    }

    /**
     * Something that is done to it.
     *
     * @param replaced the key in whose place it is
     * @param by who does it, if it is done outside any request
     */
    KeyActs.KeyAct act(KeyActs.Kind kind, Optional<String> replaced, Optional<String> by) {
        return new KeyActs.KeyAct(kind, id, name, roles, sender.tenants(), expiresAt, replaced, by);
    }

    Caller caller() {
        Set<Role> all = EnumSet.noneOf(Role.class);
        roles.forEach(role -> all.addAll(role.withIncluded()));
        return new Caller(Caller.Kind.KEY, id, name, all, sender, Optional.of(expiresAt));
    }
}
