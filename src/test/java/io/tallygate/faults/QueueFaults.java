package io.tallygate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.RequiresRabbitMq;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Row 11: the audit queue is deleted, which cancels its consumer, or the exchange is, while HTTP goes on; each comes back
 * by itself. {@code -Dfaults.deletions} says how often.
 *
 * <p>What a queue holds goes with it, by the operator's will: so it is empty then. An exchange that is gone shows when
 * something is published, so it takes an event of the HTTP door to have it back.
 */
@RequiresRabbitMq(privateNode = true)
class QueueFaults {
    private static final int DELETIONS = Integer.getInteger("faults.deletions", 3);
    private static final Duration READY = Duration.ofSeconds(120);

    @Test
    void deleteQueueOrExchange_underARunningGateway_isDeclaredAnewAndNothingIsLost() throws Exception {
        try (FaultBench bench = new FaultBench("deletions")) {
            GatewayProcess gateway = bench.start();
            // None a second at the broker's door, so that it is known when the queue is empty.
            Load load = bench.load(gateway).start(0);
            for (int i = 0; i < DELETIONS; i++) {
                boolean exchange = i % 2 == 1;
                load.publish(300, 10);
                bench.await("all of it is taken")
                        .until(() -> Invariants.of(bench.database()).hasAllOfBroker(load));
                delete(bench, exchange);
                load.awaitHttpAccepted(100);
                bench.await("it is declared anew").until(() -> isThere(bench, exchange));
                gateway.awaitReady(READY);
                bench.await("it is bound again").until(() -> takesAnEvent(load));
                bench.say((exchange ? "exchange" : "queue") + " deleted and back");
            }
            load.publish(300, 10);
            bench.endPart(load);
            bench.assertWholeLogIsSound();
            assertThat(load.httpUnavailable()).as("answers of 503").isZero();
        }
    }

    private static void delete(FaultBench bench, boolean exchange) throws Exception {
        try (Connection connection = bench.connect();
                Channel channel = connection.createChannel()) {
            if (exchange) {
                channel.exchangeDelete(bench.exchange());
            } else {
                channel.queueDelete(bench.auditQueue());
            }
        }
    }

    private static boolean isThere(FaultBench bench, boolean exchange) throws Exception {
        try (Connection connection = bench.connect();
                Channel channel = connection.createChannel()) {
            if (exchange) {
                channel.exchangeDeclarePassive(bench.exchange());
            } else {
                channel.queueDeclarePassive(bench.auditQueue());
            }
            return true;
        }
    }

    private static boolean takesAnEvent(Load load) {
        int before = load.amqpLedger().confirmed().size();
        load.publish(1, 0);
        return load.amqpLedger().confirmed().size() > before;
    }
}
