package io.tallygate.query;

import io.tallygate.api.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Query parameters, each checked with an answer that names it. */
final class Parameters {
    static final int DEFAULT_LIMIT = 100;
    static final int MAX_LIMIT = 1000;
    private static final int UUID_LENGTH = 36;
    private static final int LAST_YEAR = 9999;

    private Parameters() {}

    /** A part of the path that names something. */
    static String id(String value) {
        return text("id", value).orElse("");
    }

    static Optional<String> text(String name, @Nullable String value) {
        if (value != null && value.indexOf('\0') >= 0) {
            throw ProblemException.badParameter(name, "must not hold the character NUL");
        }
        return Optional.ofNullable(value).filter(v -> !v.isEmpty());
    }

    /** A value that does not exist is an error: an empty list would say that nothing is wrong. */
    static Optional<String> oneOf(String name, @Nullable String value, Stream<String> labels) {
        List<String> known = labels.toList();
        Optional<String> text = text(name, value);
        if (text.isPresent() && !known.contains(text.get())) {
            throw ProblemException.badParameter(name, "must be one of " + String.join(", ", known));
        }
        return text;
    }

    static Optional<UUID> uuid(String name, @Nullable String value) {
        return parsed(name, value, Parameters::fullUuid, "must be a UUID");
    }

    /** {@link UUID#fromString} takes shortened ones too, for which nothing would be found. */
    private static UUID fullUuid(String text) {
        UUID uuid = UUID.fromString(text);
        if (text.length() != UUID_LENGTH) {
            throw new IllegalArgumentException("Not a whole UUID");
        }
        return uuid;
    }

    static Optional<Instant> time(String name, @Nullable String value) {
        // In a query string an unescaped plus sign, as of +01:00, arrives as a space.
        return parsed(
                name,
                value == null ? null : value.replace(' ', '+'),
                Parameters::timeOfFourDigitYear,
                "must be an RFC 3339 date-time with a zone, e.g. 2026-01-31T12:00:00Z");
    }

    /** PostgreSQL does not know all the years that Java does; no event has one beyond those of RFC 3339. */
    private static Instant timeOfFourDigitYear(String text) {
        OffsetDateTime time = OffsetDateTime.parse(text);
        if (time.getYear() < 0 || time.getYear() > LAST_YEAR) {
            throw new DateTimeException("Not a year of four digits");
        }
        return time.toInstant();
    }

    static int limit(@Nullable String value) {
        return limit(value, DEFAULT_LIMIT, MAX_LIMIT);
    }

    static int limit(@Nullable String value, int byDefault, int most) {
        String expectation = "must be a number from 1 to " + most;
        int limit = parsed("limit", value, Integer::valueOf, expectation).orElse(byDefault);
        if (limit < 1 || limit > most) {
            throw ProblemException.badParameter("limit", expectation);
        }
        return limit;
    }

    /** Whether a list goes from the oldest to the newest. */
    static boolean ascending(@Nullable String order) {
        if (order == null || order.equals("desc")) {
            return false;
        }
        if (order.equals("asc")) {
            return true;
        }
        throw ProblemException.badParameter("order", "must be asc or desc");
    }

    /** Whether a list is to hold the events themselves and not only what is known of them. */
    static boolean includesEvent(@Nullable String include) {
        if (include == null || include.isEmpty()) {
            return false;
        }
        if (include.equals("event")) {
            return true;
        }
        throw ProblemException.badParameter("include", "must be event");
    }

    /** One of some values, by its name. A value that does not exist is an error: an empty answer would look like one. */
    static <T> Optional<T> oneOf(String name, @Nullable String value, T[] values, Function<T, String> label) {
        if (value == null || value.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Stream.of(values)
                .filter(known -> label.apply(known).equals(value))
                .findFirst()
                .orElseThrow(() -> ProblemException.badParameter(
                        name, "must be one of " + Stream.of(values).map(label).collect(Collectors.joining(", ")))));
    }

    static <T> Optional<T> cursor(@Nullable String value, Function<String, T> parser) {
        return parsed(
                "cursor",
                value,
                text -> parser.apply(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII)),
                "is not one that this API gave out");
    }

    static String cursorOf(Object position) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(position.toString().getBytes(StandardCharsets.US_ASCII));
    }

    private static <T> Optional<T> parsed(
            String name, @Nullable String value, Function<String, T> parser, String expectation) {
        if (value == null || value.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(parser.apply(value));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw ProblemException.badParameter(name, expectation);
        }
    }
}
