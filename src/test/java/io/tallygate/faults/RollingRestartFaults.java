package io.tallygate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.RequiresRabbitMq;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Row 23: two gateways under load are ended in order (SIGTERM) and started again, in turn. The load itself fails at an
 * answer that is neither a promise nor a 503. {@code -Dfaults.restarts} says how many rounds.
 */
@RequiresRabbitMq(privateNode = true)
class RollingRestartFaults {
    private static final int ROUNDS = Integer.getInteger("faults.restarts", 2);
    private static final Duration READY = Duration.ofSeconds(120);
    /** By default a stop waits 10 s at most for each: requests, deliveries, what was taken in, what is published. */
    private static final Duration STOP = Duration.ofSeconds(40);

    @Test
    void terminate_ofEachInTurnUnderLoad_keepsEveryPromise() throws Exception {
        try (FaultBench bench = new FaultBench("rolling-restart")) {
            List<GatewayProcess> gateways = List.of(bench.start(), bench.start());
            Tap tap = bench.tap();
            Load load = bench.load(gateways.get(0), gateways.get(1)).start(1_000);
            for (int round = 1; round <= ROUNDS; round++) {
                for (GatewayProcess gateway : gateways) {
                    bench.awaitKept(bench.random().nextInt(500, 2_000));
                    terminate(bench, gateway);
                    Set<String> promised = load.httpLedger().confirmed();
                    Invariants.of(bench.database()).nothingIsTwice().has("confirmed by HTTP so far", promised);
                    load.awaitHttpAccepted(50);
                    gateway.restart().awaitReady(READY);
                }
            }
            load.finish();
            bench.awaitDrained();
            tap.assertHasAllOfHttpInOrder(load);
            bench.endPart(load);
            bench.assertWholeLogIsSound();
        }
    }

    private static void terminate(FaultBench bench, GatewayProcess gateway) {
        long asked = System.nanoTime();
        gateway.handle().destroy();
        assertThat(gateway.awaitExit(STOP)).as("exit code of SIGTERM").isIn(0, 143);
        bench.say("ended after " + Duration.ofNanos(System.nanoTime() - asked).toMillis() + " ms");
        assertThat(gateway.log()).as("what a stop gave up").doesNotContain("not all batches were settled within");
    }
}
