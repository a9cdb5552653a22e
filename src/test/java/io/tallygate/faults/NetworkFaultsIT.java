package io.tallygate.faults;

import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.RequiresRabbitMq;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The network between the gateway and its parts resets and swallows: health says so, and all goes on by itself. Row 7. */
@RequiresRabbitMq(privateNode = true)
class NetworkFaultsIT {
    private static final Duration READY = Duration.ofSeconds(60);

    @Test
    void resetAndBlackhole_ofBothWires_goesOnByItselfAndLosesNothing() throws Exception {
        try (FaultBench bench = new FaultBench("network");
                Wires wires = Wires.of(bench)) {
            GatewayProcess gateway = wires.startGateway(bench);
            Tap tap = bench.tap();
            Load load = bench.load(gateway).start(300);
            bench.awaitKept(bench.random().nextInt(100, 500));

            wires.broker().reset();
            wires.database().reset();
            bench.awaitKept(100);
            wires.broker().blackhole();
            bench.await("the broker's silence is noticed")
                    .until(() -> FaultBench.readinessOf("broker", gateway).equals("DOWN"));
            load.awaitHttpAccepted(20);
            wires.broker().heal();
            wires.database().blackhole();
            bench.await("the database's silence is noticed")
                    .until(() -> FaultBench.readinessOf("database", gateway).equals("DOWN"));
            wires.database().heal();
            gateway.awaitReady(READY);
            load.awaitHttpAccepted(20);

            bench.drained(load).hold(load).quarantineHasEachArrivalOnce().everythingSoundIsStored(load);
            tap.assertHasAllOfHttpInOrder(load);
        }
    }
}
