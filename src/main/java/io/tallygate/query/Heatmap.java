package io.tallygate.query;

import io.tallygate.figures.DurationScale;
import io.tallygate.query.FigureRanges.Axis;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * How many durations lie where on a logarithmic scale, over time.
 *
 * @param from the beginning of the first interval, inclusive
 * @param to the end of the last interval, exclusive
 * @param interval how far points are apart (ISO 8601)
 * @param bounds where each row of the scale ends, in milliseconds, exclusive; the first row begins at 0 if it ends at 1, else
 *     as far below its end as the others
 * @param points the intervals that have durations, in order
 */
record Heatmap(Instant from, Instant to, Interval interval, List<Double> bounds, List<Point> points) {
    /** Slots of one row where there are few rows: a quarter of a doubling. */
    private static final int FINEST = 2;

    /**
     * One interval.
     *
     * @param t when it begins
     * @param counts how many durations are in each row
     */
    record Point(Instant t, List<Long> counts) {}

    /**
     * Makes a map of slots.
     *
     * @param slots by the beginning of the interval and the slot of the {@link DurationScale}
     * @param mostRows rows are made higher until there are no more than these
     */
    static Heatmap of(Axis axis, SortedMap<Long, SortedMap<Integer, Long>> slots, int mostRows) {
        TreeSet<Integer> used = new TreeSet<>();
        slots.values().forEach(counts -> used.addAll(counts.keySet()));
        if (used.isEmpty()) {
            return new Heatmap(axis.span().begin(), axis.span().end(), axis.interval(), List.of(), List.of());
        }
        int height = FINEST;
        while (rowOf(used.last(), height) - rowOf(used.first(), height) >= mostRows) {
            height *= 2;
        }
        int first = rowOf(used.first(), height);
        int rows = rowOf(used.last(), height) - first + 1;
        List<Double> bounds = new ArrayList<>(rows);
        for (int row = first; row < first + rows; row++) {
            bounds.add(rounded(DurationScale.endOf(row * height)));
        }
        List<Point> points = new ArrayList<>(slots.size());
        for (var entry : slots.entrySet()) {
            points.add(new Point(Instant.ofEpochSecond(entry.getKey()), counts(entry.getValue(), height, first, rows)));
        }
        return new Heatmap(axis.span().begin(), axis.span().end(), axis.interval(), bounds, points);
    }

    private static List<Long> counts(SortedMap<Integer, Long> slots, int height, int first, int rows) {
        Long[] counts = new Long[rows];
        Arrays.fill(counts, 0L);
        slots.forEach((slot, count) -> counts[rowOf(slot, height) - first] += count);
        return List.of(counts);
    }

    /** Slot 0, which is below 1 ms, is row 0; each row after it has as many slots as it is high. */
    private static int rowOf(int slot, int height) {
        return (slot + height - 1) / height;
    }

    private static double rounded(double millis) {
        return new BigDecimal(millis).round(new MathContext(6)).doubleValue();
    }
}
