package io.tallygate.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.testkit.RabbitNode;
import io.tallygate.testkit.RequiresRabbitMq;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

/** Connections drop and the broker crashes while acknowledgements are on their way; at the end all are counted. */
@RequiresRabbitMq(privateNode = true)
class DroppedConnectionsTest {
    private static final int MESSAGES = 30_000;

    @Test
    void reconnectsWithAcksInFlight_thenACrash_everythingIsHandled() throws Exception {
        try (RabbitNode node = RabbitNode.start();
                Bench bench = new Bench(node.uri(), Map.of("tallygate.rabbitmq.prefetch", "1000"))) {
            Taker taker = bench.taker(Map.of("batch-size", "50", "linger-ms", "1"));
            bench.awaitUp("audit");
            bench.send(0, MESSAGES);
            Set<Integer> kept = ConcurrentHashMap.newKeySet();
            AtomicBoolean stop = new AtomicBoolean();
            ExecutorService handlers = Executors.newFixedThreadPool(4);
            try {
                for (int i = 0; i < 4; i++) {
                    int seed = i;
                    handlers.submit(() -> handle(taker, kept, stop, new Random(seed)));
                }
                for (int drop = 1; drop <= 3; drop++) {
                    int enough = drop * MESSAGES / 8;
                    Bench.await("some are handled").until(() -> kept.size() > enough);
                    node.rabbitmqctl("close_all_connections", "a test drops connections");
                }
                node.kill9();
                node.restart();
                Bench.await("all are handled")
                        .untilAsserted(() -> assertThat(kept.size()).isEqualTo(MESSAGES));
                bench.awaitDepth(0);
            } finally {
                stop.set(true);
                handlers.shutdown();
                assertThat(handlers.awaitTermination(40, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    // Each has several batches in hand, settles them in any order, and now and then gives one back: what the broker was
    // wrongly told is handled would then be missing.
    private static void handle(Taker taker, Set<Integer> kept, AtomicBoolean stop, Random random) {
        List<Message<DeliveryBatch>> inHand = new ArrayList<>();
        taker.request(1);
        while (!stop.get()) {
            Message<DeliveryBatch> batch = taker.nextWithin(Duration.ofMillis(50));
            if (batch != null) {
                inHand.add(batch);
                taker.request(1);
            }
            // No batch comes behind one that was given back before all in front of it is settled.
            while (inHand.size() > (batch == null ? 0 : 2)) {
                settle(inHand.remove(random.nextInt(inHand.size())), kept, random);
            }
        }
    }

    private static void settle(Message<DeliveryBatch> batch, Set<Integer> kept, Random random) {
        if (random.nextInt(4) == 0) {
            batch.nack(new IllegalStateException("on purpose"));
        } else {
            kept.addAll(Taker.numbers(batch));
            batch.ack();
        }
    }
}
