package io.tallygate.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tallygate.testkit.Configured;
import io.tallygate.testkit.RabbitNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** One gateway's side of a broker, with an exchange and queues of its own, and a connection beside it to look on. */
final class Bench implements AutoCloseable {
    static final String KEY = "workflow.step.completed";

    final URI uri;
    final BrokerConfig config;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final BrokerLinks links;
    private final Map<String, String> properties;
    private final List<AutoCloseable> toClose = new ArrayList<>();

    Bench(URI uri, Map<String, String> changes) {
        this(uri, changes, UUID.randomUUID().toString());
    }

    private Bench(URI uri, Map<String, String> changes, String suffix) {
        this.uri = uri;
        this.properties = new HashMap<>(Map.of(
                "tallygate.rabbitmq.url",
                uri.toString(),
                "tallygate.rabbitmq.exchange",
                "events-" + suffix,
                "tallygate.rabbitmq.audit-queue",
                "audit-" + suffix,
                "tallygate.rabbitmq.jobs-queue",
                "jobs-" + suffix,
                "tallygate.rabbitmq.reconnect-delay-min",
                "20ms",
                "tallygate.rabbitmq.reconnect-delay-max",
                "200ms",
                "tallygate.rabbitmq.redelivery-delay-max",
                "50ms"));
        properties.putAll(changes);
        this.config = Configured.by(properties, BrokerConfig.class);
        this.links = new BrokerLinks(
                config,
                new ConfiguredAddresses(config),
                new AuditBindings(config.auditBindings().orElse(List.of("workflow.#"))),
                meters);
    }

    /** A node for all tests that leave it as they found it; it ends with the tests. */
    static URI sharedNode() {
        return Shared.NODE.uri();
    }

    static RabbitNode sharedRabbitNode() {
        return Shared.NODE;
    }

    static ConditionFactory await(String what) {
        return Awaitility.await(what).atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20));
    }

    ConfirmedPublisher publisher() {
        ConfirmedPublisher publisher = new ConfirmedPublisher(links, PublisherIdentity.NONE);
        toClose.add(publisher::close);
        publisher.start();
        return publisher;
    }

    ConfirmedPublisher connectedPublisher() {
        ConfirmedPublisher publisher = publisher();
        await("the publisher is connected").until(() -> publisher.state().isUp());
        return publisher;
    }

    /** The audit queue's batches, by the connector; more attributes of the channel may be given. */
    Taker taker(Map<String, String> attributes) {
        Map<String, String> channel = new HashMap<>(properties);
        channel.put("channel-name", "audit");
        channel.putAll(attributes);
        BatchingConnector connector = new BatchingConnector(links);
        Taker taker = new Taker(connector);
        toClose.add(() -> connector.drain(Duration.ZERO));
        connector.stream(Configured.config(channel, BrokerConfig.class)).subscribe(taker);
        return taker;
    }

    LinkState state(String link) {
        return Objects.requireNonNull(links.states().get(link), link);
    }

    void awaitUp(String link) {
        await(link + " is up").until(() -> state(link).isUp());
    }

    Connection admin() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(uri);
        factory.setAutomaticRecoveryEnabled(false);
        Connection connection = factory.newConnection("admin");
        toClose.add(connection::abort);
        return connection;
    }

    /** Publishes bodies {@code first .. first+count-1} straight to the exchange and waits for their confirms. */
    void send(int first, int count) throws Exception {
        try (Connection connection = admin()) {
            Channel channel = connection.createChannel();
            channel.confirmSelect();
            AMQP.BasicProperties persistent =
                    new AMQP.BasicProperties.Builder().deliveryMode(2).build();
            for (int i = first; i < first + count; i++) {
                channel.basicPublish(config.exchange(), KEY, true, persistent, body(i));
            }
            channel.waitForConfirmsOrDie(30_000);
        }
    }

    /** How many messages are ready in the audit queue. */
    long depth() throws Exception {
        try (Connection connection = admin()) {
            return connection.createChannel().messageCount(config.auditQueue());
        }
    }

    void awaitDepth(long expected) {
        await("the queue's depth").untilAsserted(() -> assertThat(depth()).isEqualTo(expected));
    }

    double count(String meter, String... tags) {
        return meters.get(meter).tags(tags).counter().count();
    }

    static byte[] body(int number) {
        return Integer.toString(number).getBytes(StandardCharsets.UTF_8);
    }

    static List<OutboundMessage> messages(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(i -> message(i, KEY))
                .toList();
    }

    static OutboundMessage message(int number, String key) {
        return new OutboundMessage(
                key, body(number), "id-" + number, KEY, Instant.ofEpochSecond(1), Optional.empty(), Map.of());
    }

    static List<Integer> numbers(int first, int endExclusive) {
        return IntStream.range(first, endExclusive).boxed().toList();
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable each : toClose) {
            each.close();
        }
    }

    /** Starts when first touched. */
    private static final class Shared {
        static final RabbitNode NODE = RabbitNode.start();
    }
}
