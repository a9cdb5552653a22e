package io.tallygate.access;

import io.tallygate.event.Sender;
import io.tallygate.event.Tenants;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Who is calling, as the credential says and nothing else.
 *
 * @param kind how it is known
 * @param id what tells it from all others: a key's id, or issuer and subject of a person
 * @param name for people to read; never a secret
 * @param roles what it may do, with all that is included
 * @param sender for whom it may send events, and which
 * @param until when its credential ends
 */
public record Caller(Kind kind, String id, String name, Set<Role> roles, Sender sender, Optional<Instant> until) {

    /** How a caller is known. */
    public enum Kind {
        /** Not at all: the gateway is open, on this machine only. */
        OPEN,
        /** By a key of ours. */
        KEY,
        /** By a provider of OpenID Connect. */
        PERSON
    }

    public Caller {
        roles = Set.copyOf(roles);
    }

    /** The tenants that it may act for. */
    public Tenants tenants() {
        return sender.tenants();
    }

    public boolean is(Role role) {
        return roles.contains(role);
    }
}
