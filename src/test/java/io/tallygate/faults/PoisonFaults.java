package io.tallygate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.testkit.Events;
import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.RequiresRabbitMq;
import io.tallygate.testkit.TestEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Row 20: an audit queue full of poison, broken in every way there is, and one message at which the gateway dies again and
 * again. {@code -Dfaults.poisonings} says how often it dies.
 */
@RequiresRabbitMq(privateNode = true)
class PoisonFaults {
    private static final int DEATHS = Integer.getInteger("faults.poisonings", 4);
    private static final Duration BOUND = Duration.ofSeconds(120);

    @Test
    void poison_andADeathAtTheSameMessage_isNamedInQuarantineAndTheQueueDrains() throws Exception {
        try (FaultBench bench = new FaultBench("poison")) {
            GatewayProcess gateway = bench.start();
            gateway.kill9();
            Load load = bench.load(gateway);
            Events events = new Events(bench.random().nextLong());
            load.publish(Stream.concat(events.mixed(3_000), garbage(bench.random(), 300)));
            int deadly = 1 + bench.random().nextInt(500);
            for (int death = 0; death < DEATHS; death++) {
                gateway.restartWith("-Dtallygate.crash-at=after-validate:" + deadly);
                assertThat(gateway.awaitExit(BOUND)).as("exit code").isEqualTo(137);
            }
            bench.say("died " + DEATHS + " times at message " + deadly);
            gateway.restart().awaitReady(BOUND);

            bench.endPart(load);
            bench.say("quarantine: "
                    + bench.database()
                            .query("SELECT reason, count(*) FROM quarantine GROUP BY reason ORDER BY reason"));
            bench.assertWholeLogIsSound();
        }
    }

    /** What is no event at all. */
    private static Stream<TestEvent> garbage(SplittableRandom random, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> unreadable(
                        switch (i % 5) {
                            case 0 -> bytes(random, random.nextInt(1, 2_000));
                            case 1 -> ("[".repeat(random.nextInt(65, 5_000)) + i).getBytes(StandardCharsets.UTF_8);
                            case 2 -> ("{\"n\":1e999999" + i + "}").getBytes(StandardCharsets.UTF_8);
                            case 3 -> ("\"only a text " + i + "\"").getBytes(StandardCharsets.UTF_8);
                            default -> new byte[0];
                        }));
    }

    private static TestEvent unreadable(byte[] body) {
        return new TestEvent(
                body,
                "workflow.step.completed",
                new UUID(0, 0),
                "",
                Events.STEP,
                new TestEvent.Expected(false, "unreadable"),
                Optional.empty());
    }

    private static byte[] bytes(SplittableRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        bytes[0] = 0;
        return bytes;
    }
}
