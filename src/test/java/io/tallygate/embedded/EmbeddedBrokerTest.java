package io.tallygate.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedBrokerTest {
    private static EmbeddedBroker broker;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.startInMemory(0);
    }

    @AfterAll
    static void stop() {
        broker.close();
        broker.close();
    }

    @Test
    void topicExchange_routesByWildcards() throws Exception {
        try (Connection connection = Amqp.connect(broker);
                Channel channel = connection.createChannel()) {
            channel.confirmSelect();
            channel.exchangeDeclare("events", "topic", true);
            bind(channel, "all", "workflow.#");
            bind(channel, "failed", "workflow.*.failed");
            for (String key : List.of("workflow", "workflow.job.failed", "workflow.job.done")) {
                Amqp.publish(channel, "events", key, key);
            }
            assertThat(Amqp.depth(channel, "all")).isEqualTo(3);
            assertThat(Amqp.depth(channel, "failed")).isOne();
            assertThat(Amqp.take(channel, "failed")).isEqualTo("workflow.job.failed");
        }
    }

    @Test
    void declare_withArgumentsThatOnlyRabbitMqKnows_ignoresThem() throws Exception {
        try (Connection connection = Amqp.connect(broker);
                Channel channel = connection.createChannel()) {
            channel.queueDeclare("quorum", true, false, false, Map.of("x-queue-type", "quorum", "x-delivery-limit", 5));
            channel.exchangeDeclare("odd", "topic", true, false, Map.of("x-unknown", "value"));
            assertThat(Amqp.depth(channel, "quorum")).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/%2f", "/%2F", "/tallygate"})
    void connect_toTheDefaultVirtualHost_inEachSpelling(String path) throws Exception {
        try (Connection connection = Amqp.connect("amqp://guest:guest@localhost:" + broker.port() + path)) {
            assertThat(connection.isOpen()).isTrue();
        }
    }

    @Test
    void connect_toAnUnknownVirtualHost_isRefused() {
        assertThatThrownBy(() -> Amqp.connect(broker.amqpUri() + "/unknown")).isInstanceOf(IOException.class);
    }

    @Test
    void connect_withAWrongPassword_isRefused() {
        assertThatThrownBy(() -> Amqp.connect("amqp://guest:wrong@127.0.0.1:" + broker.port()))
                .isInstanceOf(PossibleAuthenticationFailureException.class);
    }

    @Test
    void start_onABusyPort_takesTheNextFreeOne() throws Exception {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                EmbeddedBroker second = EmbeddedBroker.startInMemory(busy.getLocalPort());
                Connection connection = Amqp.connect(second)) {
            assertThat(second.port()).isNotEqualTo(busy.getLocalPort());
            assertThat(connection.getPort()).isEqualTo(second.port());
        }
    }

    @Test
    void start_onAFreePort_takesIt() {
        int free = LoopbackPort.any();
        try (EmbeddedBroker second = EmbeddedBroker.startInMemory(free)) {
            assertThat(second.port()).isEqualTo(free);
        }
    }

    private static void bind(Channel channel, String queue, String key) throws IOException {
        channel.queueDeclare(queue, true, false, false, null);
        channel.queueBind(queue, "events", key);
    }
}
