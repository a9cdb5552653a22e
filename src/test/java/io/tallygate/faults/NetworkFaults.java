package io.tallygate.faults;

import io.tallygate.testkit.FaultyWire;
import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.RequiresRabbitMq;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Rounds of every fault of the network in random order on a random wire: reset, blackholed, half open, slow, and what the
 * server answers is lost, a commit's outcome among it. Rows 7, 8 and 9. {@code -Dfaults.rounds} says how many.
 */
@RequiresRabbitMq(privateNode = true)
class NetworkFaults {
    private static final int ROUNDS = Integer.getInteger("faults.rounds", 10);
    private static final Duration READY = Duration.ofSeconds(60);

    private enum Fault {
        RESET,
        BLACKHOLE,
        HALF_OPEN,
        SLOW,
        REPLIES_LOST
    }

    @Test
    void rounds_ofEveryFault_loseNothing() throws Exception {
        try (FaultBench bench = new FaultBench("network-rounds");
                Wires wires = Wires.of(bench)) {
            GatewayProcess gateway = wires.startGateway(bench);
            Tap tap = bench.tap();
            Load load = bench.load(gateway).start(300);
            for (int round = 1; round <= ROUNDS; round++) {
                bench.awaitKept(bench.random().nextInt(50, 400));
                boolean database = bench.random().nextBoolean();
                Fault fault = Fault.values()[bench.random().nextInt(Fault.values().length)];
                bench.say("round " + round + ": " + fault + (database ? " to the database" : " to the broker"));
                FaultyWire wire = database ? wires.database() : wires.broker();
                inflict(fault, wire, bench, gateway, database ? "database" : "broker");
                wire.heal();
                gateway.awaitReady(READY);
            }
            load.awaitHttpAccepted(20);

            bench.drained(load).hold(load).quarantineHasEachArrivalOnce().everythingSoundIsStored(load);
            tap.assertHasAllOfHttpInOrder(load);
        }
    }

    private static void inflict(Fault fault, FaultyWire wire, FaultBench bench, GatewayProcess gateway, String part) {
        switch (fault) {
            case RESET -> wire.reset();
            case HALF_OPEN -> wire.halfOpen();
            case SLOW -> {
                wire.slow();
                bench.awaitKept(50);
            }
            case BLACKHOLE -> {
                wire.blackhole();
                awaitDown(bench, gateway, part);
            }
            case REPLIES_LOST -> {
                wire.loseReplies();
                awaitDown(bench, gateway, part);
            }
        }
    }

    private static void awaitDown(FaultBench bench, GatewayProcess gateway, String part) {
        bench.await("the silence of the " + part + " is noticed")
                .until(() -> FaultBench.readinessOf(part, gateway).equals("DOWN"));
    }
}
