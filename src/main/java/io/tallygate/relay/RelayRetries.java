package io.tallygate.relay;

import io.tallygate.audit.Outbox;
import io.tallygate.audit.Outbox.Pending;
import io.tallygate.audit.Outbox.Unroutable;
import io.tallygate.broker.PublishOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Publishing out of turn: what no queue took, until one does or it is parked, and what somebody asked for again. For one
 * thread.
 */
final class RelayRetries {
    private static final Logger LOG = Logger.getLogger(RelayRetries.class);

    private final Outbox outbox;
    private final Function<List<Pending>, CompletableFuture<List<PublishOutcome>>> publisher;
    private final RelayConfig config;
    private final LongSupplier nanoTime;
    private final RetryDelay delay;
    private long lookedAt;

    /** @param publisher publishes events in their order */
    RelayRetries(
            Outbox outbox,
            Function<List<Pending>, CompletableFuture<List<PublishOutcome>>> publisher,
            RelayConfig config,
            LongSupplier nanoTime) {
        this.outbox = outbox;
        this.publisher = publisher;
        this.config = config;
        this.nanoTime = nanoTime;
        this.delay = new RetryDelay(config);
        this.lookedAt = nanoTime.getAsLong();
    }

    /**
     * Tries again what waits, if it is time: at once what is new, ever more rarely what fails.
     *
     * @throws io.tallygate.audit.StorageUnavailableException if the storage is away
     */
    void tryAgain() {
        if (nanoTime.getAsLong() - lookedAt < delay.now().toNanos()) {
            return;
        }
        List<Pending> waiting = outbox.retries(config.batch());
        boolean failed =
                !waiting.isEmpty() && settle(waiting, publisher.apply(waiting).join());
        if (failed) {
            delay.lengthen();
        } else {
            delay.reset();
        }
        lookedAt = nanoTime.getAsLong();
    }

    private boolean settle(List<Pending> waiting, List<PublishOutcome> outcomes) {
        List<Long> published = new ArrayList<>();
        List<Unroutable> unroutable = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            Pending event = waiting.get(i);
            if (outcomes.get(i) instanceof PublishOutcome.Confirmed) {
                published.add(event.sequence());
            } else if (outcomes.get(i) instanceof PublishOutcome.Unroutable returned) {
                unroutable.add(unroutable(event, returned, config));
            }
        }
        outbox.retried(published, unroutable);
        return published.size() < waiting.size();
    }

    /** What to note of an event that no queue took: to be tried again, or parked if it was tried often enough. */
    static Unroutable unroutable(Pending event, PublishOutcome.Unroutable returned, RelayConfig config) {
        boolean park = event.attempts() + 1 >= config.unroutableAttempts();
        if (park) {
            LOG.warnf(
                    "No queue takes events with routing key %s (%s); event %d of the audit log is parked",
                    event.routingKey(), returned.replyText(), event.sequence());
        }
        return new Unroutable(event.sequence(), returned.replyText(), park);
    }
}
