package io.tallygate.faults;

import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.RequiresRabbitMq;
import org.junit.jupiter.api.Test;

/**
 * Rows 1 to 4: the gateway, the broker, PostgreSQL or all three are killed under load again and again, at random moments
 * and started in random order. {@code -Dfaults.cycles} says how often; a release takes 200.
 */
@RequiresRabbitMq(privateNode = true)
class KillCyclesFaults {
    private static final int CYCLES = Integer.getInteger("faults.cycles", 8);
    private static final int CYCLES_A_PART = 10;

    @Test
    void kill9_ofPartsChosenBySeed_losesAndDoublesNothing() throws Exception {
        try (FaultBench bench = new FaultBench("kill-cycles")) {
            GatewayProcess gateway = bench.start();
            bench.broker().writeOutQueueNames();
            KillCycles kills = new KillCycles(bench, gateway);
            for (int done = 0; done < CYCLES; done += CYCLES_A_PART) {
                Load load = bench.load(gateway).start(500);
                for (int i = done; i < Math.min(CYCLES, done + CYCLES_A_PART); i++) {
                    kills.next();
                }
                load.awaitHttpAccepted(100);
                bench.endPart(load);
                bench.say(kills.toString());
            }
            bench.assertWholeLogIsSound();
        }
    }
}
