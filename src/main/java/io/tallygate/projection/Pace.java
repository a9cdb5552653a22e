package io.tallygate.projection;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How long the projector rests between two transactions. While many events are stored it leaves nearly all of the machine to
 * those who store them, and falls behind; when fewer are, it comes up with them again. For one thread.
 */
final class Pace {
    private final ProjectionConfig config;
    private long head = -1;
    private long seenAt;
    private double storedPerSecond;

    Pace(ProjectionConfig config) {
        this.config = config;
    }

    /**
     * Tells where the log ended.
     *
     * @param last the number of its last entry
     * @param now on the scale of {@link System#nanoTime()}
     */
    void sees(long last, long now) {
        if (head >= 0 && now > seenAt) {
            storedPerSecond = (double) (last - head) * TimeUnit.SECONDS.toNanos(1) / (now - seenAt);
        }
        head = last;
        seenAt = now;
    }

    /** The rest after a transaction that took so long: then the work has no more than its share of the time. */
    Duration restAfter(Duration worked) {
        double share = storedPerSecond > config.busyRate() ? config.busyShare() : config.share();
        Duration shared = Duration.ofNanos((long) (worked.toNanos() * (1 / share - 1)));
        return shared.compareTo(config.pause()) > 0 ? shared : config.pause();
    }
}
