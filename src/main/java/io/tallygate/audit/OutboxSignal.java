package io.tallygate.audit;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Wakes the relay of this instance when something was put into the outbox here. Only a hint: what other instances put
 * in, the relay finds by looking.
 */
@Singleton
public final class OutboxSignal {
    private final Semaphore added = new Semaphore(0);

    OutboxSignal() {}

    /** Something was added. */
    void raise() {
        added.release();
    }

    /** Waits until something was added since the last call, or the time is over. */
    public void await(Duration atMost) throws InterruptedException {
        if (added.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
            added.drainPermits();
        }
    }
}
