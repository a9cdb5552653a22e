package io.tallygate.figures;

import java.util.Map;
import java.util.TreeMap;

/** How many durations are in each slot of the {@link DurationScale}. For one thread. */
public final class DurationHistogram {
    private final TreeMap<Integer, Long> counts = new TreeMap<>();
    private long count;

    /** Adds one duration in milliseconds, which must not be negative. */
    public void add(double millis) {
        add(DurationScale.slotOf(millis), 1);
    }

    /** Adds so many durations of a slot. */
    public void add(int slot, long howMany) {
        counts.merge(slot, howMany, Long::sum);
        count += howMany;
    }

    /** Adds all durations of another one. */
    public void add(DurationHistogram other) {
        other.counts.forEach(this::add);
    }

    /** How many durations there are. */
    public long count() {
        return count;
    }

    /**
     * The duration in milliseconds that so many percent do not exceed (nearest rank), as its slot tells it.
     *
     * @param percent from 1 to 100
     * @throws IllegalStateException if there are no durations
     */
    public double percentile(int percent) {
        long left = DurationScale.rank(count, percent);
        for (Map.Entry<Integer, Long> slot : counts.entrySet()) {
            left -= slot.getValue();
            if (left <= 0) {
                return DurationScale.millisOf(slot.getKey());
            }
        }
        throw new IllegalStateException("There are no durations");
    }

    Short[] slots() {
        return counts.keySet().stream().map(Integer::shortValue).toArray(Short[]::new);
    }

    Long[] counts() {
        return counts.values().toArray(Long[]::new);
    }
}
