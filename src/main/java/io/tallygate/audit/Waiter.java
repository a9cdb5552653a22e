package io.tallygate.audit;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The wait of one follower of a {@link StoredSignal}: for one thread that waits, and any that wake it. */
public final class Waiter {
    private final Semaphore bell = new Semaphore(0);
    private final AtomicBoolean rung = new AtomicBoolean();
    private volatile boolean listening;

    Waiter() {}

    /** Whether what is stored ends the wait. */
    public void listen(boolean toWhatIsStored) {
        listening = toWhatIsStored;
    }

    /** Ends the wait, or the next one if nobody waits now. */
    public void ring() {
        if (!rung.get() && rung.compareAndSet(false, true)) {
            bell.release();
        }
    }

    void stored() {
        if (listening) {
            ring();
        }
    }

    /** Waits until it was rung since the last call, or the time is over. */
    public void await(Duration atMost) throws InterruptedException {
        if (bell.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
            rung.set(false);
        }
    }
}
