package io.tallygate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.RequiresRabbitMq;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The gateway dies at the worst moments, or ends in order: what was confirmed is kept, and kept once. */
@RequiresRabbitMq(privateNode = true)
class GatewayCrashIT {
    private static final Duration READY = Duration.ofSeconds(60);
    private static final String STALE = "tallygate_broker_stale_settlements_total";
    private static final String DELIVERED = "tallygate_broker_delivery_batch_messages_sum";

    @Test
    void dropConnections_withAcksInFlightThenKill9_losesAndDoublesNothing() throws Exception {
        try (FaultBench bench = new FaultBench("acks-in-flight")) {
            // Small numbers, so that the tags of one channel mean other messages on the next.
            GatewayProcess gateway = bench.keep(bench.setup()
                    .set("TALLYGATE_RABBITMQ_PREFETCH", "600")
                    .set("TALLYGATE_RABBITMQ_BATCH_SIZE", "100")
                    .start());
            Load load = bench.load(gateway).start(1_000);
            for (int round = 1; round <= 3; round++) {
                try (HeldHead head = HeldHead.take(bench.database())) {
                    awaitABatchOfThisLife(bench, gateway, head);
                    bench.await("the gateway has all it may").until(() -> FaultBench.metric(gateway, DELIVERED) >= 600);
                    double stale = FaultBench.metric(gateway, STALE);
                    double delivered = FaultBench.metric(gateway, DELIVERED);

                    bench.broker().rabbitmqctl("close_all_connections", "a test drops connections");
                    bench.await("the next channel delivers")
                            .until(() -> FaultBench.metric(gateway, DELIVERED) >= delivered + 300);
                    head.letOneThrough();
                    bench.await("a batch is settled whose channel is gone")
                            .until(() -> FaultBench.metric(gateway, STALE) > stale);
                    gateway.kill9();
                }
                gateway.restart().awaitReady(READY);
            }

            bench.drained(load).hold(load).quarantineHasEachArrivalOnce();
            load.publishUnknownAgain();
            bench.drained(load).nothingIsTwice().everythingSoundIsStored(load);
        }
    }

    /** Lets transactions through until one had messages of the broker: then the tags in flight do not begin at one. */
    private static void awaitABatchOfThisLife(FaultBench bench, GatewayProcess gateway, HeldHead head) {
        String batches = "tallygate_events_received_total{door=\"amqp\"";
        bench.await("a batch of the broker is kept").until(() -> {
            head.letOneThrough();
            return gateway.client().get("/q/metrics").text().contains(batches);
        });
    }

    @Test
    void kill9_atRandomUnderLoad_losesAndDoublesNothing() throws Exception {
        try (FaultBench bench = new FaultBench("random-kills")) {
            GatewayProcess gateway = bench.start();
            Load load = bench.load(gateway).start(1_000);
            for (int round = 1; round <= 3; round++) {
                bench.awaitKept(bench.random().nextInt(1, 3_000));
                gateway.kill9();
                gateway.restart().awaitReady(READY);
            }
            load.awaitHttpAccepted(100);

            bench.drained(load).hold(load).quarantineHasEachArrivalOnce().everythingSoundIsStored(load);
        }
    }

    @Test
    void kill9_betweenCommitAndAck_doublesNeitherEventsNorQuarantinedArrivals() throws Exception {
        try (FaultBench bench = new FaultBench("commit-and-ack")) {
            GatewayProcess gateway = bench.start();
            Load load = bench.load(gateway);
            for (int round = 1; round <= 2; round++) {
                long before = bench.kept();
                try (HeldCommits commits = HeldCommits.hold(bench.database())) {
                    // Nothing but broken ones in the second round: then it is the quarantine's commit.
                    load.publish(round == 1 ? 300 : 0, 30);
                    commits.awaitGateway();
                    gateway.kill9();
                }
                bench.await("what was committed is seen").until(() -> bench.kept() > before);
                gateway.restart().awaitReady(READY);
                bench.awaitDrained();
            }

            bench.drained(load).hold(load).quarantineHasEachArrivalOnce().everythingSoundIsStored(load);
        }
    }

    @Test
    void terminate_underLoad_endsWithEveryPromiseKept() throws Exception {
        try (FaultBench bench = new FaultBench("sigterm")) {
            GatewayProcess gateway = bench.start();
            Load load = bench.load(gateway).start(1_000);
            for (int round = 1; round <= 2; round++) {
                bench.awaitKept(bench.random().nextInt(500, 2_000));

                assertThat(gateway.terminate()).as("exit code of SIGTERM").isIn(0, 143);

                Invariants.of(bench.database()).nothingConfirmedByHttpIsLost(load);
                gateway.restart().awaitReady(READY);
            }
            load.awaitHttpAccepted(100);

            bench.drained(load).hold(load).quarantineHasEachArrivalOnce().everythingSoundIsStored(load);
        }
    }
}
