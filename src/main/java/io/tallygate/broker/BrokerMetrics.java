package io.tallygate.broker;

import com.rabbitmq.client.MissedHeartbeatException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tallygate.timeout.Timeouts;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What the broker's room counts. Alert on: {@code tallygate_broker_connected} at 0; {@code outcome="unroutable"} above 0,
 * since a queue or a binding is missing then; {@code tallygate_broker_stale_settlements} growing while the connection is
 * up, since every one of them means work done twice.
 */
final class BrokerMetrics {
    private final MeterRegistry registry;
    private final Counter confirmed;
    private final Counter unroutable;
    private final Counter unconfirmed;
    private final Timer confirmTime;
    private final DistributionSummary batchSize;
    private final Counter staleSettlements;
    private final Counter givenBack;
    private final Counter confirmTimeouts;
    private final Counter connectionTimeouts;
    private final Counter missedHeartbeats;

    BrokerMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.confirmed = published("confirmed");
        this.unroutable = published("unroutable");
        this.unconfirmed = published("unconfirmed");
        this.confirmTime = Timer.builder("tallygate_broker_confirm")
                .description("From handing a message to the broker to its confirm")
                .register(registry);
        this.batchSize = DistributionSummary.builder("tallygate_broker_delivery_batch_messages")
                .description("Messages in a batch of deliveries")
                .register(registry);
        this.staleSettlements = Counter.builder("tallygate_broker_stale_settlements")
                .description("Batches settled after their channel had gone: their messages come again")
                .register(registry);
        this.confirmTimeouts = Timeouts.of("broker-confirm", registry);
        this.connectionTimeouts = Timeouts.of("broker-connection", registry);
        this.missedHeartbeats = Timeouts.of("broker-heartbeat", registry);
        this.givenBack = Counter.builder("tallygate_broker_batches_given_back")
                .description("Batches that could not be handled and went back into their queue")
                .register(registry);
    }

    private Counter published(String outcome) {
        return Counter.builder("tallygate_broker_published")
                .description("Messages by what became of them")
                .tag("outcome", outcome)
                .register(registry);
    }

    /** A batch of messages had no word from the broker in time. */
    void confirmTimedOut() {
        confirmTimeouts.increment();
    }

    /** A connection failed; counted if that was for want of an answer in time. */
    void connectionFailed(Throwable fault) {
        if (Faults.has(MissedHeartbeatException.class, fault)) {
            missedHeartbeats.increment();
        } else if (Faults.has(TimeoutException.class, fault) || Faults.has(SocketTimeoutException.class, fault)) {
            connectionTimeouts.increment();
        }
    }

    void connection(BrokerLink link, String name) {
        Gauge.builder("tallygate_broker_connected", link, at -> at.state().isUp() ? 1 : 0)
                .description("1 while the connection is in working order")
                .tag("link", name)
                .register(registry);
    }

    void settled(PublishOutcome outcome) {
        if (outcome instanceof PublishOutcome.Confirmed) {
            confirmed.increment();
        } else if (outcome instanceof PublishOutcome.Unroutable) {
            unroutable.increment();
        } else {
            unconfirmed.increment();
        }
    }

    void confirmTook(long nanos) {
        confirmTime.record(nanos, TimeUnit.NANOSECONDS);
    }

    void delivered(int messages) {
        batchSize.record(messages);
    }

    void staleSettlement() {
        staleSettlements.increment();
    }

    void givenBack() {
        givenBack.increment();
    }
}
