package io.tallygate.query;

import io.tallygate.api.ProblemException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Searches through events themselves: a few at a time, since each holds connections for as long as it may take, and those
 * who store need some, too.
 */
@Singleton
class PayloadSearches {
    private static final int RETRY_AFTER_SECONDS = 5;

    private final Semaphore turns;
    private final Duration patience;

    PayloadSearches(QueryConfig config) {
        this.turns = new Semaphore(config.searches());
        this.patience = config.statementTimeout();
    }

    /** @throws ProblemException if it would have to wait for others for too long */
    <T> T inTurn(Supplier<T> search) {
        try {
            if (!turns.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw ProblemException.busy("Others search through events already", RETRY_AFTER_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ProblemException.unavailable("The gateway is stopping", RETRY_AFTER_SECONDS);
        }
        try {
            return search.get();
        } finally {
            turns.release();
        }
    }
}
