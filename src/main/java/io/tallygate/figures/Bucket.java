package io.tallygate.figures;

import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;

/**
 * What one row of the tables counts.
 *
 * @param begin the second, from 1970 on, at which its minute or hour begins
 */
record Bucket(long begin, UUID tenant, UUID series) implements Comparable<Bucket> {
    static final long MINUTE = 60;
    static final long HOUR = 3600;

    private static final Comparator<Bucket> ORDER = Comparator.comparingLong(Bucket::begin)
            .thenComparing(Bucket::tenant)
            .thenComparing(Bucket::series);

    /** When the bucket of this length begins that a time is in; times before 1970 have one, too. */
    static long beginOf(Instant time, long length) {
        return time.getEpochSecond() - Math.floorMod(time.getEpochSecond(), length);
    }

    /** One order for all who write, so that nobody waits for another in a circle. */
    @Override
    public int compareTo(Bucket other) {
        return ORDER.compare(this, other);
    }
}
