package io.tallygate.audit;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Closed until the database has the form that this version needs. Whoever works on it by itself waits here, instead of
 * failing on tables that are not there yet.
 */
@Singleton
public final class StorageGate {
    private final CountDownLatch prepared = new CountDownLatch(1);

    /** The database is prepared, and stays so. */
    public void open() {
        prepared.countDown();
    }

    /** Whether it is prepared. */
    public boolean isOpen() {
        return prepared.getCount() == 0;
    }

    /**
     * Waits until it is prepared.
     *
     * @return whether it is
     */
    public boolean await(Duration atMost) throws InterruptedException {
        return prepared.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }
}
