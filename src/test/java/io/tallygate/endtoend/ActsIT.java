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
import io.tallygate.testkit.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What people do with the gateway is in its own log, before it is done, and nowhere else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ActsIT {
    private static final String TENANT = "6f1c9b52-6c2f-4a53-9e0c-0f4f4c1f2a11";
    private static final String NOBODY = "00000000-0000-0000-0000-000000000000";

    private TestDatabase database;
    private TestBroker broker;
    private GatewayProcess gateway;
    private HttpDoor http;

    @BeforeAll
    void start() {
        broker = TestBroker.start();
        database = PostgresNode.shared().createDatabase();
        gateway = GatewayProcess.setup("acts")
                .broker(broker.uri())
                .database(database)
                .set("TALLYGATE_INGEST_HTTP_PATIENCE", "2s")
                .start();
        http = gateway.client();
    }

    @AfterAll
    void close() throws Exception {
        gateway.close();
        broker.close();
    }

    private List<JsonNode> acts(String type) {
        return StreamSupport.stream(
                        http.get("/api/v1/events?include=event&type=tallygate." + type)
                                .json()
                                .path("items")
                                .spliterator(),
                        false)
                .toList();
    }

    private static byte[] example(String name) throws Exception {
        return Files.readAllBytes(Path.of("examples", name));
    }

    private String quarantined() throws Exception {
        HttpAnswer refused = http.post("/api/v1/events", "application/json", example("broken.json"));
        assertThat(refused.status()).isEqualTo(422);
        return refused.json().path("quarantineId").asText();
    }

    @Test
    void everyAct_isAnEventThatSaysWhoWhatAndWhose() throws Exception {
        String broken = quarantined();
        http.post("/api/v1/events", "application/json", example("started.json"));
        String started = http.get("/api/v1/events?type=workflow.opportunity.analysis.started")
                .json()
                .at("/items/0/id")
                .asText();

        HttpAnswer mended = http.post(
                "/api/v1/quarantine/" + broken + "/resubmissions", "application/json", example("mended.json"));
        HttpAnswer trigger = http.post("/api/v1/jobs/outcome-sync/triggers", "{\"triggeredBy\":\"me\"}");
        HttpAnswer original = http.get("/api/v1/events/" + started + "/original");
        HttpAnswer kept = http.get("/api/v1/quarantine/" + broken + "/original");
        HttpAnswer rebuild = http.post("/api/v1/projections/runs/rebuilds", "");
        HttpAnswer configuration = http.get("/api/v1/configuration");

        assertThat(List.of(mended, trigger, original, kept, rebuild, configuration))
                .extracting(HttpAnswer::status)
                .containsExactly(202, 202, 200, 200, 202, 200);
        JsonNode resubmission = acts("quarantine.resubmitted").get(0);
        assertThat(resubmission.path("tenantId").asText()).isEqualTo(TENANT);
        assertThat(resubmission.path("door").asText()).isEqualTo("gateway");
        assertThat(resubmission.path("correlationId").asText()).isEqualTo(broken);
        assertThat(resubmission.at("/event/actor/kind").asText()).isEqualTo("open");
        assertThat(resubmission.at("/event/actor/address").asText()).isEqualTo("127.0.0.1");
        assertThat(resubmission.at("/event/parameters/corrected").asBoolean()).isTrue();
        assertThat(acts("job.triggered").get(0).at("/event/parameters/eventId"))
                .isEqualTo(trigger.json().path("id"));
        assertThat(acts("original.read"))
                .extracting(act -> act.at("/event/object/kind").asText())
                .containsExactly("quarantined-event", "event");
        assertThat(acts("projection.rebuilt").get(0).path("tenantId").asText()).isEqualTo(NOBODY);
        assertThat(acts("configuration.viewed")).isNotEmpty();
        assertThat(configuration.text()).doesNotContain(database.password().isEmpty() ? "\u0000" : database.password());
        assertThat(http.post("/api/v1/projections/none/rebuilds", "").status()).isEqualTo(404);
        assertThat(acts("projection.rebuilt")).hasSize(1);
        // an act stands before what is done
        assertThat(acts("job.triggered").get(0).path("sequence").asLong())
                .isLessThan(trigger.json().path("sequence").asLong());
    }

    @Test
    void acts_areNotPublished() throws Exception {
        try (Connection connection = broker.connect();
                Channel channel = connection.createChannel()) {
            String queue = channel.queueDeclare().getQueue();
            channel.queueBind(queue, "coder_events", "#");
            http.get("/api/v1/configuration");

            http.post("/api/v1/jobs/outcome-sync/triggers", "");

            List<String> keys = new ArrayList<>();
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                GetResponse message = channel.basicGet(queue, true);
                if (message != null) {
                    keys.add(message.getEnvelope().getRoutingKey());
                }
                return keys.contains("workflow.job.trigger");
            });
            assertThat(keys).noneMatch(key -> key.startsWith("tallygate"));
        }
    }

    @Test
    void storageThatCannotKeepTheAct_meansThatNothingIsDone() throws Exception {
        String broken = quarantined();
        long triggers = database.number("SELECT count(*) FROM audit_event WHERE event_type = 'workflow.job.trigger'");
        try (java.sql.Connection held = database.connect();
                Statement statement = held.createStatement()) {
            held.setAutoCommit(false);
            statement.execute("SELECT last_sequence FROM audit_head FOR UPDATE");

            HttpAnswer trigger = http.post("/api/v1/jobs/outcome-sync/triggers", "");
            HttpAnswer original = http.get("/api/v1/quarantine/" + broken + "/original");
            HttpAnswer configuration = http.get("/api/v1/configuration");

            assertThat(List.of(trigger, original, configuration))
                    .extracting(HttpAnswer::status)
                    .containsExactly(503, 503, 503);
            assertThat(trigger.text()).contains("nothing was done");
            assertThat(original.header("Retry-After")).isNotEmpty();
            held.rollback();
        }
        http.get("/api/v1/configuration"); // behind all that was held
        assertThat(database.number("SELECT count(*) FROM audit_event WHERE event_type = 'workflow.job.trigger'"))
                .isEqualTo(triggers);
    }
}
