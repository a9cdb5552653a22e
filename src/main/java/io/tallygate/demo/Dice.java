package io.tallygate.demo;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** Chance that can be repeated: what happens depends on the seed alone, ids on the time of the start, too. */
final class Dice {
    private final SplittableRandom random;
    private final SplittableRandom ids;

    Dice(long seed, long start) {
        random = new SplittableRandom(seed);
        ids = new SplittableRandom(seed * 31 + start);
    }

    <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    /** A number from the first to the second, both included. */
    int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    /** Mostly near the least, seldom near the most, as durations are. */
    Duration duration(int leastMillis, int mostMillis) {
        double usual = leastMillis * (1 + random.nextDouble());
        double far = Math.pow(random.nextDouble(), 4);
        return Duration.ofMillis(Math.round(usual + far * Math.max(0, mostMillis - usual)));
    }

    double share() {
        return random.nextDouble();
    }

    boolean chance(double of) {
        return random.nextDouble() < of;
    }

    /** A random UUID of version 4. */
    UUID uuid() {
        return new UUID(
                ids.nextLong() & 0xffffffffffff0fffL | 0x4000L, ids.nextLong() & 0x3fffffffffffffffL | Long.MIN_VALUE);
    }
}
