package io.tallygate.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.HttpAnswer;
import io.tallygate.testkit.HttpDoor;
import io.tallygate.testkit.PostgresNode;
import io.tallygate.testkit.TestBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Events that lack what is generated when absent: kept as they came, published complete, and one event all along. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompletionIT {
    private static final Duration BOUND = Duration.ofSeconds(60);

    private TestBroker broker;
    private GatewayProcess gateway;
    private HttpDoor http;
    private Connection connection;
    private Channel channel;
    private String tap = "";

    @BeforeAll
    void start() throws Exception {
        broker = TestBroker.start();
        gateway = GatewayProcess.setup("completion")
                .broker(broker.uri())
                .database(PostgresNode.shared().createDatabase())
                .start();
        http = gateway.client();
        connection = broker.connect();
        channel = connection.createChannel();
        tap = channel.queueDeclare().getQueue();
        channel.queueBind(tap, "coder_events", "workflow.triggered");
    }

    @AfterAll
    void close() throws Exception {
        connection.close();
        gateway.close();
        broker.close();
    }

    @Test
    void post_eventWithoutWhatIsGenerated_isKeptAsItCame_andPublishedComplete() throws Exception {
        String original = bare("1.50");

        JsonNode receipt = accepted(original, 202);
        String id = receipt.path("id").asText();
        String published = tapped(id);

        assertThat(UUID.fromString(id)).hasToString(id);
        JsonNode event = http.get("/api/v1/events/" + id).json();
        String time = event.path("timestamp").asText();
        assertThat(published)
                .isEqualTo("{\"event_id\":\"" + id + "\",\"timestamp\":\"" + time + "\","
                        + original.substring(1).replace("{\"environment\"", "{\"version\":\"1.0\",\"environment\""));
        assertThat(http.get("/api/v1/events/" + id + "/original").text()).isEqualTo(original);
        assertThat(http.get("/api/v1/events/" + id).text())
                .contains("\"event\":" + original)
                .contains("\"published\":" + published);
        assertThat(accepted(original, 200).path("id").asText()).isEqualTo(id);
    }

    @Test
    void post_eventThatStatesAll_isPublishedAsItIs() throws Exception {
        String id = UUID.randomUUID().toString();
        String stated = complete(id);

        accepted(stated, 202);

        assertThat(tapped(id)).isEqualTo(stated);
        assertThat(http.get("/api/v1/events/" + id).json().has("published")).isFalse();
    }

    @Test
    void publish_completedFormWithoutItsMark_isTheSameEvent() throws Exception {
        String original = bare("2.50");
        JsonNode receipt = accepted(original, 202);
        String id = receipt.path("id").asText();
        String published = tapped(id);

        channel.basicPublish("coder_events", "workflow.triggered", null, published.getBytes(StandardCharsets.UTF_8));
        awaitQueueDrained();

        assertThat(http.get("/api/v1/quarantine?event=" + id).json().path("items"))
                .isEmpty();
        assertThat(accepted(published, 200).path("sequence").asLong())
                .isEqualTo(receipt.path("sequence").asLong());
        assertThat(http.get("/api/v1/events/" + id + "/original").text()).isEqualTo(original);
    }

    @Test
    void post_completedFormThatSaysSomethingElse_isAConflict() throws Exception {
        String id = accepted(bare("3.50"), 202).path("id").asText();

        HttpAnswer refused = http.post("/api/v1/events", tapped(id).replace("3.50", "3.5"));

        assertThat(refused.status()).isEqualTo(409);
    }

    /** The audit queue keeps the order, so that what was published before this is dealt with when this is. */
    private void awaitQueueDrained() throws Exception {
        String id = UUID.randomUUID().toString();
        channel.basicPublish(
                "coder_events", "workflow.triggered", null, complete(id).getBytes(StandardCharsets.UTF_8));
        Awaitility.await()
                .atMost(BOUND)
                .until(() -> http.get("/api/v1/events/" + id).status() == 200);
    }

    private JsonNode accepted(String event, int status) {
        HttpAnswer answer = http.post("/api/v1/events", event);
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        return answer.json();
    }

    /** What the tap has of the message of that id. */
    private String tapped(String id) {
        return Awaitility.await()
                .atMost(BOUND)
                .until(
                        () -> {
                            GetResponse message = channel.basicGet(tap, true);
                            return message != null
                                            && id.equals(message.getProps().getMessageId())
                                    ? new String(message.getBody(), StandardCharsets.UTF_8)
                                    : "";
                        },
                        body -> !Objects.equals(body, ""));
    }

    private static String bare(String number) {
        return "{\"event_type\" : \"workflow.triggered\",\"source\":\"airflow\",\"workflow_id\":\"dag\","
                + "\"workflow_run_id\":\"r\",\"payload\":{\"data\":{\"n\":" + number
                + ",\"big\":12345678901234567890,\"é\":\"😀\"}},\"metadata\":{\"environment\":\"dev\"}}";
    }

    private static String complete(String id) {
        return "{\"metadata\":{\"environment\":\"dev\",\"version\":\"1.0\"},\"event_id\":\"" + id
                + "\",\"timestamp\":\"2025-01-27T10:00:00\",\"event_type\":\"workflow.triggered\",\"source\":\"airflow\","
                + "\"workflow_id\":\"dag\",\"workflow_run_id\":\"r\",\"payload\":{\"data\":{}}}";
    }
}
