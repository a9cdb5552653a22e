package io.tallygate.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableBrokerTest {
    @TempDir
    Path temp;

    @Test
    void start_again_keepsQueuesBindingsAndPersistentMessages() throws Exception {
        try (DataDirectory directory = DataDirectory.claim(temp)) {
            try (EmbeddedBroker broker = EmbeddedBroker.start(directory, 0);
                    Connection connection = Amqp.connect(broker);
                    Channel channel = connection.createChannel()) {
                channel.confirmSelect();
                channel.exchangeDeclare("events", "topic", true);
                channel.queueDeclare("kept", true, false, false, null);
                channel.queueBind("kept", "events", "workflow.#");
                Amqp.publish(channel, "events", "workflow.one", "before");
            }
            try (EmbeddedBroker broker = EmbeddedBroker.start(directory, 0);
                    Connection connection = Amqp.connect(broker);
                    Channel channel = connection.createChannel()) {
                channel.confirmSelect();
                Amqp.publish(channel, "events", "workflow.two", "after");
                assertThat(Amqp.take(channel, "kept")).isEqualTo("before");
                assertThat(Amqp.take(channel, "kept")).isEqualTo("after");
            }
        }
    }

    @Test
    void start_onAStoreThatCannotBeOpened_failsWithItsCause() throws Exception {
        try (DataDirectory directory = DataDirectory.claim(temp)) {
            Files.createDirectories(temp.resolve("broker"));
            Files.writeString(temp.resolve("broker/tallygate"), "in the way");
            assertThatThrownBy(() -> EmbeddedBroker.start(directory, 0))
                    .isInstanceOf(EmbeddedStartException.class)
                    .hasMessageContaining(directory.path().resolve("broker").toString())
                    .hasCauseInstanceOf(RuntimeException.class);
        }
    }
}
