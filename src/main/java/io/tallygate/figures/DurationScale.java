package io.tallygate.figures;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The logarithmic scale on which durations are counted: eight slots for each doubling. Slot 0 is below 1 ms; slot n reaches
 * from 2<sup>(n-1)/8</sup> ms to below 2<sup>n/8</sup> ms. The last one has no end.
 *
 * <p>A duration of at least 1 ms that is told by its slot is at most {@link #RELATIVE_ERROR} off, a shorter one at most half
 * a millisecond.
 */
public final class DurationScale {
    private static final int SLOTS_PER_DOUBLING = 8;
    /** 2<sup>50</sup> ms are 36,000 years: beyond what counts as a duration. */
    private static final int DOUBLINGS = 50;

    /** The largest slot. */
    public static final int LAST_SLOT = SLOTS_PER_DOUBLING * DOUBLINGS;

    /** The most by which what a slot tells differs from a duration, as a share of it: half a slot, and what is rounded. */
    public static final double RELATIVE_ERROR = 0.045;

    private static final double[] BOUNDS = IntStream.range(0, LAST_SLOT)
            .mapToDouble(slot -> Math.pow(2, (double) slot / SLOTS_PER_DOUBLING))
            .toArray();

    /** The middles of slots, of no more digits than they are worth. */
    private static final double[] MIDDLES = IntStream.rangeClosed(0, LAST_SLOT)
            .mapToDouble(slot -> slot == 0 ? 0.5 : Math.pow(2, (slot - 0.5) / SLOTS_PER_DOUBLING))
            .map(middle -> new BigDecimal(middle).round(new MathContext(4)).doubleValue())
            .toArray();

    private DurationScale() {}

    /** The slot of a duration in milliseconds, which must not be negative. */
    public static int slotOf(double millis) {
        int found = Arrays.binarySearch(BOUNDS, millis);
        return found >= 0 ? found + 1 : -found - 1;
    }

    /** What a slot tells of its durations, in milliseconds: its middle. */
    public static double millisOf(int slot) {
        return MIDDLES[slot];
    }

    /** Where a slot ends, in milliseconds, exclusive. */
    public static double endOf(int slot) {
        return Math.pow(2, (double) slot / SLOTS_PER_DOUBLING);
    }

    /** Where each slot after the first begins, in milliseconds: the thresholds of PostgreSQL's {@code width_bucket}. */
    public static Double[] thresholds() {
        return Arrays.stream(BOUNDS).boxed().toArray(Double[]::new);
    }

    /**
     * The rank, from 1, of the duration that is a percentile of so many.
     *
     * @param percent from 1 to 100
     */
    public static long rank(long count, int percent) {
        return (count * percent + 99) / 100;
    }
}
