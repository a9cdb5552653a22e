package io.tallygate.faults;

import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.GatewaySetup;
import java.time.Duration;

/**
 * Drops all connections of the broker while a batch that came over one of them is being stored, and has it settled when
 * the next channel has delivered already: then a tag of the old channel means another message on the new one.
 */
final class ReconnectStorm {
    private static final Duration READY = Duration.ofSeconds(120);
    private static final String STALE = "tallygate_broker_stale_settlements_total";
    private static final String DELIVERED = "tallygate_broker_delivery_batch_messages_sum";

    private final FaultBench bench;
    private final GatewayProcess gateway;

    /** A storm on a gateway of {@link #setup} that is under load. */
    ReconnectStorm(FaultBench bench, GatewayProcess gateway) {
        this.bench = bench;
        this.gateway = gateway;
    }

    /** Small numbers, so that the tags of one channel mean other messages on the next. */
    static GatewaySetup setup(FaultBench bench) {
        return bench.setup().set("TALLYGATE_RABBITMQ_PREFETCH", "600").set("TALLYGATE_RABBITMQ_BATCH_SIZE", "100");
    }

    /** One such drop. */
    void drop() throws Exception {
        try (HeldHead head = HeldHead.take(bench.database())) {
            dropWith(head);
        }
    }

    /** One such drop, and at once a {@code kill -9} and a restart: what was wrongly acknowledged is gone. */
    void dropAndKill9() throws Exception {
        try (HeldHead head = HeldHead.take(bench.database())) {
            dropWith(head);
            gateway.kill9();
        }
        gateway.restart().awaitReady(READY);
    }

    private void dropWith(HeldHead head) throws Exception {
        awaitABatchOfThisLife(head);
        bench.await("the gateway has all it may").until(() -> FaultBench.metric(gateway, DELIVERED) >= 600);
        double stale = FaultBench.metric(gateway, STALE);
        double delivered = FaultBench.metric(gateway, DELIVERED);
        bench.broker().rabbitmqctl("close_all_connections", "a test drops connections");
        bench.await("the next channel delivers").until(() -> FaultBench.metric(gateway, DELIVERED) >= delivered + 300);
        bench.await("a batch is settled whose channel is gone")
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    if (FaultBench.metric(gateway, STALE) > stale) {
                        return true;
                    }
                    head.letOneThrough();
                    return false;
                });
    }

    /** Lets transactions through until one had messages of the broker: then the tags in flight do not begin at one. */
    private void awaitABatchOfThisLife(HeldHead head) {
        String batches = "tallygate_events_received_total{door=\"amqp\"";
        bench.await("a batch of the broker is kept").until(() -> {
            head.letOneThrough();
            return gateway.client().get("/q/metrics").text().contains(batches);
        });
    }
}
