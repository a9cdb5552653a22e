package io.tallygate.access;

import io.tallygate.api.ProblemException;
import io.tallygate.event.NamePatterns;
import io.tallygate.event.Sender;
import io.tallygate.event.Tenants;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A key that somebody asks for.
 *
 * @param name what it is for
 * @param roles one or more
 * @param tenants UUIDs, or {@code *} alone for all
 * @param sources the sources that it may send events of: names, or beginnings of names with {@code *}; all where absent
 * @param types the types of events that it may send, the same
 * @param lifetime how long it is valid, as ISO 8601 has it ({@code P90D}); as configured where absent
 */
record KeyRequest(
        Optional<String> name,
        Optional<List<String>> roles,
        Optional<List<String>> tenants,
        Optional<List<String>> sources,
        Optional<List<String>> types,
        Optional<String> lifetime) {
    private static final int MAX_NAME = 100;
    private static final int MAX_LIST = 100;
    private static final int MAX_PATTERN = 200;
    private static final Duration LONGEST = Duration.ofDays(3650);
    private static final String EVERY_TENANT = "*";

    /**
     * The key that this asks for.
     *
     * @throws ProblemException with what is wrong
     */
    ApiKey key(String id, Instant now, String by, Duration defaultLifetime) {
        return ApiKey.made(
                id,
                checkedName(),
                checkedRoles(),
                new Sender(checkedTenants(), patterns("sources", sources), patterns("types", types)),
                now,
                by,
                now.plus(lifetime.map(text -> duration("lifetime", text)).orElse(defaultLifetime)));
    }

    private String checkedName() {
        return name.filter(text -> !text.isBlank()
                        && text.length() <= MAX_NAME
                        && text.chars().noneMatch(Character::isISOControl))
                .orElseThrow(() -> ProblemException.badParameter(
                        "name", "must have 1 to " + MAX_NAME + " characters, no control characters, not only blanks"));
    }

    private Set<Role> checkedRoles() {
        Set<Role> found = new HashSet<>();
        for (String label : roles.orElse(List.of())) {
            try {
                found.add(Role.ofLabel(label));
            } catch (IllegalArgumentException e) {
                throw badRoles();
            }
        }
        if (found.isEmpty()) {
            throw badRoles();
        }
        return found;
    }

    private static ProblemException badRoles() {
        return ProblemException.badParameter(
                "roles", "must be one or more of " + String.join(", ", Role.labels(Set.of(Role.values()))));
    }

    private Tenants checkedTenants() {
        List<String> named = tenants.orElse(List.of());
        if (named.equals(List.of(EVERY_TENANT))) {
            return Tenants.ALL;
        }
        try {
            Set<UUID> ids = named.stream().map(UUID::fromString).collect(Collectors.toSet());
            if (!ids.isEmpty() && ids.size() <= MAX_LIST) {
                return new Tenants.Some(ids);
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw ProblemException.badParameter(
                "tenants", "must be 1 to " + MAX_LIST + " UUIDs of tenants, or * alone for all of them");
    }

    private static NamePatterns patterns(String field, Optional<List<String>> given) {
        List<String> patterns = given.orElse(List.of("*"));
        if (patterns.isEmpty()
                || patterns.size() > MAX_LIST
                || patterns.stream().anyMatch(p -> p.isEmpty() || p.length() > MAX_PATTERN || p.indexOf('\0') >= 0)) {
            throw ProblemException.badParameter(
                    field, "must be 1 to " + MAX_LIST + " names, or beginnings of names followed by *");
        }
        return new NamePatterns(patterns);
    }

    /**
     * A length of time.
     *
     * @throws ProblemException if it is none, not positive, or longer than ten years
     */
    static Duration duration(String field, String text) {
        try {
            Duration duration = Duration.parse(text);
            if (!duration.isNegative() && !duration.isZero() && duration.compareTo(LONGEST) <= 0) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // said below
        }
        throw ProblemException.badParameter(
                field, "must be a duration of up to ten years as ISO 8601 has it, e.g. P90D or PT12H");
    }
}
