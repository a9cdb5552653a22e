package io.tallygate.faults;

import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.RequiresRabbitMq;
import org.junit.jupiter.api.Test;

/**
 * Row 10: connections are dropped with acknowledgements in flight, again and again, now and then followed by a kill of the
 * gateway. {@code -Dfaults.storms} says how often; a release takes 100.
 */
@RequiresRabbitMq(privateNode = true)
class ReconnectStormFaults {
    private static final int STORMS = Integer.getInteger("faults.storms", 5);
    private static final int STORMS_A_PART = 10;

    @Test
    void dropConnections_withAcksInFlightManyTimes_losesAndDoublesNothing() throws Exception {
        try (FaultBench bench = new FaultBench("reconnect-storm")) {
            GatewayProcess gateway = bench.keep(ReconnectStorm.setup(bench).start());
            ReconnectStorm storm = new ReconnectStorm(bench, gateway);
            int kills = 0;
            for (int done = 0; done < STORMS; done += STORMS_A_PART) {
                Load load = bench.load(gateway).start(1_000);
                for (int i = done; i < Math.min(STORMS, done + STORMS_A_PART); i++) {
                    if (i % 3 == bench.random().nextInt(3)) {
                        storm.dropAndKill9();
                        kills++;
                    } else {
                        storm.drop();
                    }
                }
                bench.endPart(load);
            }
            bench.say(STORMS + " storms, " + kills + " of them with a kill");
            bench.assertWholeLogIsSound();
        }
    }
}
