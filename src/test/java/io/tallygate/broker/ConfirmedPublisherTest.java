package io.tallygate.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import io.tallygate.testkit.RabbitNode;
import io.tallygate.testkit.RequiresRabbitMq;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@RequiresRabbitMq(privateNode = true)
class ConfirmedPublisherTest {
    private static final PublishOutcome CONFIRMED = new PublishOutcome.Confirmed();

    private static List<PublishOutcome> outcomes(CompletableFuture<List<PublishOutcome>> published) throws Exception {
        return published.get(60, TimeUnit.SECONDS);
    }

    @Test
    void publish_twentyThousand_eachIsConfirmedAndThereOnceInOrder() throws Exception {
        try (Bench bench = new Bench(Bench.sharedNode(), Map.of("tallygate.rabbitmq.publish-window", "300"))) {
            ConfirmedPublisher publisher = bench.connectedPublisher();
            List<CompletableFuture<List<PublishOutcome>>> published = new ArrayList<>();
            for (int first = 0; first < 20_000; first += 1_000) {
                published.add(publisher.publish(Bench.messages(first, 1_000)));
            }
            for (CompletableFuture<List<PublishOutcome>> each : published) {
                assertThat(outcomes(each)).hasSize(1_000).containsOnly(CONFIRMED);
            }
            assertThat(bench.count("tallygate_broker_published", "outcome", "confirmed"))
                    .isEqualTo(20_000);
            Taker taker = bench.taker(Map.of()).request(Long.MAX_VALUE);
            List<Integer> taken = new ArrayList<>();
            while (taken.size() < 20_000) {
                var batch = taker.next();
                taken.addAll(Taker.numbers(batch));
                Taker.ack(batch);
            }
            assertThat(taken).isEqualTo(Bench.numbers(0, 20_000));
        }
    }

    @Test
    void publish_carriesEveryProperty() throws Exception {
        try (Bench bench =
                new Bench(Bench.sharedNode(), Map.of("tallygate.rabbitmq.single-active-consumer", "false"))) {
            OutboundMessage message = new OutboundMessage(
                    Bench.KEY,
                    Bench.body(5),
                    "the-id",
                    "the-type",
                    Instant.ofEpochSecond(99),
                    Optional.of("the-correlation"),
                    Map.of("traceparent", "00-1-2-01"));
            assertThat(outcomes(bench.connectedPublisher().publish(List.of(message))))
                    .containsExactly(CONFIRMED);
            Channel channel = bench.admin().createChannel();
            GetResponse got = channel.basicGet(bench.config.auditQueue(), true);
            assertThat(got.getBody()).isEqualTo(Bench.body(5));
            assertThat(got.getProps().getDeliveryMode()).isEqualTo(2);
            assertThat(got.getProps().getContentType()).isEqualTo("application/json");
            assertThat(got.getProps().getMessageId()).isEqualTo("the-id");
            assertThat(got.getProps().getType()).isEqualTo("the-type");
            assertThat(got.getProps().getCorrelationId()).isEqualTo("the-correlation");
            assertThat(got.getProps().getTimestamp().toInstant()).isEqualTo(Instant.ofEpochSecond(99));
            assertThat(got.getProps().getHeaders().get("traceparent")).hasToString("00-1-2-01");
        }
    }

    @Test
    void publish_nothing_isDone() throws Exception {
        try (Bench bench = new Bench(Bench.sharedNode(), Map.of())) {
            assertThat(outcomes(bench.connectedPublisher().publish(List.of()))).isEmpty();
        }
    }

    @Test
    void publish_unroutableAmongOthers_isToldExactly() throws Exception {
        try (Bench bench = new Bench(Bench.sharedNode(), Map.of())) {
            List<OutboundMessage> messages = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                // The same id with a key that is bound and one that is not.
                messages.add(Bench.message(i / 2, i % 2 == 0 ? Bench.KEY : "nobody.listens"));
            }
            List<PublishOutcome> outcomes = outcomes(bench.connectedPublisher().publish(messages));
            for (int i = 0; i < 1_000; i++) {
                assertThat(outcomes.get(i))
                        .isEqualTo(i % 2 == 0 ? CONFIRMED : new PublishOutcome.Unroutable("NO_ROUTE"));
            }
        }
    }

    @Test
    void publish_exchangeDeleted_isUnconfirmedAndThenDeclaredAnew() throws Exception {
        try (Bench bench = new Bench(Bench.sharedNode(), Map.of())) {
            ConfirmedPublisher publisher = bench.connectedPublisher();
            bench.admin().createChannel().exchangeDelete(bench.config.exchange());
            assertThat(outcomes(publisher.publish(Bench.messages(0, 10))))
                    .allSatisfy(outcome -> assertThat(outcome)
                            .isInstanceOfSatisfying(
                                    PublishOutcome.Unconfirmed.class,
                                    unconfirmed -> assertThat(unconfirmed.cause())
                                            .contains("NOT_FOUND", bench.config.exchange())));
            Bench.await("it is declared anew")
                    .untilAsserted(() -> assertThat(outcomes(publisher.publish(Bench.messages(0, 10))))
                            .containsOnly(CONFIRMED));
        }
    }

    @Test
    void publish_brokerKilled_everyCallEndsAndNothingConfirmedIsLost() throws Exception {
        try (RabbitNode node = RabbitNode.start();
                Bench bench = new Bench(node.uri(), Map.of("tallygate.rabbitmq.confirm-timeout", "10s"))) {
            ConfirmedPublisher publisher = bench.connectedPublisher();
            List<CompletableFuture<List<PublishOutcome>>> published = Collections.synchronizedList(new ArrayList<>());
            for (int first = 0; first < 60_000; first += 1_000) {
                published.add(publisher.publish(Bench.messages(first, 1_000)));
            }
            Bench.await("some are confirmed").until(() -> published.get(2).isDone());
            node.kill9();
            CompletableFuture.allOf(published.toArray(CompletableFuture[]::new)).get(15, TimeUnit.SECONDS);

            Set<Integer> confirmed = new TreeSet<>();
            Set<Integer> open = new TreeSet<>();
            for (int i = 0; i < 60_000; i++) {
                boolean isConfirmed =
                        published.get(i / 1_000).join().get(i % 1_000).isConfirmed();
                (isConfirmed ? confirmed : open).add(i);
            }
            assertThat(confirmed).hasSizeGreaterThan(2_999);
            assertThat(open).isNotEmpty();

            node.restart();
            Taker taker = bench.taker(Map.of("linger-ms", "100")).request(Long.MAX_VALUE);
            bench.awaitUp("publish");
            List<OutboundMessage> again =
                    open.stream().map(i -> Bench.message(i, Bench.KEY)).toList();
            assertThat(outcomes(publisher.publish(again))).containsOnly(CONFIRMED);
            Set<Integer> taken = new TreeSet<>();
            while (taken.size() < 60_000) {
                var batch = taker.next();
                taken.addAll(Taker.numbers(batch));
                Taker.ack(batch);
            }
        }
    }

    @Test
    void publish_diskAlarm_waitsWithinTheBoundAndSaysWhy() throws Exception {
        try (RabbitNode node = RabbitNode.start();
                Bench bench = new Bench(node.uri(), Map.of("tallygate.rabbitmq.confirm-timeout", "3s"))) {
            ConfirmedPublisher publisher = bench.connectedPublisher();
            node.rabbitmqctl("set_disk_free_limit", "1000000000000000");
            // The first call meets the alarm and hears of it; the second one knows.
            publisher.publish(Bench.messages(0, 10)).get(6, TimeUnit.SECONDS);
            List<PublishOutcome> outcomes =
                    publisher.publish(Bench.messages(10, 10)).get(6, TimeUnit.SECONDS);
            assertThat(outcomes)
                    .hasSize(10)
                    .allSatisfy(outcome -> assertThat(outcome)
                            .isInstanceOfSatisfying(
                                    PublishOutcome.Unconfirmed.class,
                                    unconfirmed ->
                                            assertThat(unconfirmed.cause()).contains("low on disk")));
            node.rabbitmqctl("set_disk_free_limit", "50MB");
            Bench.await("it goes on")
                    .untilAsserted(() -> assertThat(outcomes(publisher.publish(Bench.messages(20, 10))))
                            .containsOnly(CONFIRMED));
            // What was told as unconfirmed while the alarm was known has never left the gateway.
            Taker taker = bench.taker(Map.of()).request(Long.MAX_VALUE);
            List<Integer> taken = new ArrayList<>();
            while (!taken.contains(29)) {
                taken.addAll(Taker.numbers(taker.next()));
            }
            assertThat(taken).doesNotContainAnyElementsOf(Bench.numbers(10, 20));
        }
    }

    @Test
    void publish_brokerFrozen_everyCallEndsWithinTheBound() throws Exception {
        try (RabbitNode node = RabbitNode.start();
                Bench bench = new Bench(node.uri(), Map.of("tallygate.rabbitmq.confirm-timeout", "2s"))) {
            ConfirmedPublisher publisher = bench.connectedPublisher();
            node.freeze();
            // More than the socket's buffers hold, so that writing itself stands still.
            List<OutboundMessage> large = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                large.add(new OutboundMessage(
                        Bench.KEY, new byte[1 << 20], "id-" + i, Bench.KEY, Instant.EPOCH, Optional.empty(), Map.of()));
            }
            assertThat(publisher.publish(large).get(6, TimeUnit.SECONDS))
                    .hasOnlyElementsOfType(PublishOutcome.Unconfirmed.class);
            assertThat(publisher.publish(Bench.messages(0, 10)).get(6, TimeUnit.SECONDS))
                    .hasOnlyElementsOfType(PublishOutcome.Unconfirmed.class);
            node.thaw();
            Bench.await("it goes on")
                    .untilAsserted(() -> assertThat(outcomes(publisher.publish(Bench.messages(20, 10))))
                            .containsOnly(CONFIRMED));
        }
    }
}
