package io.tallygate.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.testkit.FreePorts;
import io.tallygate.testkit.RabbitNode;
import io.tallygate.testkit.RequiresRabbitMq;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BrokerLinkTest {

    @Test
    void connect_nobodyHasSaidWhere_saysHow() throws Exception {
        try (Bench bench = new Bench(URI.create("amqp://unused"), Map.of("tallygate.rabbitmq.url", ""))) {
            ConfirmedPublisher publisher = bench.publisher();
            assertLastError(bench, "tallygate.rabbitmq.url");
            assertThat(publisher.publish(Bench.messages(0, 1)).get(1, TimeUnit.SECONDS))
                    .singleElement()
                    .isInstanceOf(PublishOutcome.Unconfirmed.class);
            assertThat(bench.links.areUp()).isFalse();
            assertThat(bench.links.queueDepth("any")).isEmpty();
        }
    }

    @Test
    void connect_brokerAway_namesTheAddressWithoutSecrets() throws Exception {
        int port = FreePorts.next();
        try (Bench bench = new Bench(URI.create("amqp://guest:secret@127.0.0.1:" + port + "/v"), Map.of())) {
            bench.publisher();
            assertLastError(bench, "127.0.0.1:" + port + "/v: ConnectException");
            assertThat(bench.state("publish").toString()).doesNotContain("secret");
        }
    }

    private static void assertLastError(Bench bench, String expected) {
        Bench.await("the fault shows")
                .untilAsserted(() -> assertThat(bench.state("publish"))
                        .isInstanceOfSatisfying(
                                LinkState.Connecting.class,
                                state ->
                                        assertThat(state.lastError().orElse("")).contains(expected)));
    }

    @Test
    @RequiresRabbitMq(privateNode = true)
    void connect_secondAddressWorks() throws Exception {
        String urls = "amqp://127.0.0.1:" + FreePorts.next() + "," + Bench.sharedNode();
        try (Bench bench = new Bench(Bench.sharedNode(), Map.of("tallygate.rabbitmq.url", urls))) {
            bench.connectedPublisher();
        }
    }

    @Test
    @RequiresRabbitMq(privateNode = true)
    void connect_wrongPassword_saysSo() throws Exception {
        String url = Bench.sharedNode().toString().replace("guest:guest", "guest:secret");
        try (Bench bench = new Bench(Bench.sharedNode(), Map.of("tallygate.rabbitmq.url", url))) {
            bench.publisher();
            assertLastError(bench, "does not accept the user, the password");
        }
    }

    @Test
    @RequiresRabbitMq(privateNode = true)
    void connect_brokerComesLaterFreezesAndComesBack() throws Exception {
        try (RabbitNode node = RabbitNode.start();
                Bench bench = new Bench(node.uri(), Map.of("tallygate.rabbitmq.heartbeat", "1s"))) {
            node.kill9();
            ConfirmedPublisher publisher = bench.publisher();
            Taker taker = bench.taker(Map.of()).request(100);
            assertLastError(bench, "ConnectException");
            node.restart();
            bench.awaitUp("publish");
            bench.awaitUp("audit");
            assertThat(publisher.publish(Bench.messages(0, 1)).get(10, TimeUnit.SECONDS))
                    .isEqualTo(List.of(new PublishOutcome.Confirmed()));
            Taker.ack(taker.next());

            node.freeze();
            Bench.await("the silence is noticed")
                    .atMost(Duration.ofSeconds(15))
                    .until(() -> !bench.state("publish").isUp()
                            && !bench.state("audit").isUp());
            node.thaw();
            bench.awaitUp("publish");
            bench.awaitUp("audit");
            assertThat(publisher.publish(Bench.messages(1, 1)).get(10, TimeUnit.SECONDS))
                    .isEqualTo(List.of(new PublishOutcome.Confirmed()));
            assertThat(Taker.numbers(taker.next())).containsExactly(1);
        }
    }

    @Test
    @RequiresRabbitMq(privateNode = true)
    void queueDepth_countsWhatIsReady() throws Exception {
        try (Bench bench = new Bench(Bench.sharedNode(), Map.of())) {
            ConfirmedPublisher publisher = bench.connectedPublisher();
            publisher.publish(Bench.messages(0, 3)).get(10, TimeUnit.SECONDS);
            Bench.await("the depth shows")
                    .untilAsserted(() -> assertThat(bench.links.queueDepth(bench.config.auditQueue()))
                            .hasValue(3));
            assertThat(bench.links.queueDepth("no such queue")).isEmpty();
            assertThat(bench.links.areUp()).isTrue();
        }
    }

    @Test
    @RequiresRabbitMq(privateNode = true)
    void queueDepth_ofAQueueThatDoesNotAnswer_isUnknown() throws Exception {
        try (RabbitNode node = RabbitNode.start();
                Bench bench = new Bench(node.uri(), Map.of())) {
            bench.connectedPublisher().publish(Bench.messages(0, 3)).get(10, TimeUnit.SECONDS);
            String queue = bench.config.auditQueue();
            inQueueProcess(node, "suspend", queue);
            assertThat(bench.links.queueDepth(queue)).isEmpty();
            inQueueProcess(node, "resume", queue);
            Bench.await("the depth shows")
                    .untilAsserted(
                            () -> assertThat(bench.links.queueDepth(queue)).hasValue(3));
        }
    }

    /** @param call of Erlang's module {@code sys} */
    private static void inQueueProcess(RabbitNode node, String call, String queue) {
        node.rabbitmqctl("eval", "sys:" + call + "('%2F_" + queue + "').");
    }
}
