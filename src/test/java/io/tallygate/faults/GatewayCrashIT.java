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

    @Test
    void dropConnections_withAcksInFlightThenKill9_losesAndDoublesNothing() throws Exception {
        try (FaultBench bench = new FaultBench("acks-in-flight")) {
            GatewayProcess gateway = bench.keep(ReconnectStorm.setup(bench).start());
            ReconnectStorm storm = new ReconnectStorm(bench, gateway);
            Load load = bench.load(gateway).start(1_000);
            for (int round = 1; round <= 3; round++) {
                storm.dropAndKill9();
            }

            bench.drained(load).hold(load).quarantineHasEachArrivalOnce();
            load.publishUnknownAgain();
            bench.drained(load).nothingIsTwice().everythingSoundIsStored(load);
        }
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
