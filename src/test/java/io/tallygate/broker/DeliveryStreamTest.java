package io.tallygate.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import io.tallygate.testkit.RequiresRabbitMq;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@RequiresRabbitMq(privateNode = true)
class DeliveryStreamTest {
    private static final Map<String, String> TENS = Map.of("batch-size", "10", "linger-ms", "60000");
    private static final Duration LONG_ENOUGH_TO_SHOW = Duration.ofMillis(300);

    private final Bench bench = new Bench(Bench.sharedNode(), Map.of());

    @AfterEach
    void close() throws Exception {
        bench.close();
    }

    private Taker connectedTaker(Map<String, String> attributes) {
        Taker taker = bench.taker(attributes);
        bench.awaitUp("audit");
        return taker;
    }

    @Test
    void batch_fullOne_doesNotLinger() throws Exception {
        Taker taker = connectedTaker(TENS).request(5);
        bench.send(0, 25);
        Message<DeliveryBatch> first = taker.next();
        assertThat(Taker.numbers(first)).isEqualTo(Bench.numbers(0, 10));
        assertThat(first.getPayload().deliveries()).allSatisfy(delivery -> {
            assertThat(delivery.routingKey()).isEqualTo(Bench.KEY);
            assertThat(delivery.exchange()).isEqualTo(bench.config.exchange());
            assertThat(delivery.redelivered()).isFalse();
        });
        assertThat(Taker.numbers(taker.next())).isEqualTo(Bench.numbers(10, 20));
        assertThat(taker.hasNone()).isTrue();
    }

    @Test
    void batch_partialOne_comesAfterItsLinger() throws Exception {
        Taker taker =
                connectedTaker(Map.of("batch-size", "1000", "linger-ms", "20")).request(1000);
        bench.send(0, 3);
        List<Integer> taken = new ArrayList<>();
        while (taken.size() < 3) {
            taken.addAll(Taker.numbers(taker.next()));
        }
        assertThat(taken).isEqualTo(Bench.numbers(0, 3));
    }

    @Test
    void batch_manyBytes_isFullEarlier() throws Exception {
        try (Bench small = new Bench(Bench.sharedNode(), Map.of("tallygate.rabbitmq.batch-bytes", "4"))) {
            Taker taker = small.taker(TENS).request(10);
            small.awaitUp("audit");
            small.send(10, 4);
            assertThat(Taker.numbers(taker.next())).containsExactly(10, 11);
            assertThat(Taker.numbers(taker.next())).containsExactly(12, 13);
            small.send(1_234_567, 1);
            assertThat(Taker.numbers(taker.next())).containsExactly(1_234_567);
        }
    }

    @Test
    void demand_none_nothingComesAndNothingFails() throws Exception {
        Taker taker = connectedTaker(Map.of("batch-size", "10", "linger-ms", "0", "prefetch", "50"));
        bench.send(0, 200);
        // What the prefetch allows has arrived and waits; the rest waits at the broker.
        bench.awaitDepth(150);
        assertThat(taker.hasNone()).isTrue();
        List<Integer> taken = new ArrayList<>();
        while (taken.size() < 200) {
            taker.request(1);
            Message<DeliveryBatch> batch = taker.next();
            assertThat(taker.hasNone()).isTrue();
            taken.addAll(Taker.numbers(batch));
            Taker.ack(batch);
        }
        assertThat(taken).isEqualTo(Bench.numbers(0, 200));
    }

    @Test
    void demand_notPositive_isAnError() throws Exception {
        Taker taker = connectedTaker(TENS).request(0);
        assertThat(taker.error()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ack_settlesTheWholeBatchAndNoMore() throws Exception {
        Taker taker = connectedTaker(TENS).request(5);
        bench.send(0, 30);
        Taker.ack(taker.next());
        Taker.ack(taker.next());
        taker.next();
        taker.connector().drain(Duration.ZERO);
        bench.awaitDepth(10);
    }

    @Test
    void ack_outOfOrder_waitsForItsPredecessor() throws Exception {
        Taker taker = connectedTaker(TENS).request(5);
        bench.send(0, 30);
        Message<DeliveryBatch> first = taker.next();
        Message<DeliveryBatch> second = taker.next();
        Message<DeliveryBatch> third = taker.next();
        CompletableFuture<Void> thirdDone = third.ack().toCompletableFuture();
        CompletableFuture<Void> secondDone = second.ack().toCompletableFuture();
        assertThatThrownBy(() -> thirdDone.get(LONG_ENOUGH_TO_SHOW.toMillis(), TimeUnit.MILLISECONDS))
                .isInstanceOf(java.util.concurrent.TimeoutException.class);
        assertThat(secondDone).isNotDone();
        Taker.ack(first);
        thirdDone.get(10, TimeUnit.SECONDS);
        secondDone.get(10, TimeUnit.SECONDS);
        taker.connector().drain(Duration.ZERO);
        bench.awaitDepth(0);
    }

    @Test
    void ack_outOfOrderThenLoss_acknowledgesNothing() throws Exception {
        Taker taker = connectedTaker(TENS).request(5);
        bench.send(0, 30);
        taker.next();
        CompletableFuture<Void> second = taker.next().ack().toCompletableFuture();
        taker.connector().drain(Duration.ZERO);
        second.get(10, TimeUnit.SECONDS);
        bench.awaitDepth(30);
        assertThat(bench.count("tallygate_broker_stale_settlements")).isEqualTo(1);
    }

    @Test
    void nack_givesBackItAndAllBehindIt_inOrder() throws Exception {
        Taker taker = connectedTaker(TENS).request(100);
        bench.send(0, 40);
        Message<DeliveryBatch> first = taker.next();
        Message<DeliveryBatch> second = taker.next();
        Message<DeliveryBatch> third = taker.next();
        taker.next();
        // The third is done before the second fails, which fails before the first is done: only the first may go.
        CompletableFuture<Void> thirdDone = third.ack().toCompletableFuture();
        CompletableFuture<Void> secondGivenBack =
                second.nack(new IllegalStateException("storage away")).toCompletableFuture();
        assertThat(secondGivenBack).isNotDone();
        Taker.ack(first);
        secondGivenBack.get(10, TimeUnit.SECONDS);
        thirdDone.get(10, TimeUnit.SECONDS);
        List<Integer> again = new ArrayList<>();
        while (again.size() < 30) {
            Message<DeliveryBatch> batch = taker.next();
            assertThat(batch.getPayload().deliveries()).allMatch(Delivery::redelivered);
            again.addAll(Taker.numbers(batch));
            Taker.ack(batch);
        }
        assertThat(again).isEqualTo(Bench.numbers(10, 40));
        taker.connector().drain(Duration.ofSeconds(5));
        bench.awaitDepth(0);
        assertThat(bench.count("tallygate_broker_batches_given_back")).isEqualTo(1);
    }

    @Test
    void nack_againAndAgain_losesNothing() throws Exception {
        Taker taker = connectedTaker(TENS).request(1_000);
        bench.send(0, 10);
        // More often than a RabbitMQ 4 would deliver without the limit that we set.
        for (int i = 0; i < 30; i++) {
            Message<DeliveryBatch> batch = taker.next();
            assertThat(Taker.numbers(batch)).isEqualTo(Bench.numbers(0, 10));
            Taker.nack(batch);
        }
        Taker.ack(taker.next());
        taker.connector().drain(Duration.ofSeconds(5));
        bench.awaitDepth(0);
    }

    @Test
    void ack_afterConnectionLoss_acknowledgesNothingOfTheNewChannel() throws Exception {
        Taker taker = connectedTaker(TENS).request(100);
        bench.send(0, 40);
        Message<DeliveryBatch> first = taker.next();
        Message<DeliveryBatch> second = taker.next();
        Message<DeliveryBatch> third = taker.next();
        Message<DeliveryBatch> fourth = taker.next();
        Taker.ack(first);
        Bench.sharedRabbitNode().rabbitmqctl("close_all_connections", "a test drops connections");
        for (int begin = 10; begin < 40; begin += 10) {
            Message<DeliveryBatch> again = taker.next();
            assertThat(Taker.numbers(again)).isEqualTo(Bench.numbers(begin, begin + 10));
            assertThat(again.getPayload().deliveries()).allMatch(Delivery::redelivered);
        }
        // Tags 20, 30 and 40 of the old channel; on the new one there are tags up to 30.
        Taker.ack(second);
        Taker.ack(third);
        Taker.ack(fourth);
        assertThat(bench.count("tallygate_broker_stale_settlements")).isEqualTo(3);
        taker.connector().drain(Duration.ZERO);
        bench.awaitDepth(30);
    }

    @Test
    void queueDeleted_whatHadArrivedIsHandedOut_andItIsDeclaredAnew() throws Exception {
        Taker taker =
                connectedTaker(Map.of("batch-size", "10", "linger-ms", "0")).request(1);
        bench.send(0, 25);
        Message<DeliveryBatch> before = taker.next();
        bench.awaitDepth(0);
        bench.admin().createChannel().queueDelete(bench.config.auditQueue());
        Bench.await("the loss shows")
                .until(() ->
                        bench.meters.get("tallygate_broker_connected").gauge().value() == 0 || depthIsKnown());
        taker.request(100);
        List<Integer> rescued = new ArrayList<>(Taker.numbers(before));
        while (rescued.size() < 25) {
            rescued.addAll(Taker.numbers(taker.next()));
        }
        assertThat(rescued).isEqualTo(Bench.numbers(0, 25));
        Taker.ack(before);
        bench.awaitUp("audit");
        bench.send(100, 10);
        Message<DeliveryBatch> anew = taker.next();
        assertThat(Taker.numbers(anew).get(0)).isEqualTo(100);
    }

    private boolean depthIsKnown() {
        return bench.links.queueDepth(bench.config.auditQueue()).isPresent();
    }

    @Test
    void drain_waitsForWhatIsHandled_andTakesNothingMore() throws Exception {
        Taker taker = connectedTaker(Map.of("batch-size", "10", "linger-ms", "0", "prefetch", "20"))
                .request(1);
        bench.send(0, 50);
        Message<DeliveryBatch> handled = taker.next();
        int size = handled.getPayload().size();
        Thread drain = new Thread(() -> taker.connector().drain(Duration.ofSeconds(20)));
        drain.start();
        Bench.await("it waits for the batch").until(() -> drain.getState() == Thread.State.TIMED_WAITING);
        taker.request(100);
        bench.send(50, 1);
        assertThat(drain.isAlive()).isTrue();
        assertThat(taker.hasNone()).isTrue();
        Taker.ack(handled);
        drain.join(10_000);
        assertThat(drain.isAlive()).isFalse();
        bench.awaitDepth(51 - size);
        assertThat(bench.state("audit")).isEqualTo(new LinkState.Closed());
    }

    @Test
    void drain_whileMoreIsOnItsWay_givesAllBackInItsOrder() throws Exception {
        connectedTaker(TENS).connector().drain(Duration.ZERO);
        bench.send(0, 20_000);
        Set<Integer> taken = Collections.synchronizedSet(new LinkedHashSet<>());
        for (int stops = 1; stops <= 10; stops++) {
            Taker taker = connectedTaker(Map.of("batch-size", "10", "linger-ms", "0"));
            AtomicBoolean stop = new AtomicBoolean();
            Thread handler = new Thread(() -> takeAll(taker, taken, stop));
            handler.start();
            int enough = stops * 1_000;
            Bench.await("some are taken").until(() -> taken.size() >= enough);
            taker.connector().drain(Duration.ofSeconds(10));
            stop.set(true);
            handler.join();
        }
        assertThat(List.copyOf(taken))
                .as("numbers in the order of their first coming")
                .isEqualTo(Bench.numbers(0, taken.size()));
    }

    private static void takeAll(Taker taker, Set<Integer> taken, AtomicBoolean stop) {
        taker.request(Long.MAX_VALUE);
        for (Message<DeliveryBatch> batch = taker.nextUnless(stop); batch != null; batch = taker.nextUnless(stop)) {
            taken.addAll(Taker.numbers(batch));
            batch.ack();
        }
    }

    @Test
    void hostileHeaders_areReadAndStopNothing() throws Exception {
        Taker taker = connectedTaker(Map.of("linger-ms", "0")).request(100);
        Channel channel = bench.admin().createChannel();
        channel.confirmSelect();
        Map<String, Object> deep = new HashMap<>(Map.of("", 1));
        for (int i = 0; i < 5_000; i++) {
            deep = new HashMap<>(Map.of("", deep));
        }
        publishWithBigStack(channel, deep);
        channel.waitForConfirmsOrDie(10_000);
        Delivery delivery = taker.next().getPayload().deliveries().get(0);
        assertThat(delivery.headers()).containsEntry("", "{={={={={...}}}}}");
        bench.send(7, 1);
        assertThat(Taker.numbers(taker.next())).containsExactly(7);
    }

    private void publishWithBigStack(Channel channel, Map<String, Object> headers) throws Exception {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        Thread thread = new Thread(
                null,
                () -> {
                    try {
                        channel.basicPublish(
                                bench.config.exchange(),
                                Bench.KEY,
                                new AMQP.BasicProperties.Builder()
                                        .headers(headers)
                                        .build(),
                                Bench.body(0));
                        sent.complete(null);
                    } catch (Exception e) {
                        sent.completeExceptionally(e);
                    }
                },
                "hostile",
                256L << 20);
        thread.start();
        sent.get(20, TimeUnit.SECONDS);
    }
}
