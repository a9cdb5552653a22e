package io.tallygate.event;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The tenants that somebody may act for. */
public sealed interface Tenants {
    /** All there are, and what belongs to none: for the gateway's own work, and for who runs the platform. */
    Tenants ALL = new All();

    /** Whether this tenant is among them. */
    boolean contains(UUID tenant);

    /** Whether what belongs to this tenant is among what they may see; what belongs to none is only for {@link All}. */
    default boolean contains(Optional<UUID> owner) {
        return owner.map(this::contains).orElse(this instanceof All);
    }

    /** Of these tenants the one; none if it is not among them. */
    default Tenants only(UUID tenant) {
        return contains(tenant) ? of(tenant) : new Some(Set.of());
    }

    /** The one tenant, if there is exactly one. */
    Optional<UUID> single();

    static Tenants of(UUID... tenants) {
        return new Some(Set.of(tenants));
    }

    /** Every tenant, and what belongs to none. */
    record All() implements Tenants {
        @Override
        public boolean contains(UUID tenant) {
            return true;
        }

        @Override
        public Optional<UUID> single() {
            return Optional.empty();
        }
    }

    /** These tenants and nothing that belongs to none. */
    record Some(Set<UUID> ids) implements Tenants {
        public Some {
            ids = Set.copyOf(ids);
        }

        @Override
        public boolean contains(UUID tenant) {
            return ids.contains(tenant);
        }

        @Override
        public Optional<UUID> single() {
            return ids.size() == 1 ? Optional.of(ids.iterator().next()) : Optional.empty();
        }
    }
}
