package io.tallygate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.RequiresRabbitMq;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Two gateways under a load near what this machine sustains, every minute a {@code kill -9} of the first gateway, the
 * broker or PostgreSQL. The second gateway lives through it all, and what it holds in its heap does not grow. {@code
 * -Dfaults.minutes} says how long, 30 for a release; {@code -Dfaults.rate} the messages a second to the broker.
 *
 * <p>What came is checked and forgotten every minute, so that the length is bounded by the disk only.
 */
@RequiresRabbitMq(privateNode = true)
class SoakFaults {
    private static final int MINUTES = Integer.getInteger("faults.minutes", 1);
    private static final int RATE = Integer.getInteger("faults.rate", 1_500);
    /** From so many samples on a trend can be told from noise. */
    private static final int ENOUGH = 6;

    private static final long MEBIBYTE = 1 << 20;

    @Test
    void aKillEveryMinute_underSustainedLoad_violatesNothingAndHoldsTheHeap() throws Exception {
        try (FaultBench bench = new FaultBench("soak")) {
            GatewayProcess first = bench.start();
            GatewayProcess second = bench.start();
            bench.broker().writeOutQueueNames();
            KillCycles kills = new KillCycles(bench, first);
            List<Long> heap = new ArrayList<>();
            for (int minute = 1; minute <= MINUTES; minute++) {
                long began = System.nanoTime();
                Load load = bench.load(first, second).start(RATE);
                kills.one();
                awaitMinute(began);
                bench.endPart(load);
                heap.add(second.liveHeapBytes() / MEBIBYTE);
                bench.say("minute " + minute + ": MiB alive in the second gateway " + heap + "; " + kills);
            }
            bench.assertWholeLogIsSound();
            assertFlat(heap);
        }
    }

    private static void awaitMinute(long began) {
        Awaitility.await("the minute is over")
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> System.nanoTime() - began >= Duration.ofMinutes(1).toNanos());
    }

    /** The most of the last third is not clearly above the most of the first. */
    private static void assertFlat(List<Long> heap) {
        if (heap.size() >= ENOUGH) {
            long early = Collections.max(heap.subList(0, heap.size() / 3));
            long late = Collections.max(heap.subList(heap.size() - heap.size() / 3, heap.size()));
            assertThat(late).as("MiB alive at the end; all of them: %s", heap).isLessThanOrEqualTo(early * 5 / 4 + 16);
        }
    }
}
