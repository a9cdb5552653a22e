package io.tallygate.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.tallygate.testkit.Events;
import io.tallygate.testkit.ForeignClient;
import io.tallygate.testkit.ForeignConsumption;
import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.HttpAnswer;
import io.tallygate.testkit.PostgresNode;
import io.tallygate.testkit.TestBroker;
import io.tallygate.testkit.TestEvent;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Users' clients, in languages that are not ours, on both sides of the exchange. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignClientsIT {
    private static final String EXCHANGE = "coder_events";
    private static final String JOB_QUEUE = "bi_batch_jobs";
    private static final Duration BOUND = Duration.ofSeconds(20);

    private final Events events = new Events(42);
    private TestBroker broker;
    private GatewayProcess gateway;

    @BeforeAll
    void start() {
        broker = TestBroker.start();
        gateway = GatewayProcess.setup("foreign-clients")
                .broker(broker.uri())
                .database(PostgresNode.shared().createDatabase())
                .start();
    }

    @AfterAll
    void close() throws Exception {
        if (gateway != null) {
            gateway.close();
        }
        broker.close();
    }

    @ParameterizedTest
    @EnumSource
    void publish_isReadBackByTheApi(ForeignClient client) {
        client.assumeUsable();
        TestEvent event = events.valid(Events.STEP);

        client.publish(broker.uri(), EXCHANGE, event);

        HttpAnswer answer = Awaitility.await()
                .atMost(BOUND)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> gateway.client().get("/api/v1/events/" + event.id()),
                        received -> received.status() == 200);
        assertThat(answer.text()).contains(event.id()).contains(Events.STEP);
    }

    @ParameterizedTest
    @EnumSource
    void consume_fromAQueueOfItsOwnGetsATriggerThatCameByHttp(ForeignClient client) {
        client.assumeUsable();
        TestEvent trigger = events.valid(Events.TRIGGER);
        String queue = "foreign-" + UUID.randomUUID();
        try (ForeignConsumption consumption = client.consume(broker.uri(), queue, EXCHANGE, Events.TRIGGER)) {
            assertThat(gateway.client().post(trigger).status()).isEqualTo(202);

            assertIs(trigger, consumption.message());
        }
    }

    @ParameterizedTest
    @EnumSource
    void consume_fromTheJobQueueGetsATriggerThatCameByTheExchange(ForeignClient client) throws Exception {
        client.assumeUsable();
        try (Connection connection = broker.connect();
                Channel channel = connection.createChannel()) {
            channel.queuePurge(JOB_QUEUE);
        }
        TestEvent trigger = events.valid(Events.TRIGGER);
        try (ForeignConsumption consumption = client.consume(broker.uri(), JOB_QUEUE)) {
            client.publish(broker.uri(), EXCHANGE, trigger);

            assertIs(trigger, consumption.message());
        }
    }

    private static void assertIs(TestEvent event, JsonNode message) {
        assertThat(message.path("body").path("id").asText()).isEqualTo(event.id());
        assertThat(message.path("routingKey").asText()).isEqualTo(event.routingKey());
    }
}
