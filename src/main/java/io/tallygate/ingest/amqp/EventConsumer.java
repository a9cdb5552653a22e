package io.tallygate.ingest.amqp;

import io.tallygate.broker.Delivery;
import io.tallygate.broker.DeliveryBatch;
import io.tallygate.crash.CrashPoint;
import io.tallygate.event.Arrival;
import io.tallygate.event.Content;
import io.tallygate.ingest.EventIngestor;
import io.tallygate.ingest.IngestConfig;
import io.tallygate.ingest.IngestOutcome;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * The logging consumer: takes batches of the audit queue in and settles them by what became of them.
 *
 * <p>A batch is acknowledged when every message of it is either in the audit log or in quarantine, by a committed
 * transaction; otherwise it goes back to the broker as a whole, and what of it had been stored is recognised when it
 * returns. The next batch is checked while this one is being stored: how many may be under way is bounded by the
 * prefetch of the channel.
 *
 * <p>What the gateway itself has published, and therefore keeps already, is told by its mark and settled
 * without asking the database. No other header decides anything here.
 */
@ApplicationScoped
class EventConsumer {
    private final EventIngestor ingestor;
    private final IngestConfig config;
    private final AmqpSenders senders;
    private final Clock clock;

    EventConsumer(EventIngestor ingestor, IngestConfig config, AmqpSenders senders, Clock clock) {
        this.ingestor = ingestor;
        this.config = config;
        this.senders = senders;
        this.clock = clock;
    }

    @Incoming("audit")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    CompletionStage<Void> consume(Message<DeliveryBatch> message) {
        Instant now = clock.instant();
        List<Arrival> arrivals = new ArrayList<>(message.getPayload().size());
        for (Delivery delivery : message.getPayload().deliveries()) {
            Content content = Content.of(delivery.body());
            if (!ingestor.recognises(content, delivery.routingKey(), delivery.type(), delivery.headers())) {
                arrivals.add(DeliveredArrivals.of(delivery, content, now, senders.of(delivery.userId())));
            }
        }
        // Settled when it is stored, which may be long after this method has returned: see the class comment.
        var unused = ingestor.ingest(
                        arrivals, config.amqpPatience(), message.getPayload().channel())
                .thenCompose(outcomes -> settle(message, outcomes));
        return CompletableFuture.completedFuture(null);
    }

    static CompletionStage<Void> settle(Message<DeliveryBatch> message, List<IngestOutcome> outcomes) {
        for (IngestOutcome outcome : outcomes) {
            if (outcome instanceof IngestOutcome.Unsettled unsettled) {
                return message.nack(new UnsettledException(unsettled.why()));
            }
        }
        CrashPoint.AFTER_COMMIT_BEFORE_SETTLE.reached();
        return message.ack();
    }

    /** Why a batch goes back to the broker. */
    private static final class UnsettledException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnsettledException(String why) {
            super(why, null, false, false);
        }
    }
}
