package io.tallygate.broker;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Waits that double from one try to the next up to a bound, each shortened by a random part. For one thread. */
final class Backoff {
    private final long minMillis;
    private final long maxMillis;
    private long nextMillis;

    Backoff(Duration min, Duration max) {
        this.minMillis = Math.max(1, min.toMillis());
        this.maxMillis = Math.max(minMillis, max.toMillis());
        this.nextMillis = minMillis;
    }

    /** The wait before the next try, in milliseconds. */
    long next() {
        long millis = nextMillis;
        nextMillis = Math.min(maxMillis, millis * 2);
        return spread(millis);
    }

    /** The longest wait, in milliseconds. */
    long longest() {
        return spread(maxMillis);
    }

    /** It worked: the next wait is a short one. */
    void reset() {
        nextMillis = minMillis;
    }

    // Many gateways lose one broker at the same moment; they should not all come back at the same moment.
    private static long spread(long millis) {
        return millis - ThreadLocalRandom.current().nextLong(millis / 4 + 1);
    }
}
