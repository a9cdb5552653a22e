package io.tallygate.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is shown of a key.
 *
 * @param id tells it from others
 * @param roles as they were given
 * @param tenants UUIDs, or {@code *}
 * @param live whether it is neither expired nor revoked
 * @param lastUsedAt to the minute or so
 * @param replacedBy the key in its place, beside which it is valid for a while
 * @param key the key itself: in the answer to the request that made it, and never again
 */
record KeyView(
        String id,
        String name,
        List<String> roles,
        List<String> tenants,
        List<String> sources,
        List<String> types,
        boolean live,
        Instant createdAt,
        String createdBy,
        Instant expiresAt,
        Optional<Instant> revokedAt,
        Optional<String> revokedBy,
        Optional<Instant> lastUsedAt,
        Optional<String> replacedBy,
        Optional<String> key) {

    static KeyView of(ApiKey key, Instant now) {
        return of(key, now, Optional.empty());
    }

    static KeyView of(ApiKey key, Instant now, KeyText text) {
        return of(key, now, Optional.of(text.reveal()));
    }

    private static KeyView of(ApiKey key, Instant now, Optional<String> text) {
        return new KeyView(
                key.id(),
                key.name(),
                Role.labels(key.roles()),
                CallerView.names(key.sender().tenants()),
                key.sender().sources().patterns(),
                key.sender().types().patterns(),
                key.isLive(now),
                key.createdAt(),
                key.createdBy(),
                key.expiresAt(),
                key.revokedAt(),
                key.revokedBy(),
                key.lastUsedAt(),
                key.replacedBy(),
                text);
    }

    /** Without the key, which must not get into a log. */
    @Override
    public String toString() {
        return "key " + id;
    }
}
