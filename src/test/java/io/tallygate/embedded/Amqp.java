package io.tallygate.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import org.jspecify.annotations.Nullable;

/** Short words for the broker in tests. */
final class Amqp {
    private static final long CONFIRM_MILLIS = 10_000;

    private Amqp() {}

    static Connection connect(EmbeddedBroker broker) throws Exception {
        return connect(broker.amqpUri().toString());
    }

    static Connection connect(String uri) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(uri);
        factory.setAutomaticRecoveryEnabled(false);
        return factory.newConnection();
    }

    /** Publishes a persistent message and waits for its confirm. */
    static void publish(Channel channel, String exchange, String routingKey, String body) throws Exception {
        channel.basicPublish(exchange, routingKey, true, MessageProperties.PERSISTENT_TEXT_PLAIN, body.getBytes(UTF_8));
        channel.waitForConfirmsOrDie(CONFIRM_MILLIS);
    }

    static int depth(Channel channel, String queue) throws Exception {
        return channel.queueDeclarePassive(queue).getMessageCount();
    }

    /** Takes the next message for good; null if there is none. */
    static @Nullable String take(Channel channel, String queue) throws Exception {
        GetResponse response = channel.basicGet(queue, true);
        return response == null ? null : new String(response.getBody(), UTF_8);
    }
}
