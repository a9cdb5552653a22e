package io.tallygate.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * What the gateway answers when its questions may be of no tenant, whatever their conditions say: PostgreSQL has to keep back
 * everything, from each endpoint that reads.
 */
class SecondLockIT {
    private static final Duration BOUND = Duration.ofSeconds(60);
    /** Its answer is a stream without an end; it is fed by the gateway's own reads and filtered for each reader. */
    private static final Set<String> STREAMS = Set.of("/api/v1/stream");

    private static final String SOURCE = "source-" + UUID.randomUUID();
    private static final String PROJECT = "project-" + UUID.randomUUID();
    private static final UUID TENANT = UUID.randomUUID();
    private static final UUID WORKFLOW = UUID.randomUUID();

    private final Events events = new Events(77, Instant.now());
    private final TestDatabase database = PostgresNode.shared().createDatabase();

    @Test
    void everyEndpoint_whenNoTenantIsSet_showsNothingOfWhatIsStored() throws Exception {
        try (TestBroker broker = TestBroker.start();
                GatewayProcess gateway = GatewayProcess.setup("second-lock")
                        .broker(broker.uri())
                        .database(database)
                        .start()) {
            HttpDoor http = gateway.client();
            List<String> questions = questions(http, store(http));

            List<String> tellingBefore = questions.stream()
                    .filter(question -> tells(question, http.get(question)))
                    .toList();
            assertThat(tellingBefore)
                    .as("questions that are answered with something stored")
                    .hasSizeGreaterThan(15);

            // The readers' connections alone: the gateway itself works on.
            database.execute(
                    "CREATE OR REPLACE FUNCTION serves_all() RETURNS boolean LANGUAGE sql STABLE RETURN"
                            + " current_setting('tallygate.tenants', true) = '*' AND current_setting('application_name') <> 'tallygate-reads'");
            database.execute(
                    "CREATE OR REPLACE FUNCTION served_tenants() RETURNS uuid[] LANGUAGE sql STABLE RETURN '{}'::uuid[]");

            for (String question : questions) {
                HttpAnswer answer = http.get(question);
                assertThat(answer.status()).as(question + answer).isIn(200, 404, 422);
                assertThat(tells(question, answer))
                        .as(question + " answers " + answer.text())
                        .isFalse();
            }
            JsonNode overview = http.get("/api/v1/overview").json();
            assertThat(overview.findValues("value"))
                    .allSatisfy(value -> assertThat(value.asDouble()).isZero());
            assertThat(http.post(events.valid(Events.STEP)).status())
                    .as("the gateway itself still stores")
                    .isEqualTo(202);
        }
    }

    /** Whether there is something in it that only what is stored says, and not the question. */
    private static boolean tells(String question, HttpAnswer answer) {
        return Stream.of(TENANT.toString(), WORKFLOW.toString(), SOURCE, PROJECT)
                .filter(mark -> !question.contains(mark))
                .anyMatch(answer.text()::contains);
    }

    private TestEvent store(HttpDoor http) {
        TestEvent started = events.valid(Events.STARTED, TENANT, WORKFLOW);
        TestEvent failed = events.valid(Events.FAILED, TENANT, WORKFLOW);
        TestEvent broken = events.broken(Flaw.FIELD_MISSING);
        String log = """
                {"source_system":"%s","stage":"source","status":"Failed","logged_at":"%s","duration":3,"row_count":4,
                 "workspace_id":"%s","target_table":"t"}""".formatted(SOURCE, Instant.now(), PROJECT);
        assertThat(http.post(started).status()).isEqualTo(202);
        assertThat(http.post(failed).status()).isEqualTo(202);
        http.post(broken);
        assertThat(http.post("/api/v1/logs", log).status()).isEqualTo(202);
        database.execute("UPDATE quarantine SET tenant_id = ?, source = ?", TENANT, SOURCE);
        Awaitility.await("what is derived")
                .atMost(BOUND)
                .until(() -> database.number("SELECT count(*) FROM projection_position p CROSS JOIN audit_head h"
                                        + " WHERE p.sequence < h.last_sequence")
                                == 0
                        && database.number("SELECT count(*) FROM workflow_run") >= 2);
        return started;
    }

    /** Every GET of the API, with something stored in each place of its path, and some with what makes them tell more. */
    private List<String> questions(HttpDoor http, TestEvent event) {
        String quarantined =
                database.query("SELECT id FROM quarantine LIMIT 1").get(0).get("id") + "";
        Set<String> questions = new TreeSet<>();
        http.get("/q/openapi?format=json").json().path("paths").fields().forEachRemaining(path -> {
            if (path.getKey().startsWith("/api/v1/")
                    && path.getValue().has("get")
                    && !STREAMS.contains(path.getKey())) {
                questions.add(path.getKey()
                        .replace("/events/{id}", "/events/" + event.id())
                        .replace("/quarantine/{id}", "/quarantine/" + quarantined)
                        .replace("/workflows/{id}", "/workflows/" + WORKFLOW)
                        .replace("{project}", PROJECT)
                        .replace("/{type}/", "/" + Events.STEP + "/")
                        .replace("{version}", "1.0.0")
                        // of what belongs to no tenant
                        .replace("{id}", "none"));
            }
        });
        questions.removeIf(question -> question.equals("/api/v1/search"));
        questions.addAll(List.of(
                "/api/v1/search?q=" + WORKFLOW,
                "/api/v1/search?q=" + event.id(),
                "/api/v1/events?include=event&q=" + SOURCE + "&from="
                        + Instant.now().minusSeconds(3600),
                "/api/v1/events?tenant=" + TENANT,
                "/api/v1/events?workflow=" + WORKFLOW,
                "/api/v1/quarantine?tenant=" + TENANT,
                "/api/v1/stats?groupBy=source",
                "/api/v1/stats?groupBy=tenant",
                "/api/v1/stats?groupBy=project",
                "/api/v1/stats?measure=quarantined&groupBy=source",
                "/api/v1/facets?of=workflows",
                "/api/v1/facets?of=quarantine",
                "/api/v1/metrics?group_by=source_system",
                "/api/v1/workflows?project=" + PROJECT));
        assertThat(questions).noneMatch(question -> question.contains("{"));
        return new ArrayList<>(questions);
    }
}
