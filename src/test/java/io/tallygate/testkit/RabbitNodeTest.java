package io.tallygate.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@RequiresRabbitMq(privateNode = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RabbitNodeTest {
    private RabbitNode node;

    @BeforeAll
    void start() {
        node = RabbitNode.start();
    }

    @AfterAll
    void close() {
        node.close();
    }

    @Test
    void kill9_confirmedMessagesOfAQuorumQueueSurvive() throws Exception {
        Connection killed = connect();
        try {
            Channel channel = killed.createChannel();
            channel.queueDeclare("kept", true, false, false, Map.of("x-queue-type", "quorum"));
            channel.confirmSelect();
            for (int i = 0; i < 100; i++) {
                channel.basicPublish("", "kept", MessageProperties.PERSISTENT_BASIC, bytes("message " + i));
            }
            channel.waitForConfirmsOrDie(10_000);
            node.writeOutQueueNames();
            node.kill9();
        } finally {
            // not closed: that fails in one of three ways, by how far the client has noticed the kill
            killed.abort();
        }
        assertThat(node.isRunning()).isFalse();

        node.restart();

        assertThat(node.isRunning()).isTrue();
        try (Connection connection = connect();
                Channel channel = connection.createChannel()) {
            for (int i = 0; i < 100; i++) {
                assertThat(channel.basicGet("kept", true).getBody()).isEqualTo(bytes("message " + i));
            }
            assertThat(channel.basicGet("kept", true)).isNull();
        }
    }

    @Test
    void freeze_connectsToNothingUntilThawed() throws Exception {
        node.freeze();
        try {
            assertThatThrownBy(this::connect).isInstanceOf(TimeoutException.class);
        } finally {
            node.thaw();
        }
        connect().close();
    }

    @Test
    void rabbitmqctl_closesAllConnections() throws Exception {
        Connection connection = connect();
        node.rabbitmqctl("close_all_connections", "by a test");
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !connection.isOpen());
    }

    private Connection connect() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(node.uri());
        factory.setAutomaticRecoveryEnabled(false);
        factory.setHandshakeTimeout(1_500);
        return factory.newConnection();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
