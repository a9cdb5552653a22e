package io.tallygate.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AmqpProducerTest {
    private static final Duration BOUND = Duration.ofSeconds(20);
    private final Events events = new Events(5);

    @Test
    void publish_routedIsConfirmedAndUnroutableIsRefused() throws Exception {
        String exchange = "producer-test-" + UUID.randomUUID();
        try (Connection connection = TestBroker.shared().connect();
                Channel channel = connection.createChannel();
                AmqpProducer producer = new AmqpProducer(TestBroker.shared().uri(), exchange)) {
            channel.exchangeDeclare(exchange, BuiltinExchangeType.TOPIC, false, true, null);
            String queue = channel.queueDeclare().getQueue();
            channel.queueBind(queue, exchange, Events.STARTED);
            TestEvent routed = events.valid(Events.STARTED);
            TestEvent unroutable = events.valid(Events.STEP);

            producer.publish(routed);
            producer.publish(unroutable);
            producer.awaitSettled(BOUND);

            assertThat(producer.ledger().confirmed()).containsExactly(routed.key());
            assertThat(producer.ledger().refused()).containsExactly(unroutable.key());
            assertThat(producer.ledger().unknown()).isEmpty();
            assertThat(channel.basicGet(queue, true).getBody()).isEqualTo(routed.body());
        }
    }

    @Test
    void publish_refusedByAClosedChannelIsUnknownAndTheNextConnectsAgain() throws Exception {
        try (AmqpProducer producer =
                new AmqpProducer(TestBroker.shared().uri(), "no-such-exchange-" + UUID.randomUUID())) {
            TestEvent first = events.valid();
            TestEvent second = events.valid();

            producer.publish(first).join();
            producer.publish(second).join();

            assertThat(producer.ledger().unknown()).containsExactlyInAnyOrder(first.key(), second.key());
        }
    }
}
