package io.tallygate.acts;

import io.quarkus.runtime.BlockingOperationControl;
import io.tallygate.api.ProblemException;
import io.tallygate.event.Arrival;
import io.tallygate.event.Door;
import io.tallygate.ingest.EventIngestor;
import io.tallygate.ingest.IngestConfig;
import io.tallygate.ingest.IngestOutcome;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;

/**
 * Keeps acts as events, in the same log and by the same way as all others. Whoever lets somebody act calls this first and
 * goes on only if it returns: so nothing is done that is not on record. What is on record may not have been done, if the
 * gateway failed in between.
 */
@Singleton
public final class Acts {
    /** Seconds; the storage's own pauses between tries are shorter. */
    private static final long RETRY_AFTER = 5;

    private final EventIngestor ingestor;
    private final IngestConfig config;
    private final ActEvents events;
    private final Clock clock;

    Acts(EventIngestor ingestor, IngestConfig config, ActsConfig acts, Clock clock) {
        this.ingestor = ingestor;
        this.config = config;
        this.events = new ActEvents(acts.platformTenant());
        this.clock = clock;
    }

    /**
     * Keeps an act; it is in the log when this returns. Waits for the storage, for {@code tallygate.ingest.http-patience}
     * at most, so it may be called where waiting is allowed only.
     *
     * @throws ProblemException if it is not in the log, or that is not known: then it must not be done
     */
    public void record(Act act, Actor actor) {
        if (!BlockingOperationControl.isBlockingAllowed()) {
            throw new IllegalStateException("Whoever records an act waits for it: not on this thread");
        }
        Instant now = clock.instant();
        IngestOutcome outcome = ingestor.ingest(
                        Arrival.of(events.of(act, actor, now), Door.GATEWAY, now), config.httpPatience())
                .toCompletableFuture()
                .join();
        if (outcome instanceof IngestOutcome.Unsettled unsettled) {
            throw notNow(unsettled);
        }
        if (!(outcome instanceof IngestOutcome.Stored)) {
            throw new IllegalStateException("The event of the act " + act.type() + " is " + outcome.label()
                    + ", a fault of the gateway; the act is not done");
        }
    }

    private static ProblemException notNow(IngestOutcome.Unsettled outcome) {
        String nothingDone =
                outcome.why() + ". What is done here is kept on record first, and that could not be done now:"
                        + " nothing was done. Try it again.";
        return outcome instanceof IngestOutcome.Throttled
                ? ProblemException.busy(nothingDone, RETRY_AFTER)
                : ProblemException.unavailable(nothingDone, RETRY_AFTER);
    }
}
