package io.tallygate.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.HttpAnswer;
import io.tallygate.testkit.PostgresNode;
import io.tallygate.testkit.TestBroker;
import io.tallygate.testkit.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What an operator asks of a log of a million events ({@code -Dscale.events}) over 90 days, beside the same asked in plain
 * SQL. All of it is derived by the packaged gateway first, as after an update that brings a new projection. What each
 * question took is printed, not asserted.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MillionEventsSoak {
    private static final long EVENTS = Long.getLong("scale.events", 1_000_000);
    private static final Duration DERIVED = Duration.ofMinutes(40);
    private static final long SEED = 20261121;
    private static final int ASKED = 10;

    private final PostgresNode postgres = PostgresNode.start(Plant.POSTGRES_SETTINGS);
    private final TestDatabase database = postgres.createDatabase();
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.DAYS);
    private TestBroker broker;
    private GatewayProcess gateway;

    @BeforeAll
    void makeTheLog() throws Exception {
        broker = TestBroker.start();
        start().close();
        StoredHistory history = new StoredHistory(database, EVENTS, SEED);
        postgres.restart(StoredHistory.SETTINGS_TO_GROW);
        history.growTo(EVENTS);
        postgres.restart(Plant.POSTGRES_SETTINGS);
        gateway = start();
        long begun = System.nanoTime();
        Awaitility.await("all is derived")
                .atMost(DERIVED)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> get("/api/v1/projections").path("items").size() > 0
                        && items(get("/api/v1/projections")).stream()
                                .allMatch(each -> each.path("lag").asLong(-1) == 0));
        say("derived in %d s", (System.nanoTime() - begun) / 1_000_000_000);
    }

    private GatewayProcess start() {
        return GatewayProcess.setup("million")
                .broker(broker.uri())
                .database(database)
                .set("TALLYGATE_PROJECTION_SHARE", "1")
                .set("TALLYGATE_PROJECTION_PAUSE", "0s")
                .jvm("-Xmx256m")
                .start();
    }

    @AfterAll
    void close() throws Exception {
        gateway.close();
        broker.close();
        postgres.close();
    }

    @Test
    void stats_ofThirtyDays_agreeWithTheLog() {
        JsonNode answer = timed("stats by type", () -> get("/api/v1/stats?groupBy=type&" + last(30)));

        assertThat(counts(answer.path("groups"), "key", "events"))
                .isEqualTo(counted("event_type", answer))
                .hasSize(5);
    }

    @Test
    void stats_ofOneTenant_agreeWithTheLog() {
        UUID tenant = tenant();

        JsonNode answer =
                timed("stats of a tenant", () -> get("/api/v1/stats?groupBy=type&tenant=" + tenant + "&" + last(30)));

        assertThat(counts(answer.path("groups"), "key", "events"))
                .isEqualTo(counted("event_type", answer, " AND tenant_id = '" + tenant + "'"));
    }

    @Test
    void facets_ofThirtyDays_agreeWithTheLog() {
        JsonNode answer = timed("facets", () -> get("/api/v1/facets?of=events&" + last(30)));

        assertThat(counts(answer.at("/facets/source"), "value", "count")).isEqualTo(counted("source", answer));
    }

    @Test
    void overview_ofADay_agreesWithTheLog() {
        JsonNode answer = timed("overview", () -> get("/api/v1/overview?" + last(1)));

        assertThat(answer.at("/events/value").asLong())
                .isPositive()
                .isEqualTo(counted("event_type", answer).values().stream()
                        .mapToLong(Long::longValue)
                        .sum());
    }

    @Test
    void failedRuns_ofATenant_areThoseOfTheLog() {
        UUID tenant = UUID.fromString(texts("SELECT tenant_id AS found FROM audit_event"
                        + " WHERE event_type = 'workflow.opportunity.analysis.failed' ORDER BY sequence LIMIT 1")
                .iterator()
                .next());

        Set<String> listed = new HashSet<>();
        for (JsonNode run : walk("failed runs of a tenant", "/api/v1/workflows?state=failed&tenant=" + tenant)) {
            assertThat(listed.add(run.path("workflowId").asText())).isTrue();
        }

        assertThat(listed)
                .isNotEmpty()
                .isEqualTo(texts("SELECT workflow_id AS found FROM audit_event WHERE tenant_id = '" + tenant
                        + "' AND event_type = 'workflow.opportunity.analysis.failed'"));
    }

    @Test
    void runs_all_areAsManyAsWorkflows() {
        JsonNode answer = timed("facets of runs", () -> get("/api/v1/facets?of=workflows&" + last(30)));

        long listed = items(answer.at("/facets/state")).stream()
                .mapToLong(state -> state.path("count").asLong())
                .sum();
        assertThat(listed)
                .isPositive()
                .isEqualTo(database.number("SELECT count(*) FROM (SELECT coalesce(min(least(event_time, received_at))"
                        + " FILTER (WHERE event_type = 'workflow.opportunity.analysis.started'),"
                        + " min(least(event_time, received_at))) AS started FROM audit_event WHERE workflow_id IS NOT NULL"
                        + " GROUP BY workflow_id) AS runs WHERE started >= '"
                        + answer.path("from").asText() + "' AND started < '"
                        + answer.path("to").asText() + "'"));
    }

    @Test
    void events_pageByPage_areThoseOfTheLog() {
        String range = "from=" + now.minus(3, ChronoUnit.DAYS) + "&to=" + now.minus(1, ChronoUnit.DAYS);

        Set<String> listed = new HashSet<>();
        for (JsonNode event : walk(
                "events of two days and a type", "/api/v1/events?type=workflow.step.completed&limit=500&" + range)) {
            assertThat(listed.add(event.path("id").asText())).isTrue();
        }

        assertThat(listed)
                .hasSizeGreaterThan(5_000)
                .isEqualTo(texts("SELECT event_id AS found FROM audit_event WHERE event_type ="
                        + " 'workflow.step.completed' AND event_time >= '" + now.minus(3, ChronoUnit.DAYS)
                        + "' AND event_time < '" + now.minus(1, ChronoUnit.DAYS) + "'"));
    }

    @Test
    void events_byAValueOfTheirs_areThoseOfTheLog() {
        String window = "event_time >= '" + now.minus(2, ChronoUnit.DAYS) + "' AND event_time < '"
                + now.minus(1, ChronoUnit.DAYS) + "'";

        Set<String> listed = new HashSet<>();
        for (JsonNode event : walk(
                "a day's events by a value",
                "/api/v1/events?field=data.result.score:500&from=" + now.minus(2, ChronoUnit.DAYS) + "&to="
                        + now.minus(1, ChronoUnit.DAYS))) {
            listed.add(event.path("id").asText());
        }

        assertThat(listed)
                .isNotEmpty()
                .isEqualTo(texts("SELECT event_id AS found FROM audit_event WHERE " + window
                        + " AND event_json(content) #>> '{data,result,score}' = '500'"));
    }

    @Test
    void search_byIdsAndHowTheyBegin_findsThem() {
        List<StoredEvent> some = some(ASKED);
        List<Long> nanos = new ArrayList<>();
        for (StoredEvent event : some) {
            long begun = System.nanoTime();
            List<JsonNode> hits = items(get("/api/v1/search?q=" + event.id()));
            nanos.add(System.nanoTime() - begun);
            assertThat(hits)
                    .anyMatch(hit -> hit.path("id").asText().equals(event.id())
                            && hit.path("kind").asText().equals("event"));
            assertThat(items(get("/api/v1/search?q=" + event.workflow().substring(0, 20))))
                    .anyMatch(hit -> hit.path("id").asText().equals(event.workflow()));
        }
        say("search by id: %s", millis(nanos));
    }

    @Test
    void workflow_anyOne_hasItsEvents() {
        List<Long> nanos = new ArrayList<>();
        for (StoredEvent event : some(ASKED)) {
            long begun = System.nanoTime();
            JsonNode run = get("/api/v1/workflows/" + event.workflow());
            nanos.add(System.nanoTime() - begun);
            assertThat(run.path("eventCount").asLong())
                    .isEqualTo(run.path("events").size())
                    .isEqualTo(database.number(
                            "SELECT count(*) FROM audit_event WHERE workflow_id = '" + event.workflow() + "'"));
        }
        say("one workflow: %s", millis(nanos));
    }

    @Test
    void text_ofAllTime_isFoundOrSaysToNarrowTheRange() {
        HttpAnswer answer = gateway.client().get("/api/v1/events?q=nowhere+in+any+event");

        assertThat(answer.status()).as(answer.toString()).isIn(200, 422);
        if (answer.status() == 422) {
            assertThat(answer.json().path("detail").asText()).containsIgnoringCase("narrow");
        }
    }

    private List<StoredEvent> some(int count) {
        return database
                .query("SELECT " + StoredEvent.COLUMNS + " FROM audit_event WHERE workflow_id IS NOT NULL"
                        + " AND sequence IN (SELECT 1 + n * " + EVENTS / (count + 1) + " FROM generate_series(1, 3 * "
                        + count + ") AS n) ORDER BY sequence LIMIT " + count)
                .stream()
                .map(StoredEvent::of)
                .toList();
    }

    private UUID tenant() {
        return some(1).get(0).tenant();
    }

    /** The last days before today began. */
    private String last(int days) {
        return "from=" + now.minus(days, ChronoUnit.DAYS) + "&to=" + now;
    }

    private Map<String, Long> counted(String column, JsonNode answer) {
        return counted(column, answer, "");
    }

    /** By plain SQL, over the range that the answer says it is of. */
    private Map<String, Long> counted(String column, JsonNode answer, String further) {
        return database
                .query("SELECT " + column + " AS found, count(*) AS events FROM audit_event WHERE event_time >= '"
                        + answer.path("from").asText() + "' AND event_time < '"
                        + answer.path("to").asText() + "'" + further + " GROUP BY 1")
                .stream()
                .collect(Collectors.toMap(
                        row -> String.valueOf(row.get("found")),
                        row -> Long.valueOf(String.valueOf(row.get("events"))),
                        Long::sum,
                        TreeMap::new));
    }

    private Set<String> texts(String sql) {
        return database.query(sql).stream()
                .map(row -> String.valueOf(row.get("found")))
                .collect(Collectors.toSet());
    }

    private static Map<String, Long> counts(JsonNode list, String key, String count) {
        return items(list).stream()
                .collect(Collectors.toMap(
                        each -> each.path(key).asText(),
                        each -> each.path(count).asLong(),
                        Long::sum,
                        TreeMap::new));
    }

    private List<JsonNode> walk(String what, String path) {
        List<JsonNode> found = new ArrayList<>();
        List<Long> nanos = new ArrayList<>();
        String cursor = "";
        do {
            String next = path + cursor;
            long begun = System.nanoTime();
            JsonNode page = get(next);
            nanos.add(System.nanoTime() - begun);
            found.addAll(items(page));
            cursor = page.hasNonNull("nextCursor")
                    ? "&cursor=" + page.path("nextCursor").asText()
                    : "";
        } while (!cursor.isEmpty());
        say("%s: %d in %d pages: %s", what, found.size(), nanos.size(), millis(nanos));
        return found;
    }

    private <T> T timed(String what, Supplier<T> question) {
        List<Long> nanos = new ArrayList<>();
        T answer = question.get();
        for (int i = 0; i < ASKED; i++) {
            long begun = System.nanoTime();
            answer = question.get();
            nanos.add(System.nanoTime() - begun);
        }
        say("%s: %s", what, millis(nanos));
        return answer;
    }

    private static String millis(List<Long> nanos) {
        List<Long> sorted = nanos.stream().sorted().toList();
        return String.format(
                Locale.ROOT,
                "p50 %.1f ms, longest %.1f ms",
                sorted.get(sorted.size() / 2) / 1e6,
                sorted.get(sorted.size() - 1) / 1e6);
    }

    private JsonNode get(String path) {
        HttpAnswer answer = gateway.client().get(path);
        assertThat(answer.status()).as("%s gives %s", path, answer).isEqualTo(200);
        return answer.json();
    }

    private static List<JsonNode> items(JsonNode list) {
        JsonNode items = list.isArray() ? list : list.path("items");
        return StreamSupport.stream(items.spliterator(), false).toList();
    }

    private static void say(String what, Object... values) {
        Benchmark.progress("a log of %d events: %s", EVENTS, String.format(Locale.ROOT, what, values));
    }
}
