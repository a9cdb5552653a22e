package io.tallygate.access;

import io.tallygate.event.Tenants;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Who is calling, as it is told.
 *
 * @param kind open, key or person
 * @param name of the key or person
 * @param roles all, with those that others include
 * @param tenants those it may act for; {@code *} for all
 * @param until when its credential ends
 * @param signIn where people sign in, if they can
 */
record CallerView(
        String kind,
        String name,
        List<String> roles,
        List<String> tenants,
        Optional<Instant> until,
        Optional<String> signIn) {

    static CallerView of(Caller caller, AccessMode mode) {
        return new CallerView(
                caller.kind().name().toLowerCase(Locale.ROOT),
                caller.name(),
                Role.labels(caller.roles()),
                names(caller.tenants()),
                caller.until(),
                mode.signIn());
    }

    /** Tenants as the API names them. */
    static List<String> names(Tenants tenants) {
        return tenants instanceof Tenants.Some some
                ? some.ids().stream().map(UUID::toString).sorted().toList()
                : List.of("*");
    }
}
