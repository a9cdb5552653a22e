package io.tallygate.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.tallygate.testkit.Events;
import io.tallygate.testkit.Flaw;
import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.HttpAnswer;
import io.tallygate.testkit.HttpDoor;
import io.tallygate.testkit.PostgresNode;
import io.tallygate.testkit.TestBroker;
import io.tallygate.testkit.TestDatabase;
import io.tallygate.testkit.TestEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Figures of a known set of events that came by both doors, as a dashboard asks for them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FiguresIT {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final UUID TENANT = UUID.fromString("11111111-2222-4333-8444-555555555555");
    /** The events of the test kit happened yesterday. */
    private static final Instant TODAY = Instant.now().truncatedTo(ChronoUnit.DAYS);

    private static final String RANGE =
            "tenant=" + TENANT + "&from=" + TODAY.minus(1, ChronoUnit.DAYS) + "&to=" + TODAY.plus(1, ChronoUnit.DAYS);

    private final TestDatabase database = PostgresNode.shared().createDatabase();
    private final List<TestEvent> sound = new ArrayList<>();
    private TestBroker broker;
    private GatewayProcess gateway;
    private HttpDoor http;

    @BeforeAll
    void sendTheSet() throws Exception {
        broker = TestBroker.start();
        gateway = GatewayProcess.setup("figures")
                .broker(broker.uri())
                .database(database)
                .start();
        http = gateway.client();
        Events events = new Events(6, TODAY);
        for (int i = 0; i < 20; i++) {
            UUID workflow = new UUID(0x4000L + i, Long.MIN_VALUE + i);
            sound.add(events.valid(Events.STARTED, TENANT, workflow));
            sound.add(events.valid(Events.STEP, TENANT, workflow));
            sound.add(events.valid(i < 5 ? Events.FAILED : Events.COMPLETED, TENANT, workflow));
        }
        try (Connection connection = broker.connect();
                Channel channel = connection.createChannel()) {
            for (int i = 0; i < sound.size(); i++) {
                TestEvent event = sound.get(i);
                if (i % 2 == 0) {
                    channel.basicPublish("coder_events", event.routingKey(), null, event.body());
                } else {
                    assertThat(http.post(event).status()).isEqualTo(202);
                }
            }
        }
        for (int i = 0; i < 4; i++) {
            assertThat(http.post(events.broken(Flaw.UNKNOWN_VERSION)).status()).isEqualTo(422);
        }
        Awaitility.await("all events counted")
                .atMost(BOUND)
                .until(() ->
                        get("/api/v1/stats?" + RANGE).at("/groups/0/events").asLong() == sound.size()
                                && get("/api/v1/facets?of=workflows&" + RANGE)
                                                .at("/facets/state/0/count")
                                                .asLong()
                                        == 15);
    }

    @AfterAll
    void close() throws Exception {
        gateway.close();
        broker.close();
    }

    private JsonNode get(String path) {
        HttpAnswer answer = http.get(path);
        assertThat(answer.status()).as(path + " " + answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static JsonNode group(JsonNode stats, String key) {
        return StreamSupport.stream(stats.path("groups").spliterator(), false)
                .filter(group -> group.path("key").asText().equals(key))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No group " + key + " in " + stats));
    }

    @Test
    void stats_countsAllEvents_whateverTheirDoor() {
        JsonNode all = get("/api/v1/stats?interval=PT1H&" + RANGE);
        assertThat(all.path("interval").asText()).isEqualTo("PT1H");
        assertThat(all.at("/groups/0/events").asLong()).isEqualTo(60);
        assertThat(all.at("/groups/0/failed").asLong()).isEqualTo(5);
        long pointed = 0;
        for (JsonNode point : all.at("/groups/0/points")) {
            pointed += point.path("events").asLong();
        }
        assertThat(pointed).isEqualTo(60);

        JsonNode byType = get("/api/v1/stats?groupBy=type&" + RANGE);
        assertThat(group(byType, Events.STARTED).path("events").asLong()).isEqualTo(20);
        assertThat(group(byType, Events.FAILED).path("failed").asLong()).isEqualTo(5);
        assertThat(group(byType, Events.STEP).at("/durations/count").asLong()).isEqualTo(20);
        long exact = database.number("SELECT percentile_disc(0.95) WITHIN GROUP (ORDER BY"
                + " (event_json(content) #>> '{data,durationMs}')::bigint) FROM audit_event WHERE event_type = '"
                + Events.STEP + "'");
        assertThat(group(byType, Events.STEP).at("/durations/p95").asDouble()).isBetween(exact * 0.955, exact * 1.045);
        assertThat(get("/api/v1/stats?groupBy=tenant&" + RANGE)
                        .at("/groups/0/key")
                        .asText())
                .isEqualTo(TENANT.toString());
        assertThat(get("/api/v1/stats?tenant=" + UUID.randomUUID())
                        .at("/groups/0/events")
                        .asLong())
                .isZero();
    }

    @Test
    void stats_withTheQuarantine_byTimeOfReceipt() {
        JsonNode stats = get("/api/v1/stats?interval=PT1H&groupBy=type&from=" + TODAY.minus(1, ChronoUnit.DAYS) + "&to="
                + TODAY.plus(2, ChronoUnit.DAYS));

        long quarantined = 0;
        for (JsonNode group : stats.path("groups")) {
            quarantined += group.path("quarantined").asLong();
        }
        assertThat(quarantined).isEqualTo(4);
    }

    @Test
    void heatmap_ofStepsAndOfRuns_hasEachOfThem() {
        for (String of : List.of("step", "run")) {
            JsonNode map = get("/api/v1/stats/heatmap?of=" + of + "&interval=P1D&" + RANGE);
            long durations = 0;
            for (JsonNode point : map.path("points")) {
                assertThat(point.path("counts")).hasSize(map.path("bounds").size());
                for (JsonNode count : point.path("counts")) {
                    durations += count.asLong();
                }
            }
            assertThat(durations)
                    .as("%s: %s", of, map)
                    .isEqualTo(
                            of.equals("step")
                                    ? 20
                                    : database.number(
                                            "SELECT count(*) FROM workflow_run WHERE ended_at IS NOT NULL AND duration_ms IS NOT NULL"));
        }
    }

    @Test
    void facets_ofAllThree_areCounted() {
        JsonNode events = get("/api/v1/facets?of=events&type=" + Events.STEP + "&" + RANGE)
                .path("facets");
        assertThat(events.at("/source/0/value").asText()).isEqualTo("workflow-orchestrator");
        assertThat(events.at("/source/0/count").asLong()).isEqualTo(20);
        assertThat(events.path("type")).hasSize(4);

        JsonNode runs = get("/api/v1/facets?of=workflows&" + RANGE).path("facets");
        assertThat(runs.at("/state/0/value").asText()).isEqualTo("completed");
        assertThat(runs.at("/state/1/count").asLong()).isEqualTo(5);

        JsonNode quarantined = get("/api/v1/facets?of=quarantine").path("facets");
        assertThat(quarantined.at("/reason/0/value").asText()).isEqualTo("unknown-version");
        assertThat(quarantined.at("/reason/0/count").asLong()).isEqualTo(4);
    }

    @Test
    void overview_tellsWhatWentWrong_andWhereToSeeIt() {
        JsonNode overview = get("/api/v1/overview?" + RANGE);

        assertThat(overview.path("missing")).isEmpty();
        assertThat(overview.at("/events/value").asLong()).isEqualTo(60);
        assertThat(overview.at("/events/before").asLong()).isZero();
        assertThat(overview.at("/failureShare/value").asDouble()).isEqualTo(0.25);
        assertThat(overview.at("/failuresByType/0/failed").asLong()).isEqualTo(5);
        assertThat(overview.at("/failuresByType/0/runs").asLong()).isEqualTo(20);
        assertThat(overview.has("oldestUnfinished")).isFalse();
        JsonNode failed = overview.at("/attention/0");
        assertThat(failed.path("kind").asText()).isEqualTo("failed");
        assertThat(failed.path("detail").asText()).contains("No answer — timed out");
        assertThat(failed.at("/link/view").asText()).isEqualTo("timeline");
        String workflow = failed.at("/link/params/workflow").asText();
        assertThat(get("/api/v1/workflows/" + workflow).path("state").asText()).isEqualTo("failed");
        assertThat(get("/api/v1/overview").at("/quarantined/value").asLong()).isEqualTo(4);
        assertThat(get("/api/v1/overview").path("attention").toString()).contains("unknown-version");
    }

    @Test
    void quarantineGroups_countTheirEvents_andLeadToTheLatest() {
        JsonNode groups = get("/api/v1/quarantine/groups?reason=unknown-version");

        long count = 0;
        for (JsonNode group : groups.path("items")) {
            count += group.path("count").asLong();
            assertThat(get("/api/v1/quarantine/" + group.path("latestId").asText())
                            .path("type")
                            .asText())
                    .isEqualTo(group.path("type").asText());
        }
        assertThat(count).isEqualTo(4);
        assertThat(get("/api/v1/quarantine/groups?reason=unreadable").path("items"))
                .isEmpty();
    }

    @Test
    void questionsThatCannotBeAnswered_areToldWhy() {
        for (String path : List.of(
                "stats?groupBy=colour",
                "stats?interval=PT7M",
                "stats/heatmap?of=nothing",
                "facets?of=nothing",
                "overview?from=yesterday",
                "quarantine/groups?reason=bad",
                "stats?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z")) {
            assertThat(http.get("/api/v1/" + path).status()).as(path).isEqualTo(400);
        }
        HttpAnswer wide = http.get("/api/v1/stats?from=1970-01-01T00:00:00Z&to=9999-12-31T00:00:00Z");
        assertThat(wide.status()).isEqualTo(422);
        assertThat(wide.json().path("type").asText()).isEqualTo("/problems/range-too-wide");
    }
}
