package io.tallygate.acts;

import io.quarkus.runtime.BlockingOperationControl;
import io.tallygate.access.AccessConfig;
import io.tallygate.api.ProblemException;
import io.tallygate.event.Arrival;
import io.tallygate.event.Content;
import io.tallygate.event.Door;
import io.tallygate.ingest.EventIngestor;
import io.tallygate.ingest.IdempotentRequests;
import io.tallygate.ingest.IngestConfig;
import io.tallygate.ingest.IngestOutcome;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/**
 * Keeps acts as events, in the same log and by the same way as all others. Whoever lets somebody act calls this first and
 * goes on only if it returns: so nothing is done that is not on record. What is on record may not have been done, if the
 * gateway failed in between.
 */
@Singleton
public final class Acts {
    /** Seconds; the storage's own pauses between tries are shorter. */
    private static final long RETRY_AFTER = 5;

    private static final String ONCE = "act";

    private final EventIngestor ingestor;
    private final IdempotentRequests requests;
    private final IngestConfig config;
    private final ActEvents events;
    private final Clock clock;

    Acts(EventIngestor ingestor, IdempotentRequests requests, IngestConfig config, AccessConfig access, Clock clock) {
        this.ingestor = ingestor;
        this.requests = requests;
        this.config = config;
        this.events = new ActEvents(access.platformTenant());
        this.clock = clock;
    }

    /**
     * Keeps an act; it is in the log when this returns. Waits for the storage, for {@code tallygate.ingest.http-patience}
     * at most, so it may be called where waiting is allowed only.
     *
     * @throws ProblemException if it is not in the log, or that is not known: then it must not be done
     */
    public void record(Act act, Actor actor) {
        checkThread();
        keep(events.of(act, actor, clock.instant()), act);
    }

    /**
     * The same for an act that cannot be done twice: if it is in the log already, nothing is added.
     *
     * @throws ProblemException as {@link #record} does
     * @throws io.tallygate.audit.StorageUnavailableException if the storage is away
     */
    void recordOnce(Act act, Actor actor) {
        checkThread();
        Content which = Content.of(act.toString().getBytes(StandardCharsets.UTF_8));
        Content event = requests.contentFor(ONCE, act.toString(), which, () -> events.of(act, actor, clock.instant()))
                .orElseThrow();
        keep(event, act);
    }

    private static void checkThread() {
        if (!BlockingOperationControl.isBlockingAllowed()) {
            throw new IllegalStateException("Whoever records an act waits for it: not on this thread");
        }
    }

    private void keep(Content event, Act act) {
        IngestOutcome outcome = ingestor.ingest(Arrival.of(event, Door.GATEWAY, clock.instant()), config.httpPatience())
                .toCompletableFuture()
                .join();
        if (outcome instanceof IngestOutcome.Unsettled unsettled) {
            throw notNow(unsettled);
        }
        if (outcome instanceof IngestOutcome.Rejected rejected) {
            throw new IllegalStateException("The event of an act is refused, a fault of the gateway; nothing is done: "
                    + act + ", " + rejected.rejection().message());
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
