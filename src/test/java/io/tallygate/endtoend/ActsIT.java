package io.tallygate.endtoend;

import static io.tallygate.endtoend.ClosedGateway.bearer;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import io.tallygate.testkit.HttpAnswer;
import io.tallygate.testkit.HttpDoor;
import java.io.IOException;
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

/**
 * What people do with the gateway is in its own log, before it is done, and nowhere else; and what is personal of it, as of
 * all events, is for auditors.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ActsIT {
    private static final String TENANT = "6f1c9b52-6c2f-4a53-9e0c-0f4f4c1f2a11";
    private static final String NOBODY = "00000000-0000-0000-0000-000000000000";
    private static final String MASK = "\u2022\u2022\u2022";
    private static final String TRIGGERS = "SELECT count(*) FROM audit_event WHERE event_type = 'workflow.job.trigger'";

    private ClosedGateway closed;
    private HttpDoor http;
    private String operator;
    private String viewer;
    private String auditor;

    @BeforeAll
    void start() throws Exception {
        closed = new ClosedGateway("acts", "TALLYGATE_INGEST_HTTP_PATIENCE", "2s");
        http = closed.gateway.client();
        operator = closed.key("Ada the operator", List.of("operator"), List.of(TENANT));
        viewer = closed.key("viewer", List.of("viewer"), List.of(TENANT));
        auditor = closed.key("auditor", List.of("auditor"), List.of(TENANT));
    }

    @AfterAll
    void close() throws Exception {
        closed.close();
    }

    private HttpAnswer get(String path, String key) {
        return http.get(path, bearer(key));
    }

    private HttpAnswer post(String path, String body, String key) {
        return http.post(path, body, bearer(key));
    }

    private List<JsonNode> acts(String type, String key) {
        return StreamSupport.stream(
                        get("/api/v1/events?include=event&limit=200&type=tallygate." + type, key)
                                .json()
                                .path("items")
                                .spliterator(),
                        false)
                .toList();
    }

    private static String example(String name) throws IOException {
        return Files.readString(Path.of("examples", name));
    }

    private String quarantined(String body) {
        HttpAnswer refused = post("/api/v1/events", body, closed.first);
        assertThat(refused.status()).as(refused.text()).isEqualTo(422);
        return refused.json().path("quarantineId").asText();
    }

    @Test
    void everyAct_isAnEventThatSaysWhoWhatAndWhose() throws Exception {
        String broken = quarantined(example("broken.json"));
        HttpAnswer sent = post("/api/v1/events", example("started.json"), closed.first);

        HttpAnswer mended = post("/api/v1/quarantine/" + broken + "/resubmissions", example("mended.json"), operator);
        HttpAnswer trigger = post("/api/v1/jobs/outcome-sync/triggers", "{\"tenantId\":\"" + TENANT + "\"}", operator);
        HttpAnswer original = get("/api/v1/events/" + sent.json().path("id").asText() + "/original", auditor);
        HttpAnswer kept = get("/api/v1/quarantine/" + broken + "/original", auditor);
        HttpAnswer rebuild = post("/api/v1/projections/runs/rebuilds", "", closed.first);
        HttpAnswer configuration = get("/api/v1/configuration", closed.first);

        assertThat(List.of(mended, trigger, original, kept, rebuild, configuration))
                .extracting(HttpAnswer::status)
                .containsExactly(202, 202, 200, 200, 202, 200);
        JsonNode resubmission = acts("quarantine.resubmitted", auditor).get(0);
        assertThat(resubmission.path("tenantId").asText()).isEqualTo(TENANT);
        assertThat(resubmission.path("door").asText()).isEqualTo("gateway");
        assertThat(resubmission.path("correlationId").asText()).isEqualTo(broken);
        assertThat(resubmission.at("/event/actor/kind").asText()).isEqualTo("key");
        assertThat(resubmission.at("/event/actor/name").asText()).isEqualTo("Ada the operator");
        assertThat(resubmission.at("/event/actor/address").asText()).isEqualTo("127.0.0.1");
        assertThat(resubmission.at("/event/parameters/corrected").asBoolean()).isTrue();
        JsonNode triggered = acts("job.triggered", auditor).get(0);
        assertThat(triggered.at("/event/parameters/eventId"))
                .isEqualTo(trigger.json().path("id"));
        // an act stands before what is done
        assertThat(triggered.path("sequence").asLong())
                .isLessThan(trigger.json().path("sequence").asLong());
        assertThat(acts("original.read", auditor))
                .extracting(act -> act.at("/event/object/kind").asText())
                .containsExactly("quarantined-event", "event");
        assertThat(acts("projection.rebuilt", closed.first)
                        .get(0)
                        .path("tenantId")
                        .asText())
                .isEqualTo(NOBODY);
        assertThat(acts("configuration.viewed", closed.first)).isNotEmpty();
        assertThat(acts("configuration.viewed", auditor)).isEmpty();
        assertThat(configuration.text()).contains("tallygate.access.key-secret").doesNotContain(ClosedGateway.SECRET);
    }

    @Test
    void actsOnKeys_areEvents_alsoThatOfTheCommand() {
        String id = closed.gateway
                .client()
                .get("/api/v1/me", bearer(viewer))
                .json()
                .path("id")
                .asText();
        List<JsonNode> made = acts("key.created", closed.first);

        assertThat(made)
                .filteredOn(act -> act.at("/event/object/id").asText().equals(id))
                .singleElement()
                .satisfies(act -> {
                    assertThat(act.at("/event/actor/kind").asText()).isEqualTo("key");
                    assertThat(act.at("/event/parameters/roles/0").asText()).isEqualTo("viewer");
                    assertThat(act.path("tenantId").asText()).isEqualTo(TENANT);
                });
        assertThat(made)
                .filteredOn(act -> act.at("/event/actor/kind").asText().equals("command"))
                .singleElement()
                .satisfies(act -> assertThat(act.path("tenantId").asText()).isEqualTo(NOBODY));
        assertThat(made.toString()).doesNotContain("tg_");
    }

    @Test
    void ofSomeTenants_nobodySeesTheConfigurationOrRebuilds() {
        String administrator = closed.key("administrator", List.of("administrator"), List.of(TENANT));

        assertThat(get("/api/v1/configuration", administrator).status()).isEqualTo(403);
        assertThat(post("/api/v1/projections/runs/rebuilds", "", administrator).status())
                .isEqualTo(403);
    }

    @Test
    void whatIsSensitive_isForAuditors() {
        String secret = "m.keller-7719";
        String body = "{\"tenantId\":\"" + TENANT + "\",\"triggeredBy\":\"" + secret + "\"}";
        String id = post("/api/v1/jobs/outcome-sync/triggers", body, operator)
                .json()
                .path("id")
                .asText();
        String of = "/api/v1/events/" + id;

        assertThat(get(of, auditor).text()).contains(secret);
        JsonNode shown = get(of, viewer).json();
        assertThat(shown.at("/event/data/triggeredBy").asText()).isEqualTo(MASK);
        assertThat(shown.at("/event/data/job").asText()).isEqualTo("outcome-sync");
        assertThat(shown.path("sha256").asText()).isEqualTo(MASK);
        assertThat(acts("job.triggered", viewer).toString())
                .contains(MASK, "outcome-sync")
                .doesNotContain(secret, "Ada the operator", "127.0.0.1");
        // nor is it found by searching
        for (String query : List.of("q=" + secret, "field=data.triggeredBy:" + secret)) {
            String list = "/api/v1/events?from=2020-01-01T00:00:00Z&to=2100-01-01T00:00:00Z&" + query;
            assertThat(get(list, auditor).json().path("items")).as(query).isNotEmpty();
            assertThat(get(list, viewer).json().path("items")).as(query).isEmpty();
        }
        // nor by a candidate for its schema
        assertThat(post("/api/v1/schemas/workflow.job.trigger/rehearsal", "{}", viewer)
                        .status())
                .isEqualTo(403);
        // where it may be sent again, it cannot be sent masked
        String trigger = get(of, auditor).json().path("event").toString();
        String broken = quarantined(trigger.replace("\"job\"", "\"jab\"").replace(id, NOBODY));
        String quarantine = "/api/v1/quarantine/" + broken;
        assertThat(get(quarantine, auditor).text()).contains(secret);
        JsonNode held = get(quarantine, operator).json();
        assertThat(held.path("content").asText()).contains(MASK, "outcome-sync").doesNotContain(secret);
        assertThat(held.path("message").asText()).contains("job");
        HttpAnswer masked =
                post(quarantine + "/resubmissions", held.path("content").asText(), operator);
        assertThat(masked.status()).isEqualTo(422);
        assertThat(masked.text()).contains("masked-value");
        // and what cannot be read is withheld
        String unreadable = quarantined("{\"name\": \"" + secret + "\"");
        assertThat(get("/api/v1/quarantine/" + unreadable, closed.first).text()).contains(secret);
        assertThat(get("/api/v1/quarantine/" + unreadable, viewer).status()).isEqualTo(404);
    }

    @Test
    void acts_areNotPublished() throws Exception {
        try (Connection connection = closed.broker.connect();
                Channel channel = connection.createChannel()) {
            String queue = channel.queueDeclare().getQueue();
            channel.queueBind(queue, "coder_events", "#");
            get("/api/v1/configuration", closed.first);

            post("/api/v1/jobs/outcome-sync/triggers", "{\"tenantId\":\"" + TENANT + "\"}", operator);

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
        String broken = quarantined(example("broken.json").replace("0c1a02", "0c1a77"));
        long triggers = closed.database.number(TRIGGERS);
        try (java.sql.Connection held = closed.database.connect();
                Statement statement = held.createStatement()) {
            held.setAutoCommit(false);
            statement.execute("SELECT last_sequence FROM audit_head FOR UPDATE");

            HttpAnswer trigger = post("/api/v1/jobs/outcome-sync/triggers", "", closed.first);
            HttpAnswer original = get("/api/v1/quarantine/" + broken + "/original", closed.first);
            HttpAnswer configuration = get("/api/v1/configuration", closed.first);

            assertThat(List.of(trigger, original, configuration))
                    .extracting(HttpAnswer::status)
                    .containsExactly(503, 503, 503);
            assertThat(trigger.text()).contains("nothing was done");
            assertThat(original.header("Retry-After")).isNotEmpty();
            held.rollback();
        }
        get("/api/v1/configuration", closed.first); // behind all that was held
        assertThat(closed.database.number(TRIGGERS)).isEqualTo(triggers);
    }
}
