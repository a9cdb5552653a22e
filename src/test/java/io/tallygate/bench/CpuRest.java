package io.tallygate.bench;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleSupplier;

/** When something is at rest, by the CPU seconds that it has used so far. */
final class CpuRest {
    /** How often to look, at most: what never rests must not hold up the benchmark. */
    static final int MOST_LOOKS = 40;

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    /** CPU seconds within a look: a broker counts figures and writes what it knows now and then. */
    private static final double MOST_SECONDS = 0.03;

    private CpuRest() {}

    /** Whether it does next to nothing for a quarter of a second. */
    static boolean isAtRest(DoubleSupplier seconds) {
        double before = seconds.getAsDouble();
        LockSupport.parkNanos(LOOK_NANOS);
        return seconds.getAsDouble() - before <= MOST_SECONDS;
    }
}
