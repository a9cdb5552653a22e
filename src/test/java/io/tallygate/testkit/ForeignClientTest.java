package io.tallygate.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.net.URI;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ForeignClientTest {
    @ParameterizedTest
    @EnumSource
    void publish_isConsumedByTheSame(ForeignClient client) throws Exception {
        client.assumeUsable();
        URI broker = TestBroker.shared().uri();
        String exchange = "foreign-test-" + UUID.randomUUID();
        TestEvent event = new Events(6).valid(Events.FAILED);
        try (Connection connection = TestBroker.shared().connect();
                Channel channel = connection.createChannel()) {
            channel.exchangeDeclare(exchange, BuiltinExchangeType.TOPIC, false, true, null);
            try (ForeignConsumption consumption = client.consume(broker, exchange + "-queue", exchange, "workflow.#")) {
                client.publish(broker, exchange, event);

                JsonNode message = consumption.message();
                assertThat(message.path("body").path("id").asText()).isEqualTo(event.id());
                assertThat(message.path("messageId").asText()).isEqualTo(event.id());
                assertThat(message.path("routingKey").asText()).isEqualTo(Events.FAILED);
                assertThat(message.path("contentType").asText()).isEqualTo("application/json");
            }
        }
    }
}
