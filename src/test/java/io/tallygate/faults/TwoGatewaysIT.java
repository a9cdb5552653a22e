package io.tallygate.faults;

import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.RequiresRabbitMq;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two gateways at one broker and one database: together they do everything once, and one does the other's work. */
@RequiresRabbitMq(privateNode = true)
class TwoGatewaysIT {
    private static final Duration READY = Duration.ofSeconds(60);

    @Test
    void kill9_ofEachInTurn_theOtherGoesOn() throws Exception {
        try (FaultBench bench = new FaultBench("two-gateways")) {
            GatewayProcess first = bench.start();
            GatewayProcess second = bench.start();
            Tap tap = bench.tap();
            Load load = bench.load(first, second).start(500);
            for (GatewayProcess victim : List.of(first, second)) {
                bench.awaitKept(bench.random().nextInt(300, 1_500));
                victim.kill9();
                // More than was in the victim's hands: the other one consumes, publishes and answers.
                bench.awaitKept(1_000);
                load.awaitHttpAccepted(100);
                victim.restart().awaitReady(READY);
            }

            bench.drained(load).hold(load).everythingSoundIsStored(load);
            tap.assertHasAllOfHttpInOrder(load);
        }
    }
}
