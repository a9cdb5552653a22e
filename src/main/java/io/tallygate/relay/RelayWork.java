package io.tallygate.relay;

import io.tallygate.audit.Outbox;
import io.tallygate.audit.Outbox.Pending;
import io.tallygate.audit.StorageUnavailableException;
import io.tallygate.broker.PublishOutcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What the relay does between two pauses: one run of publishing after another, for as long as this instance leads and the
 * broker is there. It never sleeps: {@link Relay} does, and a simulation lets time pass. For one thread.
 */
final class RelayWork {
    private static final Logger LOG = Logger.getLogger(RelayWork.class);

    private final Outbox outbox;
    private final BooleanSupplier ready;
    private final BooleanSupplier lead;
    private final Function<List<Pending>, CompletableFuture<List<PublishOutcome>>> publisher;
    private final RelayConfig config;
    private final LongSupplier nanoTime;
    private final RelayRetries retries;

    private @Nullable RelayRun run;
    private long leadSeenAt;
    private boolean failing;

    /**
     * @param ready whether something could be published now
     * @param lead asks the storage whether this instance leads
     * @param publisher publishes events in their order
     */
    RelayWork(
            Outbox outbox,
            BooleanSupplier ready,
            BooleanSupplier lead,
            Function<List<Pending>, CompletableFuture<List<PublishOutcome>>> publisher,
            RelayConfig config,
            LongSupplier nanoTime) {
        this.outbox = outbox;
        this.ready = ready;
        this.lead = lead;
        this.publisher = publisher;
        this.config = config;
        this.nanoTime = nanoTime;
        this.retries = new RelayRetries(outbox, publisher, config, nanoTime);
    }

    /** Whether there was something to publish and all of it was; the next may be waiting already. */
    boolean relayedSome() {
        try {
            if (!ready.getAsBoolean() || !leads()) {
                end();
                return false;
            }
            return step();
        } catch (StorageUnavailableException e) {
            failed("The storage is away; publishing goes on when it returns", e);
        } catch (RuntimeException e) {
            failed("A fault of ours while publishing; it is tried again", e);
        }
        end();
        return false;
    }

    /** Whether the last thing that was tried failed. */
    boolean isFailing() {
        return failing;
    }

    /** Whether a pause would let a larger batch gather. */
    boolean mayLinger() {
        return run != null && !run.isBusy();
    }

    /** Sends nothing more; what is on its way is waited for. */
    void end() {
        RelayRun ended = run;
        run = null;
        outbox.close();
        if (ended != null) {
            try {
                ended.finish();
            } catch (StorageUnavailableException e) {
                LOG.debug("What was published last could not be noted; it is published again", e);
            } catch (RuntimeException e) {
                // Passed on, it would end the relay's thread, and nothing would be published any more.
                failed("A fault of ours while noting what was published last; it is published again", e);
            }
        }
    }

    /** Asked of the database now and then only: what is done under a lead that was lost meanwhile is harmless. */
    private boolean leads() {
        if (run == null
                || nanoTime.getAsLong() - leadSeenAt > config.pollInterval().toNanos()) {
            leadSeenAt = nanoTime.getAsLong();
            return lead.getAsBoolean();
        }
        return true;
    }

    private boolean step() {
        RelayRun current = run;
        if (current == null) {
            current = new RelayRun(outbox, publisher, config, nanoTime);
            run = current;
        }
        retries.tryAgain();
        RelayRun.Step step = current.step();
        if (step == RelayRun.Step.OVER) {
            if (!current.trouble().isEmpty()) {
                failed("Not confirmed by the broker, to be published again: " + current.trouble(), null);
            }
            end();
            return false;
        }
        failing = false;
        return step == RelayRun.Step.PASSED;
    }

    private void failed(String what, @Nullable Throwable cause) {
        if (!failing) {
            LOG.warn(what, cause);
        }
        failing = true;
    }
}
