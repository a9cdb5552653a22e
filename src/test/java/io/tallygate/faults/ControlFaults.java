package io.tallygate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.RequiresRabbitMq;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The controls: gateways with one promise taken out, of which the fault tests must report a loss. Were they content with
 * them, they would prove nothing of the sound one.
 */
@RequiresRabbitMq(privateNode = true)
class ControlFaults {
    private static final Duration READY = Duration.ofSeconds(120);
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
            assertLossIsReported(bench, gateway, () -> {
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
            ReconnectStorm storm = new ReconnectStorm(bench, gateway);
            assertLossIsReported(bench, gateway, storm::dropAndKill9);
        }
    }

    /** Two faults a round, and rounds until the check reports a loss: one may be lucky, ten are not. */
    private static void assertLossIsReported(FaultBench bench, GatewayProcess gateway, Fault fault) throws Exception {
        Optional<String> reported = Optional.empty();
        for (int round = 1; round <= ROUNDS && reported.isEmpty(); round++) {
            Load load = bench.load(gateway).start(1_000);
            fault.happen();
            fault.happen();
            reported = reportedBy(bench.drained(load), load);
            bench.say("round " + round + ": " + reported.orElse("no loss"));
        }
        assertThat(reported)
                .as("what the check reports")
                .hasValueSatisfying(report -> assertThat(report).contains("confirmed by the broker, and lost"));
    }

    private static Optional<String> reportedBy(Invariants invariants, Load load) {
        try {
            invariants.nothingConfirmedIsLost(load);
            return Optional.empty();
        } catch (AssertionError e) {
            return String.valueOf(e.getMessage())
                    .lines()
                    .filter(line -> line.contains("lost"))
                    .findFirst();
        }
    }

    @FunctionalInterface
    private interface Fault {
        void happen() throws Exception;
    }
}
