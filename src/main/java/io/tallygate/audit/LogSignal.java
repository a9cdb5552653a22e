package io.tallygate.audit;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Wakes those of this instance who read the log as it grows. Only a hint: what other instances append, a reader finds by
 * looking.
 */
@Singleton
public final class LogSignal {
    private final List<Reader> readers = new CopyOnWriteArrayList<>();

    LogSignal() {}

    /** One who reads the log, on one thread. */
    public static final class Reader {
        private final Semaphore appended = new Semaphore(0);

        private Reader() {}

        /** Waits until something was appended since the last call, or the time is over. */
        public void await(Duration atMost) throws InterruptedException {
            if (appended.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
                appended.drainPermits();
            }
        }
    }

    /** One more reader, for as long as this instance lives. */
    public Reader reader() {
        Reader reader = new Reader();
        readers.add(reader);
        return reader;
    }

    /** Something was appended. */
    void raise() {
        for (Reader reader : readers) {
            // One who has ended would gather permits without end.
            if (reader.appended.availablePermits() == 0) {
                reader.appended.release();
            }
        }
    }
}
