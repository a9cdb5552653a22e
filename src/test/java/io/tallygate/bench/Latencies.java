package io.tallygate.bench;

import java.util.Arrays;

/** Times that something took, in nanoseconds, and their percentiles in milliseconds. For one thread. */
final class Latencies {
    private long[] nanos = new long[1 << 16];
    private int size;

    void add(long took) {
        if (size == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * size);
        }
        nanos[size++] = took;
    }

    int size() {
        return size;
    }

    /** The time, in milliseconds, that this part of all did not exceed. */
    double percentile(double part) {
        if (size == 0) {
            return Double.NaN;
        }
        long[] sorted = Arrays.copyOf(nanos, size);
        Arrays.sort(sorted);
        return sorted[Math.min(size - 1, (int) (part * size))] / 1e6;
    }
}
