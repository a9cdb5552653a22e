package io.tallygate.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.api.ProblemException;
import io.tallygate.figures.FiguresConfig;
import io.tallygate.query.FigureRanges.Axis;
import io.tallygate.testkit.Configured;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class FigureRangesTest {
    private static final Instant NOW = Instant.parse("2026-03-04T10:20:30.5Z");

    private final FigureRanges ranges =
            new FigureRanges(Configured.by(Map.of(), FiguresConfig.class), Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void span_ofNothingSaid_isTheLastDay_inWholeMinutes() {
        Span span = ranges.span(Optional.empty(), Optional.empty());

        assertThat(span.begin()).isEqualTo("2026-03-03T10:20:00Z");
        assertThat(span.end()).isEqualTo("2026-03-04T10:21:00Z");
    }

    @Test
    void axis_auto_isFineAndBounded_andHoldsTheRange() {
        SplittableRandom random = new SplittableRandom(11);
        for (int run = 0; run < 1000; run++) {
            Instant from = NOW.minusSeconds(random.nextLong(3600L * 24 * 390));
            Instant to = from.plusSeconds(1 + random.nextLong(3600L * 24 * 399));
            Span span = ranges.span(Optional.of(from), Optional.of(to));

            Axis axis = ranges.axis(span, Optional.empty());

            long points = axis.span().seconds() / axis.interval().seconds();
            assertThat(points).isBetween(1L, 400L);
            assertThat(axis.span().begin()).isBeforeOrEqualTo(from);
            assertThat(axis.span().end()).isAfterOrEqualTo(to);
            assertThat(axis.interval().begin(axis.span().from()))
                    .isEqualTo(axis.span().from());
            assertThat(axis.interval().isOfHours()
                            || Duration.between(axis.span().begin(), NOW).toDays() < 8)
                    .isTrue();
        }
    }

    @Test
    void axis_ofAbsurdTimes_isAnAxis() {
        for (String year : new String[] {"0000", "1969", "1970", "9999"}) {
            Span span = ranges.span(
                    Optional.of(Instant.parse(year + "-06-01T00:00:01Z")),
                    Optional.of(Instant.parse(year + "-06-02T00:00:00Z")));

            Axis axis = ranges.axis(span, Optional.of(Interval.P7D));

            assertThat(axis.span().seconds()).isIn(604_800L, 2 * 604_800L);
            assertThat(axis.span().begin().atOffset(ZoneOffset.UTC).getDayOfWeek())
                    .isEqualTo(java.time.DayOfWeek.MONDAY);
        }
    }

    @Test
    void axis_whatCannotBeTold_isRefusedWithAWayOut() {
        Span year = ranges.span(Optional.of(NOW.minus(Duration.ofDays(365))), Optional.of(NOW));
        Span old = ranges.span(
                Optional.of(NOW.minus(Duration.ofDays(30))),
                Optional.of(NOW.minus(Duration.ofDays(30)).plusSeconds(60)));

        assertRefused(() -> ranges.axis(year, Optional.of(Interval.PT1H)), 422, "range-too-wide");
        assertRefused(() -> ranges.axis(old, Optional.of(Interval.PT1M)), 422, "interval-too-short");
        assertRefused(() -> ranges.span(Optional.of(NOW), Optional.of(NOW)), 400, "bad-parameter");
        assertRefused(
                () -> ranges.span(Optional.of(NOW.minus(Duration.ofDays(401))), Optional.empty()),
                422,
                "range-too-wide");
        assertRefused(() -> Interval.of("PT7M"), 400, "bad-parameter");
        assertRefused(() -> Interval.of("P99999999999999999999D"), 400, "bad-parameter");
    }

    @Test
    void pieces_ofAnySpan_coverEachMinuteOnce() {
        SplittableRandom random = new SplittableRandom(2);
        for (int run = 0; run < 1000; run++) {
            long from = (random.nextLong(400) - 200) * 60;
            Span span = new Span(from, from + (1 + random.nextLong(300)) * 60);
            Pieces pieces = Pieces.of(span);

            assertThat(pieces.from()).isEqualTo(span.from());
            assertThat(pieces.to()).isEqualTo(span.to());
            assertThat(pieces.hoursFrom()).isBetween(span.from(), span.to());
            assertThat(pieces.hoursTo()).isBetween(pieces.hoursFrom(), span.to());
            if (pieces.hoursTo() > pieces.hoursFrom()) {
                assertThat(Math.floorMod(pieces.hoursFrom(), 3600L)).isZero();
                assertThat(Math.floorMod(pieces.hoursTo(), 3600L)).isZero();
            }
        }
    }

    private static void assertRefused(ThrowingCallable call, int status, String kind) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.problem().status()).isEqualTo(status);
            assertThat(e.problem().type()).isEqualTo("/problems/" + kind);
        });
    }
}
