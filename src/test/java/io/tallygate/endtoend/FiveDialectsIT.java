package io.tallygate.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.HttpAnswer;
import io.tallygate.testkit.HttpDoor;
import io.tallygate.testkit.PostgresNode;
import io.tallygate.testkit.TestBroker;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a stranger does: takes the examples that the catalogue shows for each dialect and sends them, at the first try, by
 * HTTP and by the exchange; and then breaks each of them in one place.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FiveDialectsIT {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private TestBroker broker;
    private GatewayProcess gateway;
    private HttpDoor http;
    private Connection connection;
    private Channel channel;

    /** A type of a dialect; its first example goes by HTTP, its second by the exchange. */
    enum Sample {
        CODER(
                "coder",
                "workflow.opportunity.analysis.completed",
                "workflow.opportunity.analysis.completed",
                List.of("completed", "completed"),
                event -> event.withObject("/data").remove("opportunityId"),
                "/data required"),
        WORKFLOW_LOG(
                "workflow-log",
                "workflow_complete",
                "workflow-log.workflow_complete",
                List.of("completed", "failed"),
                event -> event.put("status", 7),
                "/status type"),
        WORKFLOW_EVENT(
                "workflow-event",
                "workflow.completed",
                "workflow.completed",
                List.of("completed", "completed"),
                event -> event.withObject("/metadata").put("environment", "production"),
                "/metadata/environment enum"),
        ONEX(
                "onex",
                "{node_type}.{operation}.completed",
                "prod.reducer.reducer.aggregation.completed.v1",
                List.of("completed", "completed"),
                event -> event.withObject("/payload")
                        .withObject("result_summary")
                        .put("route", "42"),
                "/payload/result_summary/route pattern"),
        ACTIVITY(
                "activity",
                "activity.logged",
                "activity.jira.clean",
                List.of("completed", "failed"),
                event -> event.put("logged_at", "2025-12-05T18:00:00"),
                "/logged_at format"),
        OPENLINEAGE(
                "openlineage",
                "openlineage.run",
                "openlineage.COMPLETE",
                // the one began long ago and has no end, in the examples
                List.of("stalled", "completed"),
                event -> event.withObject("/run").put("runId", "r1"),
                "/run/runId format");

        private final String dialect;
        private final String type;
        private final String key;
        private final List<String> states;
        private final Consumer<ObjectNode> flaw;
        private final String told;

        Sample(String dialect, String type, String key, List<String> states, Consumer<ObjectNode> flaw, String told) {
            this.dialect = dialect;
            this.type = type;
            this.key = key;
            this.states = states;
            this.flaw = flaw;
            this.told = told;
        }
    }

    @BeforeAll
    void start() throws Exception {
        broker = TestBroker.start();
        gateway = GatewayProcess.setup("five-dialects")
                .broker(broker.uri())
                .database(PostgresNode.shared().createDatabase())
                .start();
        http = gateway.client();
        connection = broker.connect();
        channel = connection.createChannel();
    }

    @AfterAll
    void close() throws Exception {
        connection.close();
        gateway.close();
        broker.close();
    }

    @ParameterizedTest
    @EnumSource
    void post_exampleOfTheCatalogue_isInListsAndInItsWorkflow(Sample sample) throws Exception {
        byte[] body = bytes(example(sample, 0));

        HttpAnswer answer = http.post("/api/v1/events", "application/json", body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        assertKept(sample, 0, listed("/api/v1/events", body), "http");
        // the same event once more is the same event, whether it carries an id or not
        assertThat(http.post("/api/v1/events", "application/json", body).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void publish_exampleOfTheCatalogue_isInListsAndInItsWorkflow(Sample sample) throws Exception {
        byte[] body = bytes(example(sample, 1));

        channel.basicPublish("coder_events", sample.key, null, body);

        assertKept(sample, 1, listed("/api/v1/events", body), "amqp");
    }

    private void assertKept(Sample sample, int index, JsonNode stored, String door) {
        assertThat(stored.path("dialect").asText()).isEqualTo(sample.dialect);
        assertThat(stored.path("door").asText()).isEqualTo(door);
        JsonNode workflow = http.get(
                        "/api/v1/workflows/" + stored.path("workflowId").asText() + "?include=event")
                .json();
        assertThat(workflow.path("state").asText()).isEqualTo(sample.states.get(index));
        assertThat(workflow.path("events").findValuesAsText("sha256"))
                .contains(stored.path("sha256").asText());
    }

    @ParameterizedTest
    @EnumSource
    void broken_isRefusedWithItsPlace_atBothDoors(Sample sample) throws Exception {
        HttpAnswer refused = http.post("/api/v1/events", "application/json", bytes(broken(sample, 0)));
        assertThat(refused.status()).as(refused.text()).isEqualTo(422);
        assertThat(refused.json().path("reason").asText()).isEqualTo("schema-violation");
        assertThat(placeAndRule(refused.json().path("errors"))).isEqualTo(sample.told);

        byte[] body = bytes(broken(sample, 1));
        channel.basicPublish("coder_events", sample.key, null, body);
        JsonNode quarantined = listed("/api/v1/quarantine", body);
        assertThat(quarantined.path("door").asText()).isEqualTo("amqp");
        assertThat(quarantined.path("dialect").asText()).isEqualTo(sample.dialect);
        assertThat(placeAndRule(quarantined.path("violations"))).isEqualTo(sample.told);
    }

    @Test
    void stateByValue_theLastEndCounts_howeverManyEventsFollowIt() throws Exception {
        ObjectNode log = example(Sample.ACTIVITY, 0)
                .put("source_system", "late")
                // one of long ago that has no end is stalled
                .put("logged_at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        assertThat(stateOf("late", log.put("status", "Running"))).isEqualTo("running");
        assertThat(stateOf("late", log.put("status", "Failed"))).isEqualTo("failed");
        String many = IntStream.range(0, 45)
                .mapToObj(i -> log.put("status", "Running").put("row_count", i).toString())
                .collect(Collectors.joining("\n"));
        http.post("/api/v1/events", "application/x-ndjson", many.getBytes(StandardCharsets.UTF_8));
        assertThat(stateOf("late", log.put("status", "Running").put("row_count", 99)))
                .isEqualTo("failed");
        assertThat(stateOf("late", log.put("status", "Success"))).isEqualTo("completed");
    }

    @Test
    void project_ofALaterEvent_isThatOfItsWorkflowsStart_alsoIfThatCameAfterIt() {
        String workflow = "workflow-heir-20251202T100000Z";
        String step = "{\"event_type\":\"step_start\",\"workflow_id\":\"" + workflow
                + "\",\"timestamp\":\"2025-12-02T10:15:00Z\",\"step\":{\"name\":\"s\",\"phase\":\"load\",\"target\":\"t\"}}";
        String start = "{\"event_type\":\"workflow_start\",\"workflow_id\":\"" + workflow
                + "\",\"timestamp\":\"2025-12-02T10:00:00Z\",\"project\":\"heirs.example\",\"environment\":\"test\",\"context\":"
                + "{\"work_item_id\":\"1\",\"branch\":\"b\",\"action\":\"a\",\"targets\":[\"t\"]}}";

        assertThat(http.post("/api/v1/events", step).status()).isEqualTo(202);
        assertThat(projectsOf(workflow)).containsExactly("");
        assertThat(http.post("/api/v1/events", start).status()).isEqualTo(202);
        assertThat(projectsOf(workflow)).containsExactly("heirs.example", "heirs.example");
    }

    private List<String> projectsOf(String workflow) {
        return items(http.get("/api/v1/events?order=asc&workflow=" + workflow).json()).stream()
                .map(event -> event.path("project").asText())
                .toList();
    }

    private String stateOf(String workflow, ObjectNode event) throws Exception {
        assertThat(http.post("/api/v1/events", "application/json", bytes(event)).status())
                .isEqualTo(202);
        return http.get("/api/v1/workflows/" + workflow).json().path("state").asText();
    }

    @Test
    void metrics_labelTypesOfAPatternByThePattern() throws Exception {
        ObjectNode event = example(Sample.ONEX, 0)
                .put("event_id", "a4e1c2d3-0b1a-4c5d-8e9f-000000000099")
                .put("event_type", "one.ofmany.completed");
        assertThat(http.post("/api/v1/events", "application/json", bytes(event)).status())
                .isEqualTo(202);

        assertThat(http.get("/q/metrics").text())
                .contains("type=\"{node_type}.{operation}.completed\"")
                .doesNotContain("ofmany");
    }

    /** As the API shows it to those who follow its links. */
    private ObjectNode example(Sample sample, int index) throws Exception {
        JsonNode schema = items(http.get("/api/v1/schemas").json()).stream()
                .filter(item -> item.path("type").asText().equals(sample.type))
                .findFirst()
                .orElseThrow();
        assertThat(schema.path("dialect").asText()).isEqualTo(sample.dialect);
        String source = http.get(schema.path("href").asText()).text();
        return MAPPER.readTree(source).path("examples").get(index).deepCopy();
    }

    private ObjectNode broken(Sample sample, int index) throws Exception {
        ObjectNode event = example(sample, index);
        sample.flaw.accept(event);
        return event;
    }

    private static byte[] bytes(JsonNode event) throws Exception {
        return MAPPER.writeValueAsBytes(event);
    }

    private static List<JsonNode> items(JsonNode page) {
        return StreamSupport.stream(page.path("items").spliterator(), false).toList();
    }

    private static String placeAndRule(JsonNode violations) {
        assertThat(violations).hasSize(1);
        return violations.at("/0/pointer").asText() + " "
                + violations.at("/0/keyword").asText();
    }

    /** The entry of a list that has these very bytes. */
    private JsonNode listed(String path, byte[] body) throws Exception {
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        return Awaitility.await()
                .atMost(BOUND)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> items(http.get(path + "?limit=200").json()).stream()
                                .filter(item -> item.path("sha256").asText().equals(sha256))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }
}
