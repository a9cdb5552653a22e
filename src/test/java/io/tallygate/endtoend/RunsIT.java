package io.tallygate.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.testkit.Events;
import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.HttpAnswer;
import io.tallygate.testkit.HttpDoor;
import io.tallygate.testkit.PostgresNode;
import io.tallygate.testkit.TestBroker;
import io.tallygate.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs and projects, derived while events come in, in the packaged gateway with a real broker and database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunsIT {
    private static final Duration BOUND = Duration.ofSeconds(90);
    private static final Pattern NEXT = Pattern.compile("<([^>]*)>; rel=\"next\"");
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private static final Instant BEGIN = NOW.minus(Duration.ofHours(3));
    private static final String ANALYSIS = "workflow.opportunity.analysis";

    /** By the end that happened last, where the clock of the sender is not ahead. */
    private static final String BY_THE_LOG = """
            SELECT e.workflow_id, count(*) AS events, min(e.event_time) AS first_at, max(e.event_time) AS last_at,
                   max(e.sequence) AS last_sequence,
                   coalesce((array_agg(split_part(e.event_type, '.', 4) ORDER BY least(e.event_time, e.received_at) DESC,
                       e.sequence DESC) FILTER (WHERE e.event_type LIKE '%.completed' AND e.event_type LIKE '%analysis%'
                       OR e.event_type LIKE '%.failed'))[1], 'running') AS state
              FROM audit_event e WHERE e.tenant_id = ? AND e.workflow_id IS NOT NULL GROUP BY e.workflow_id""";

    private static final String WAITING = """
            SELECT count(*) FROM pg_stat_activity
             WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'INSERT INTO workflow_run%'""";

    private final TestDatabase database = PostgresNode.shared().createDatabase();
    private final Events events = new Events(6);
    private TestBroker broker;
    private GatewayProcess gateway;
    private HttpDoor http;

    @BeforeAll
    void start() {
        broker = TestBroker.start();
        gateway = GatewayProcess.setup("runs")
                .broker(broker.uri())
                .database(database)
                .set("TALLYGATE_PROJECTION_BATCH", "50")
                .set("TALLYGATE_PROJECTION_PAUSE", "20ms")
                .start();
        http = gateway.client();
    }

    @AfterAll
    void close() throws Exception {
        gateway.close();
        broker.close();
    }

    @Test
    void run_ofEventsInAnyOrder_isRepairedByEach() {
        UUID tenant = UUID.randomUUID();
        UUID workflow = UUID.randomUUID();
        String path = "/api/v1/workflows/" + workflow;

        send(Events.COMPLETED, tenant, workflow, BEGIN.plusSeconds(600));
        JsonNode ended = json(path);
        send(Events.FAILED, tenant, workflow, BEGIN.plusSeconds(60));
        send(Events.STEP, tenant, workflow, BEGIN.plusSeconds(30));
        send(Events.STARTED, tenant, workflow, BEGIN);

        assertThat(ended.path("state").asText()).isEqualTo("completed");
        assertThat(ended.path("startReceived").asBoolean()).isFalse();
        assertThat(ended.has("durationMs")).isFalse();
        JsonNode run = json(path);
        assertThat(run.path("state").asText()).as("what failed was tried again").isEqualTo("completed");
        assertThat(run.path("startReceived").asBoolean()).isTrue();
        assertThat(run.path("durationMs").asLong()).isEqualTo(600_000);
        assertThat(run.path("startedAt").asText()).isEqualTo(BEGIN.toString());
        assertThat(run.path("eventCount").asInt()).isEqualTo(4);
        assertThat(run.path("type").asText()).isEqualTo(ANALYSIS);
        assertThat(run.path("lastStep").asText()).isNotEmpty();
        awaitDerived();
        assertThat(json("/api/v1/workflows?tenant=" + tenant).at("/items/0").path("durationMs"))
                .isEqualTo(run.path("durationMs"));
    }

    @Test
    void list_ofEachState_isOfTheRunsInIt_inOrderAndPageByPage() {
        UUID tenant = UUID.randomUUID();
        UUID stalled = begun(tenant, BEGIN.minusSeconds(10));
        UUID running = begun(tenant, NOW);
        UUID failed = begun(tenant, BEGIN);
        send(Events.FAILED, tenant, failed, BEGIN.plusSeconds(5));
        UUID completed = begun(tenant, BEGIN.plusSeconds(1));
        send(Events.COMPLETED, tenant, completed, BEGIN.plusSeconds(21));
        awaitDerived();
        String list = "/api/v1/workflows?tenant=" + tenant;

        assertThat(ids(list + "&state=stalled")).containsExactly(stalled);
        assertThat(ids(list + "&state=running")).containsExactly(running);
        assertThat(ids(list + "&state=failed")).containsExactly(failed);
        assertThat(ids(list + "&state=completed&type=" + ANALYSIS + "&source=workflow-orchestrator&dialect=coder"))
                .containsExactly(completed);
        assertThat(ids(list + "&state=unknown")).isEmpty();
        assertThat(ids(list + "&project=none")).isEmpty();
        assertThat(ids(list + "&limit=1")).containsExactly(completed, failed, running, stalled);
        assertThat(ids(list + "&limit=3&sort=started&order=asc")).containsExactly(stalled, failed, completed, running);
        // the one that runs gets older while the test does
        assertThat(ids(list + "&state=completed&minDurationMs=10000&maxDurationMs=30000"))
                .containsExactly(completed);
        assertThat(ids(list + "&state=completed&minDurationMs=30000")).isEmpty();
        assertThat(ids(list + "&minDurationMs=10000000"))
                .as("one that still runs")
                .containsExactly(stalled);
        assertThat(ids(list + "&from=" + BEGIN + "&to=" + BEGIN.plusSeconds(2))).containsExactly(completed, failed);
        JsonNode run = json(list + "&state=failed").at("/items/0");
        assertThat(run.at("/failure/message").asText()).isEqualTo("No answer — timed out");
        assertThat(json("/api/v1/events/" + run.at("/failure/eventId").asText())
                        .path("sequence")
                        .asLong())
                .isEqualTo(run.at("/failure/sequence").asLong());
        assertThat(json(list + "&state=stalled").at("/items/0/stalledSince").asText())
                .isEqualTo(BEGIN.minusSeconds(10).plus(Duration.ofMinutes(30)).toString());
        JsonNode type = json("/api/v1/workflow-types?tenant=" + tenant).at("/items/0");
        assertThat(type.toString())
                .startsWith(
                        "{\"type\":\"" + ANALYSIS + "\",\"dialect\":\"coder\",\"runs\":4,\"completed\":1,\"failed\":1,"
                                + "\"running\":1,\"stalled\":1,\"medianDurationMs\":20000,\"lastRuns\":[{\"workflowId\":\""
                                + completed);
    }

    @ParameterizedTest
    @CsvSource({
        "workflows?state=broken, state",
        "workflows?sort=size, sort",
        "workflows?minDurationMs=-1, minDurationMs",
        "workflows?maxDurationMs=1e3, maxDurationMs",
        "workflows?cursor=MQ, cursor",
        "workflow-types?from=2026-02-01T00:00:00Z&to=2026-02-01T00:00:00Z, from",
        "projects?tenant=x, tenant"
    })
    void list_ofWhatCannotBeUnderstood_namesTheParameter(String question, String parameter) {
        HttpAnswer answer = http.get("/api/v1/" + question);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().path("parameter").asText()).isEqualTo(parameter);
    }

    @Test
    void workflow_ofManyRuns_showsTheLastOne_orTheOneThatIsAskedFor() {
        String dag = "dag-" + UUID.randomUUID();
        for (int round = 0; round < 3; round++) {
            for (int run = 1; run <= 3; run++) {
                String type = round == 0 ? "triggered" : round == 1 ? "completed" : "failed";
                if (round < 2 || run == 2) {
                    post(
                            "{\"event_type\":\"workflow." + type + "\",\"timestamp\":\""
                                    + BEGIN.plusSeconds(60 * round + run)
                                    + "\",\"source\":\"airflow\",\"workflow_id\":\"" + dag
                                    + "\",\"workflow_run_id\":\"run-" + run
                                    + "\",\"payload\":{\"data\":{\"error\":\"no \\u0000 disk\"}},\"metadata\":{\"environment\":\"prod\"}}");
                }
            }
        }
        String path = "/api/v1/workflows/" + dag;

        for (int derived = 0; derived < 2; derived++) {
            JsonNode last = json(path);
            assertThat(last.path("runId").asText()).isEqualTo("run-2");
            assertThat(last.path("state").asText()).isEqualTo("failed");
            assertThat(last.at("/failure/message").asText()).isEqualTo("no \uFFFD disk");
            assertThat(last.path("runs").findValuesAsText("runId")).containsExactly("run-2", "run-3", "run-1");
            assertThat(last.path("events").findValuesAsText("run")).containsExactly("run-2", "run-2", "run-2");
            HttpAnswer page = http.get(path + "?run=run-1&limit=1");
            assertThat(page.json().path("durationMs").asLong()).isEqualTo(60_000);
            assertThat(page.json().path("events").findValuesAsText("type")).containsExactly("workflow.triggered");
            Matcher next = NEXT.matcher(page.header("Link"));
            assertThat(next.find()).isTrue();
            JsonNode second = json(next.group(1));
            assertThat(second.path("events").findValuesAsText("type")).containsExactly("workflow.completed");
            assertThat(second.has("nextCursor")).isFalse();
            assertThat(http.get(path + "?run=run-4").status()).isEqualTo(404);
            awaitDerived();
        }
        assertThat(json("/api/v1/workflows?type=" + dag).path("items").findValuesAsText("runId"))
                .containsExactly("run-2", "run-3", "run-1");
    }

    @Test
    void run_ofParallelOperations_goesOnUntilTheLastOfThemEnds() {
        String id = UUID.randomUUID().toString();
        String path = "/api/v1/workflows/" + id;

        post(operation(id, "orchestration", "started", 0));
        post(operation(id, "routing", "started", 1));
        post(operation(id, "routing", "failed", 2));
        assertThat(json(path).path("state").asText()).isIn("running", "stalled");
        post(operation(id, "orchestration", "completed", 5));

        JsonNode run = json(path);
        assertThat(run.path("state").asText()).isEqualTo("completed");
        assertThat(run.path("type").asText()).isEqualTo("orchestrator.orchestration");
        assertThat(run.path("durationMs").asLong()).isEqualTo(5_000);
    }

    @Test
    void projects_showWhatGoesOn_andWhatTheyDependOn() {
        String lake = "lake-" + UUID.randomUUID();
        String etl = "etl-" + UUID.randomUUID();
        String made = "workflow-etl" + UUID.randomUUID() + "-20260101T000000Z";
        String read = "workflow-lake" + UUID.randomUUID() + "-20260101T000000Z";
        post(
                log(
                        "workflow_start",
                        made,
                        0,
                        "\"project\":\"" + etl
                                + "\",\"environment\":\"test\",\"context\":{\"work_item_id\":1,\"branch\":\"b\",\"action\":\"load\",\"targets\":[]}"));
        post(
                log(
                        "workflow_complete",
                        made,
                        50,
                        "\"status\":\"failed\",\"duration_ms\":40000,\"summary\":{\"steps_executed\":1,"
                                + "\"steps_succeeded\":0,\"steps_failed\":1,\"artifacts_created\":0},\"downstream_impacts\":[]"));
        post(
                log(
                        "workflow_start",
                        read,
                        1,
                        "\"project\":\"" + lake
                                + "\",\"environment\":\"test\",\"context\":{\"work_item_id\":1,\"branch\":\"b\",\"action\":\"load\",\"targets\":[]}"));
        post(log(
                "artifact_create",
                read,
                2,
                "\"artifact\":{\"type\":\"report\",\"path\":\"s3://x\"},\"upstream\":{\"project\":\"" + etl
                        + "\",\"workflow_id\":\"" + made + "\"}"));
        awaitDerived();

        JsonNode items = json("/api/v1/projects").path("items");
        JsonNode failing = named(items, etl);
        assertThat(failing.path("health").asText()).isEqualTo("failing");
        assertThat(failing.path("events").asInt()).isEqualTo(2);
        assertThat(failing.path("failureShare").asDouble()).isEqualTo(1);
        assertThat(failing.path("trend")).hasSize(24);
        assertThat(failing.path("trend").findValuesAsText("failed")).contains("1");
        assertThat(named(items, lake).path("stalled").asInt()
                        + named(items, lake).path("running").asInt())
                .isEqualTo(1);
        assertThat(json("/api/v1/workflows?project=" + etl)
                        .at("/items/0/durationMs")
                        .asLong())
                .isEqualTo(40_000);
        JsonNode upstream = json("/api/v1/projects/" + lake + "/dependencies");
        assertThat(upstream.path("downstream")).isEmpty();
        assertThat(upstream.at("/upstream/0/project").asText()).isEqualTo(etl);
        assertThat(upstream.at("/upstream/0/via").findValuesAsText("kind"))
                .containsExactlyInAnyOrder("parent", "correlation");
        JsonNode downstream = json("/api/v1/projects/" + etl + "/dependencies");
        assertThat(downstream.path("upstream")).isEmpty();
        assertThat(downstream.at("/downstream/0/project").asText()).isEqualTo(lake);
    }

    @Test
    void kill9_whileRunsAreDerived_loseNothingAndCountNothingTwice_andMadeAnewTheyAreTheSame() throws SQLException {
        UUID tenant = UUID.randomUUID();
        List<UUID> workflows = new ArrayList<>();
        List<String> batches = batches(tenant, workflows, 6, 500);
        batches.subList(0, 3).forEach(this::postLines);
        awaitDerived();

        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT run_id FROM workflow_run FOR UPDATE");
            batches.subList(3, 6).forEach(this::postLines);
            Awaitility.await("the projector is in the middle of a transaction")
                    .atMost(BOUND)
                    .until(() -> database.number(WAITING) == 1);
            gateway.kill9();
        }
        assertThat(database.number("SELECT sequence FROM projection_position WHERE name = 'runs'"))
                .isLessThan(head());
        gateway.restart().awaitReady(BOUND);
        batches.forEach(this::postLines);
        awaitDerived();

        Map<String, String> byTheLog = byTheLog(tenant);
        assertThat(byTheLog).hasSize(workflows.size());
        assertThat(byTheList(tenant)).isEqualTo(byTheLog);
        List<?> rows = database.query("SELECT to_jsonb(r)::text AS row FROM workflow_run r ORDER BY 1");
        assertThat(http.post("/api/v1/projections/runs/rebuilds", "").status()).isEqualTo(202);
        Awaitility.await()
                .atMost(BOUND)
                .until(() -> database.number("SELECT version FROM projection_position WHERE name = 'runs'") > 0);
        awaitDerived();
        assertThat(database.query("SELECT to_jsonb(r)::text AS row FROM workflow_run r ORDER BY 1"))
                .isEqualTo(rows);
        assertThat(byTheList(tenant)).isEqualTo(byTheLog);
        assertThat(http.post("/api/v1/projections/none/rebuilds", "").status()).isEqualTo(404);
        assertThat(http.get("/q/metrics").text()).contains("tallygate_projection_lag{projection=\"runs\"} 0.0");
    }

    private List<String> batches(UUID tenant, List<UUID> workflows, int count, int size) {
        List<String> types =
                List.of(Events.STARTED, Events.STEP, Events.STEP, Events.COMPLETED, Events.FAILED, Events.TRIGGER);
        List<String> batches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder lines = new StringBuilder();
            for (int j = 0; j < size; j++) {
                if (j % 5 == 0) {
                    workflows.add(UUID.randomUUID());
                }
                // all but the first of each belong to any, so that runs meet in many batches
                UUID workflow = workflows.get(j % 5 == 0 ? workflows.size() - 1 : (31 * i + 7 * j) % workflows.size());
                String type = j % 5 == 0 ? Events.STEP : types.get((i + j) % types.size());
                lines.append(new String(events.valid(type, tenant, workflow).body(), StandardCharsets.UTF_8))
                        .append('\n');
            }
            batches.add(lines.toString());
        }
        return batches;
    }

    private Map<String, String> byTheLog(UUID tenant) {
        Map<String, String> runs = new TreeMap<>();
        database.query(BY_THE_LOG, tenant)
                .forEach(row -> runs.put(
                        String.valueOf(row.get("workflow_id")),
                        row.get("events") + " " + instant(Objects.requireNonNull(row.get("first_at"))) + " "
                                + instant(Objects.requireNonNull(row.get("last_at"))) + " " + row.get("state")));
        return runs;
    }

    private static Instant instant(@Nullable Object time) {
        return ((Timestamp) Objects.requireNonNull(time)).toInstant();
    }

    private Map<String, String> byTheList(UUID tenant) {
        Map<String, String> runs = new TreeMap<>();
        items("/api/v1/workflows?limit=333&tenant=" + tenant)
                .forEach(run -> runs.put(
                        run.path("workflowId").asText(),
                        run.path("eventCount").asText() + " "
                                + run.path("firstEventAt").asText() + " "
                                + run.path("lastEventAt").asText() + " "
                                // stalled is running for too long, which is no matter of the log alone
                                + run.path("state").asText().replace("stalled", "running")));
        return runs;
    }

    private long head() {
        return database.number("SELECT last_sequence FROM audit_head");
    }

    private void awaitDerived() {
        long head = head();
        Awaitility.await()
                .atMost(BOUND)
                .until(() -> database.number("SELECT min(sequence) FROM projection_position") >= head);
    }

    private UUID begun(UUID tenant, Instant at) {
        UUID workflow = UUID.randomUUID();
        send(Events.STARTED, tenant, workflow, at);
        return workflow;
    }

    private void send(String type, UUID tenant, UUID workflow, Instant at) {
        String event = new String(events.valid(type, tenant, workflow).body(), StandardCharsets.UTF_8);
        post(event.replaceFirst("\"timestamp\":\"[^\"]*", "\"timestamp\":\"" + at));
    }

    private void post(String event) {
        HttpAnswer answer = http.post("/api/v1/events", event);
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    }

    private void postLines(String lines) {
        HttpAnswer answer = http.post("/api/v1/events", "application/x-ndjson", lines.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status()).as(answer.text()).isIn(200, 202);
    }

    private static String log(String type, String workflow, int seconds, String more) {
        return "{\"event_type\":\"" + type + "\",\"workflow_id\":\"" + workflow + "\",\"timestamp\":\""
                + NOW.minusSeconds(600 - seconds) + "\"," + more + "}";
    }

    private static String operation(String correlation, String operation, String stage, int second) {
        String at = BEGIN.plusSeconds(second).toString();
        String ends = stage.equals("started")
                ? "\"started_at\":\"" + at + "\",\"input_summary\":{}"
                : "\"" + stage + "_at\":\"" + at
                        + "\",\"execution_time_ms\":1,\"error_type\":\"E\",\"error_message\":\"m\","
                        + "\"result_summary\":{},\"success\":" + stage.equals("completed");
        return "{\"envelope_version\":\"1.0\",\"event_id\":\"" + UUID.randomUUID() + "\",\"event_type\":\"orchestrator."
                + operation + "." + stage + "\",\"event_version\":\"1.0\",\"event_timestamp\":\"" + at
                + "\",\"source_node_id\":\"n\",\"source_service\":\"s\",\"source_version\":\"1.0.0\",\"correlation_id\":\""
                + correlation + "\",\"environment\":\"development\",\"payload\":{\"operation\":\"" + operation
                + "\",\"correlation_id\":\"" + correlation + "\",\"node_id\":\"n\"," + ends
                + "},\"metadata\":{\"node_type\":\"orchestrator\",\"service_name\":\"s\",\"operation\":\"" + operation
                + "\",\"lifecycle_stage\":\"" + stage + "\",\"execution_time_ms\":1}}";
    }

    private static JsonNode named(JsonNode items, String project) {
        for (JsonNode item : items) {
            if (item.path("project").asText().equals(project)) {
                return item;
            }
        }
        throw new AssertionError("No project " + project + " in " + items);
    }

    private JsonNode json(String path) {
        HttpAnswer answer = http.get(path);
        assertThat(answer.status()).as(path + " " + answer.text()).isEqualTo(200);
        return answer.json();
    }

    private List<UUID> ids(String path) {
        return items(path).stream()
                .map(run -> UUID.fromString(run.path("workflowId").asText()))
                .toList();
    }

    /** The items of all pages. */
    private List<JsonNode> items(String path) {
        List<JsonNode> items = new ArrayList<>();
        for (String at = path; !at.isEmpty(); ) {
            HttpAnswer page = http.get(at);
            assertThat(page.status()).as(at + " " + page.text()).isEqualTo(200);
            page.json().path("items").forEach(items::add);
            Matcher next = NEXT.matcher(page.header("Link"));
            at = next.find() ? next.group(1) : "";
        }
        return items;
    }
}
