package io.tallygate.faults;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.RequiresRabbitMq;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * The controls: gateways with one promise taken out, of which the fault tests must report a loss. Were they content with
 * them, they would prove nothing of the sound one.
 */
@RequiresRabbitMq(privateNode = true)
class ControlFaults {
    private static final Duration READY = Duration.ofSeconds(60);
    private static final int ROUNDS = 10;

    @Test
    void ackBeforeCommit_andKill9_isReportedAsLoss() throws Exception {
        String sound = "        // Settled when it is stored,";
        Path jar = BrokenBuild.of(
                "ack-before-commit",
                "io/tallygate/ingest/amqp/EventConsumer.java",
                sound,
                "        var unusedToo = message.ack();\n" + sound);
        try (FaultBench bench = new FaultBench("ack-before-commit")) {
            GatewayProcess gateway = bench.keep(bench.setup().program(jar).start());
            Load load = bench.load(gateway).start(1_000);
            assertLossIsReported(bench, load, () -> {
                bench.awaitKept(bench.random().nextInt(1, 1_500));
                gateway.kill9();
                gateway.restart().awaitReady(READY);
            });
        }
    }

    /** What the stock connector does: an acknowledgement goes to whichever channel there is now. */
    @Test
    void ackOnTheNextChannel_andKill9_isReportedAsLoss() throws Exception {
        Path jar = BrokenBuild.of(
                "ack-on-next-channel",
                "io/tallygate/broker/DeliveryStream.java",
                "            settleStale(batch, verdict, reason);",
                """
                            DeliveryWindow next = window;
                            if (next != null && verdict == OpenBatch.Verdict.DONE) {
                                try {
                                    next.channel().basicAck(batch.lastTag(), true);
                                } catch (IOException e) {
                                    LOG.debugf(e, "It is gone, too");
                                }
                            }
                            settleStale(batch, verdict, reason);
                """);
        try (FaultBench bench = new FaultBench("ack-on-next-channel")) {
            GatewayProcess gateway =
                    bench.keep(ReconnectStorm.setup(bench).program(jar).start());
            Load load = bench.load(gateway).start(1_000);
            ReconnectStorm storm = new ReconnectStorm(bench, gateway);
            assertLossIsReported(bench, load, storm::dropAndKill9);
        }
    }

    /** One round may be lucky; ten are not. */
    private static void assertLossIsReported(FaultBench bench, Load load, Fault fault) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            fault.happen();
        }
        Invariants invariants = bench.drained(load);
        assertThatThrownBy(() -> invariants.nothingConfirmedIsLost(load))
                .as("what the check reports after %d rounds", ROUNDS)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("confirmed by the broker, and lost")
                .satisfies(reported -> bench.say("reported: "
                        + String.valueOf(reported.getMessage()).lines().limit(2).toList()));
    }

    @FunctionalInterface
    private interface Fault {
        void happen() throws Exception;
    }
}
