package io.tallygate.query;

import io.tallygate.api.ProblemException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How far points of time may be apart; they begin at whole ones in UTC, weeks on Mondays. The names are ISO 8601. */
enum Interval {
    PT1M(60),
    PT5M(300),
    PT15M(900),
    PT30M(1800),
    PT1H(3600),
    PT3H(10_800),
    PT6H(21_600),
    PT12H(43_200),
    P1D(86_400),
    P7D(604_800),
    P30D(2_592_000),
    P90D(7_776_000);

    /** A Monday: 1970-01-05. */
    private static final long ORIGIN = 345_600;

    private final long seconds;

    Interval(long seconds) {
        this.seconds = seconds;
    }

    long seconds() {
        return seconds;
    }

    /** Whether it is made of whole hours. */
    boolean isOfHours() {
        return seconds % PT1H.seconds == 0;
    }

    /** When the interval that this second is in begins. */
    long begin(long second) {
        return second - Math.floorMod(second - ORIGIN, seconds);
    }

    /** When the interval that this second is in begins, as SQL. */
    String beginSql(String second) {
        return "(%1$s) - mod(mod((%1$s) - %2$d, %3$d) + %3$d, %3$d)".formatted(second, ORIGIN, seconds);
    }

    /** The whole intervals that a span is in. */
    Span around(Span span) {
        long end = begin(span.to());
        return new Span(begin(span.from()), end == span.to() ? end : end + seconds);
    }

    /** How many points of time a span has. */
    long pointsOf(Span span) {
        Span whole = around(span);
        return (whole.to() - whole.from()) / seconds;
    }

    /** The one that a parameter names; empty if it leaves that to us. */
    static Optional<Interval> of(@Nullable String parameter) {
        if (parameter == null || parameter.isEmpty() || parameter.equals("auto")) {
            return Optional.empty();
        }
        try {
            long seconds = Duration.parse(parameter).toSeconds();
            return Optional.of(Stream.of(values())
                    .filter(interval -> interval.seconds == seconds)
                    .findFirst()
                    .orElseThrow(Interval::unknown));
        } catch (DateTimeParseException | ArithmeticException e) {
            throw unknown();
        }
    }

    private static ProblemException unknown() {
        return ProblemException.badParameter(
                "interval",
                "must be auto or one of "
                        + Stream.of(values()).map(Interval::name).collect(Collectors.joining(", ")));
    }
}
