package io.tallygate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.crash.CrashPoint;
import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.RequiresRabbitMq;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Row 1 at its worst moments: the gateway dies at each named point, on a visit chosen by seed. A new point is tried
 * without a word here; one that the load never reaches fails. {@code -Dfaults.crashes} says how often each is tried.
 */
@RequiresRabbitMq(privateNode = true)
class CrashPointFaults {
    private static final int CRASHES = Integer.getInteger("faults.crashes", 1);
    private static final Duration BOUND = Duration.ofSeconds(120);
    private static final int HALTED = 137;

    @ParameterizedTest
    @EnumSource
    void halt_atEachPoint_losesAndDoublesNothing(CrashPoint point) throws Exception {
        for (int i = 0; i < CRASHES; i++) {
            crash(point, visits(point), load -> load.start(500));
        }
    }

    /** The point has two places: this way only that of the audit log is reached. */
    @RepeatedTest(2)
    void halt_inATransactionWithRepeatedEvents_losesAndDoublesNothing() throws Exception {
        crash(CrashPoint.IN_TRANSACTION, 2, load -> load.publishTwice(3_000));
    }

    /** And this way only that of the quarantine. */
    @RepeatedTest(2)
    void halt_inATransactionOfTheQuarantine_losesAndDoublesNothing() throws Exception {
        crash(CrashPoint.IN_TRANSACTION, 2, load -> load.publish(0, 3_000));
    }

    private static void crash(CrashPoint point, int visits, Consumer<Load> sending) throws Exception {
        try (FaultBench bench = new FaultBench("crash-" + point.label())) {
            String where = point.label() + ":" + (1 + bench.random().nextInt(visits));
            GatewayProcess gateway = bench.keep(bench.setup()
                    .jvmOfFirstLife("-Dtallygate.crash-at=" + where)
                    .launch());
            Load load = bench.load(gateway);
            bench.await("it is ready, or has died before").until(() -> !gateway.isRunning() || isReady(gateway));
            boolean diedAtStart = !gateway.isRunning();
            if (!diedAtStart) {
                sending.accept(load);
            }

            assertThat(gateway.awaitExit(BOUND)).as("exit code").isEqualTo(HALTED);
            bench.say("died at " + where + (diedAtStart ? " while it started" : ""));
            gateway.restart().awaitReady(BOUND);
            if (diedAtStart) {
                sending.accept(load);
                bench.awaitKept(1_000);
            }

            bench.endPart(load);
            bench.assertWholeLogIsSound();
        }
    }

    /** Up to which visit it may live: there are so many migrations and first partitions, and such batches come soon. */
    private static int visits(CrashPoint point) {
        return switch (point) {
            case IN_MIGRATION -> 3;
            case IN_PARTITION_CREATION -> 4;
            case AFTER_RECEIVE, AFTER_VALIDATE -> 3_000;
            default -> 30;
        };
    }

    private static boolean isReady(GatewayProcess gateway) {
        return gateway.client()
                .tryGet("/q/health/ready")
                .filter(answer -> answer.status() == 200)
                .isPresent();
    }
}
