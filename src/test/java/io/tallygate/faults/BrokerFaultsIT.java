package io.tallygate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.RequiresRabbitMq;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The broker dies, freezes, or loses a queue: HTTP goes on, and what it took is published when the broker is back. */
@RequiresRabbitMq(privateNode = true)
class BrokerFaultsIT {
    private static final Duration READY = Duration.ofSeconds(60);

    @Test
    void kill9_whileHttpTakesEvents_allArePublishedInOrderAfterwards() throws Exception {
        try (FaultBench bench = new FaultBench("broker-kill")) {
            GatewayProcess gateway = bench.start();
            Tap tap = bench.tap();
            bench.broker().writeOutQueueNames();
            Load load = bench.load(gateway).start(500);
            bench.awaitKept(bench.random().nextInt(500, 1_500));

            bench.broker().kill9();
            load.awaitHttpAccepted(300);
            assertThat(FaultBench.readinessOf("broker", gateway)).isEqualTo("DOWN");
            bench.broker().restart();
            gateway.awaitReady(READY);
            load.awaitHttpAccepted(100);

            bench.drained(load).hold(load);
            assertHttpNeverFailed(load);
            tap.assertHasAllOfHttpInOrder(load);
            load.publishUnknownAgain();
            bench.drained(load).nothingIsTwice().everythingSoundIsStored(load);
        }
    }

    @Test
    void freeze_longerThanTheHeartbeat_goesOnByItselfAfterwards() throws Exception {
        try (FaultBench bench = new FaultBench("broker-freeze")) {
            GatewayProcess gateway = bench.keep(
                    bench.setup().set("TALLYGATE_RABBITMQ_HEARTBEAT", "1s").start());
            Tap tap = bench.tap();
            Load load = bench.load(gateway).start(500);
            bench.awaitKept(bench.random().nextInt(500, 1_500));

            bench.broker().freeze();
            bench.await("the silence is noticed")
                    .until(() -> FaultBench.readinessOf("broker", gateway).equals("DOWN"));
            load.awaitHttpAccepted(100);
            assertThat(FaultBench.metric(gateway, "tallygate_timeouts_total{bound=\"broker-heartbeat\"}"))
                    .isPositive();
            bench.broker().thaw();
            gateway.awaitReady(READY);
            load.awaitHttpAccepted(100);

            bench.drained(load).hold(load);
            assertHttpNeverFailed(load);
            tap.assertHasAllOfHttpInOrder(load);
        }
    }

    @Test
    void deleteAuditQueue_underARunningGateway_isDownThenDeclaredAnew() throws Exception {
        try (FaultBench bench = new FaultBench("queue-deletion")) {
            GatewayProcess gateway = bench.keep(bench.setup()
                    .set("TALLYGATE_RABBITMQ_RECONNECT_DELAY_MIN", "3s")
                    .set("TALLYGATE_RABBITMQ_RECONNECT_DELAY_MAX", "3s")
                    .start());
            Load load = bench.load(gateway);
            load.publish(500, 10);
            bench.awaitDrained();

            try (Connection connection = bench.connect();
                    Channel channel = connection.createChannel()) {
                channel.queueDelete(bench.auditQueue());
            }
            bench.await("health says so")
                    .until(() -> FaultBench.readinessOf("broker", gateway).equals("DOWN"));
            // Nobody is bound any more: the sender is told so.
            load.publish(20, 0);
            assertThat(load.amqpLedger().refused()).hasSize(20);
            gateway.awaitReady(READY);
            load.publish(500, 10);

            bench.drained(load).hold(load).quarantineHasEachArrivalOnce();
        }
    }

    private static void assertHttpNeverFailed(Load load) {
        assertThat(load.httpUnavailable()).as("answers of 503").isZero();
        assertThat(load.httpUnanswered()).as("requests without an answer").isZero();
    }
}
