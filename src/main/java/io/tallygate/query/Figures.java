package io.tallygate.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tallygate.figures.DurationHistogram;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts of events over time.
 *
 * @param from the beginning of the first interval, inclusive
 * @param to the end of the last interval, exclusive
 * @param interval how far points are apart (ISO 8601)
 * @param groups the one with the most events first, all that are not told apart last
 * @param truncated whether there are more groups than told
 * @param missing what could not be counted in time
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Figures(
        Instant from,
        Instant to,
        Interval interval,
        @JsonInclude List<Group> groups,
        @JsonInclude boolean truncated,
        List<String> missing) {

    /**
     * Events that have something in common.
     *
     * @param key what they have in common; empty if they do not say it, {@code (others)} for what is not told apart
     * @param events how many there are
     * @param failed those of them that tell of a failure
     * @param quarantined how many were not accepted, by the time of their receipt
     * @param durations of those that tell how long it took
     * @param points the intervals in which there was something, in order
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Group(
            String key,
            long events,
            long failed,
            @Nullable Long quarantined,
            @Nullable Durations durations,
            List<Point> points) {}

    /**
     * Durations in milliseconds, at most 4.5 % off.
     *
     * @param count how many there are
     * @param p50 half of them are not longer
     */
    record Durations(long count, double p50, double p95, double p99) {
        static @Nullable Durations of(DurationHistogram histogram) {
            return histogram.count() == 0
                    ? null
                    : new Durations(
                            histogram.count(),
                            histogram.percentile(50),
                            histogram.percentile(95),
                            histogram.percentile(99));
        }
    }

    /**
     * One interval.
     *
     * @param t when it begins
     * @param p50 half of the durations are not longer, in milliseconds
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Point(
            Instant t,
            long events,
            long failed,
            @Nullable Long quarantined,
            @Nullable Double p50,
            @Nullable Double p95,
            @Nullable Double p99) {}
}
