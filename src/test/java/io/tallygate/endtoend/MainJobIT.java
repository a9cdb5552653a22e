package io.tallygate.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import io.tallygate.testkit.Events;
import io.tallygate.testkit.Flaw;
import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.HttpAnswer;
import io.tallygate.testkit.HttpDoor;
import io.tallygate.testkit.PostgresNode;
import io.tallygate.testkit.TestBroker;
import io.tallygate.testkit.TestEvent;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The main job on real parts: events come in by both doors, are kept, published and read back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MainJobIT {
    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    /** Longer ago than any window is long. */
    private static final Instant PAST = Instant.parse("2020-02-02T02:02:02Z");

    private final Events events = new Events(7);
    private TestBroker broker;
    private GatewayProcess gateway;
    private HttpDoor http;
    private Connection connection;
    private Channel channel;

    @BeforeAll
    void start() throws Exception {
        broker = TestBroker.start();
        gateway = GatewayProcess.setup("main-job")
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
    @ValueSource(strings = {Events.STARTED, Events.COMPLETED, Events.FAILED, Events.STEP, Events.TRIGGER})
    void post_storesEveryTypeAndGivesItsBytesBack(String type) {
        TestEvent event = events.valid(type);

        HttpAnswer answer = http.post(event);

        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        assertThat(answer.json().path("outcome").asText()).isEqualTo("stored");
        JsonNode stored = http.get(answer.header("Location")).json();
        assertThat(stored.path("type").asText()).isEqualTo(type);
        assertThat(stored.path("door").asText()).isEqualTo("http");
        assertThat(stored.path("sha256").asText()).isEqualTo(event.key());
        assertThat(stored.path("event")).isEqualTo(tree(event));
        assertThat(http.get("/api/v1/events/" + event.id() + "/original").body())
                .isEqualTo(event.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {Events.STARTED, Events.COMPLETED, Events.FAILED, Events.STEP, Events.TRIGGER})
    void publish_storesEveryType(String type) throws Exception {
        TestEvent event = events.valid(type);
        AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                .correlationId("ignored where the event has one")
                .headers(Map.of("traceparent", TRACE))
                .build();

        channel.basicPublish("coder_events", type, properties, event.body());

        JsonNode stored = storedEvent(event.id());
        assertThat(stored.path("door").asText()).isEqualTo("amqp");
        assertThat(stored.path("traceparent").asText()).isEqualTo(TRACE);
        assertThat(stored.path("correlationId").asText())
                .isEqualTo(
                        type.equals(Events.TRIGGER)
                                ? "ignored where the event has one"
                                : tree(event).at("/data/workflowId").asText());
    }

    @Test
    void publish_withTheMarkOfAnotherEventIsStoredAllTheSame() throws Exception {
        String queue = watchQueue();
        http.post(events.valid(Events.STEP));
        Object mark = publishedTo(queue).getProps().getHeaders().get("x-tallygate-mark");
        assertThat(mark).isNotNull();
        TestEvent event = events.valid(Events.STEP);

        channel.basicPublish(
                "coder_events",
                Events.STEP,
                new AMQP.BasicProperties.Builder()
                        .headers(Map.of("x-tallygate-mark", mark))
                        .build(),
                event.body());

        assertThat(storedEvent(event.id()).path("door").asText()).isEqualTo("amqp");
    }

    @Test
    void post_sameEventAgainIsAlreadyStored() {
        TestEvent event = events.valid();

        assertThat(http.post(event).status()).isEqualTo(202);
        HttpAnswer again = http.post(event);

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().path("outcome").asText()).isEqualTo("already-stored");
    }

    @Test
    void post_reusedIdIsAConflict() {
        TestEvent event = events.valid();
        http.post(event);

        HttpAnswer answer = http.post(events.reusing(event));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().path("reason").asText()).isEqualTo("id-reused");
    }

    @Test
    void post_isPublishedOnceWithItsProperties() throws Exception {
        String queue = watchQueue();
        TestEvent event = events.valid(Events.FAILED);

        http.post("/api/v1/events", "application/json", event.body(), "traceparent", TRACE);

        GetResponse message = publishedTo(queue);
        AMQP.BasicProperties properties = message.getProps();
        assertThat(message.getBody()).isEqualTo(event.body());
        assertThat(message.getEnvelope().getRoutingKey()).isEqualTo(Events.FAILED);
        assertThat(properties.getDeliveryMode()).isEqualTo(2);
        assertThat(properties.getContentType()).isEqualTo("application/json");
        assertThat(properties.getMessageId()).isEqualTo(event.id());
        assertThat(properties.getType()).isEqualTo(Events.FAILED);
        assertThat(properties.getTimestamp()).isNotNull();
        assertThat(properties.getCorrelationId())
                .isEqualTo(tree(event).at("/data/workflowId").asText());
        assertThat(properties.getHeaders().get("traceparent")).hasToString(TRACE);
    }

    /** A queue that gets whatever is published from now on. */
    private String watchQueue() throws IOException {
        String queue = "watch-" + UUID.randomUUID();
        channel.queueDeclare(queue, false, false, true, Map.of());
        channel.queueBind(queue, "coder_events", "workflow.#");
        return queue;
    }

    private GetResponse publishedTo(String queue) {
        return Awaitility.await()
                .atMost(BOUND)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> channel.basicGet(queue, true), got -> got != null);
    }

    @Test
    void post_manyAsArrayGivesAResultEach() {
        TestEvent first = events.valid();
        TestEvent bad = events.broken(Flaw.FIELD_MISSING);
        String body = "[" + text(first) + " ,\n " + text(bad) + "," + text(first) + "]";

        HttpAnswer answer = http.post("/api/v1/events", body);

        assertThat(answer.status()).isEqualTo(207);
        JsonNode results = answer.json().path("results");
        assertThat(results.findValuesAsText("outcome")).containsExactly("stored", "rejected", "already-stored");
        assertThat(results.at("/1/errors/0/keyword").asText()).isEqualTo("required");
        assertThat(http.get("/api/v1/events/" + first.id() + "/original").body())
                .isEqualTo(first.body());
    }

    @Test
    void post_manyAsLines() {
        String body = text(events.valid()) + "\r\n\n" + text(events.valid()) + "\n";

        HttpAnswer answer = http.post("/api/v1/events", "application/x-ndjson", body.getBytes(StandardCharsets.UTF_8));

        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        assertThat(answer.json().path("accepted").asInt()).isEqualTo(2);
    }

    @Test
    void rejected_saysWhereAndWhyAndCanBeMended() {
        TestEvent good = events.valid(Events.COMPLETED);
        String bad = text(good).replaceFirst("\"opportunityId\":\"[^\"]*\",?", "");

        HttpAnswer refused = http.post("/api/v1/events", bad);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
        assertThat(refused.json().at("/errors/0/pointer").asText()).isEqualTo("/data");
        assertThat(refused.json().at("/errors/0/keyword").asText()).isEqualTo("required");
        assertThat(refused.json().at("/errors/0/schemaLocation").asText())
                .isEqualTo("/schemas/coder/" + Events.COMPLETED + "/1.0.0.json#/properties/data/required");
        String quarantined = refused.json().path("quarantine").asText();
        assertThat(http.get(quarantined).json().path("content").asText()).isEqualTo(bad);

        assertThat(http.post(quarantined + "/resubmissions", "").status()).isEqualTo(422);
        HttpAnswer mended = http.post(quarantined + "/resubmissions", text(good), "Idempotency-Key", "k");
        assertThat(mended.status()).as(mended.text()).isEqualTo(202);
        assertThat(http.post(quarantined + "/resubmissions", text(good), "Idempotency-Key", "k")
                        .status())
                .isEqualTo(200);

        JsonNode after = http.get(quarantined).json();
        assertThat(after.path("resubmissions").findValuesAsText("outcome")).containsExactly("stored", "rejected");
        assertThat(after.at("/resubmissions/0/eventId").asText()).isEqualTo(good.id());
        String again = after.at("/resubmissions/1/quarantinedAs").asText();
        assertThat(http.get("/api/v1/quarantine/" + again)
                        .json()
                        .path("resubmissionOf")
                        .asText())
                .isEqualTo(refused.json().path("quarantineId").asText());
        assertThat(storedEvent(good.id()).path("door").asText()).isEqualTo("resubmission");
    }

    @Test
    void workflow_showsItsEventsInOrderAndItsState() {
        UUID tenant = UUID.randomUUID();
        UUID workflow = UUID.randomUUID();
        String path = "/api/v1/workflows/" + workflow;
        assertThat(http.get(path).status()).isEqualTo(404);

        http.post(events.valid(Events.STARTED, tenant, workflow));
        // it began yesterday, and nothing has come since
        assertThat(http.get(path).json().path("state").asText()).isEqualTo("stalled");
        http.post(events.valid(Events.STEP, tenant, workflow));
        http.post(events.valid(Events.FAILED, tenant, workflow));
        // arrives late, and does not set the workflow running again
        http.post(events.valid(Events.STEP, tenant, workflow));

        JsonNode found = http.get(path).json();
        assertThat(found.path("state").asText()).isEqualTo("failed");
        assertThat(found.path("eventCount").asInt()).isEqualTo(4);
        assertThat(found.path("events").findValuesAsText("type"))
                .containsExactly(Events.STARTED, Events.STEP, Events.FAILED, Events.STEP);

        String completed =
                new String(events.valid(Events.COMPLETED, tenant, workflow).body(), StandardCharsets.UTF_8);
        // what happened last counts, and the others are of yesterday
        http.post(
                "/api/v1/events", completed.replaceFirst("\"timestamp\":\"[^\"]*", "\"timestamp\":\"" + Instant.now()));
        assertThat(http.get(path + "?tenant=" + tenant).json().path("state").asText())
                .isEqualTo("completed");
        assertThat(http.get(path + "?tenant=" + UUID.randomUUID()).status()).isEqualTo(404);
    }

    @Test
    void list_filtersAndPagesWithoutGapsOrRepeats() {
        UUID tenant = UUID.randomUUID();
        UUID workflow = UUID.randomUUID();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            TestEvent event = events.valid(Events.STEP, tenant, workflow);
            ids.add(event.id());
            http.post(event);
        }
        http.post(events.valid(Events.STARTED, tenant, UUID.randomUUID()));

        String path = "/api/v1/events?order=asc&limit=3&tenant=" + tenant + "&workflow=" + workflow + "&type="
                + Events.STEP + "&source=workflow-orchestrator&correlation=" + workflow;

        assertThat(pagedIds(path)).isEqualTo(ids);
        assertThat(http.get("/api/v1/events?tenant=" + tenant).json().path("items"))
                .hasSize(8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"asc", "desc"})
    void list_byCorrelationFindsTheWorkflowOfThatIdAndAllThatNameIt(String order) {
        UUID tenant = UUID.randomUUID();
        UUID workflow = UUID.randomUUID();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            TestEvent ofTheWorkflow = events.valid(Events.STEP, tenant, workflow);
            TestEvent ofAnother = events.valid(Events.STEP, tenant, UUID.randomUUID());
            http.post(ofTheWorkflow);
            http.post("/api/v1/events", correlated(ofAnother, workflow));
            // of the workflow, but not of its correlation id
            http.post("/api/v1/events", correlated(events.valid(Events.STEP, tenant, workflow), UUID.randomUUID()));
            ids.add(ofTheWorkflow.id());
            ids.add(ofAnother.id());
        }
        if (order.equals("desc")) {
            Collections.reverse(ids);
        }
        String path = "/api/v1/events?limit=3&order=" + order + "&correlation=" + workflow;

        assertThat(pagedIds(path)).isEqualTo(ids);
        assertThat(pagedIds(path + "&tenant=" + tenant + "&type=" + Events.STEP))
                .isEqualTo(ids);
        assertThat(pagedIds(path + "&workflow=" + workflow)).hasSize(4).isSubsetOf(ids);
        assertThat(pagedIds(path + "&tenant=" + UUID.randomUUID())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"asc", "desc"})
    void list_byNarrowWindowOfEitherTime(String order) {
        UUID tenant = UUID.randomUUID();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            TestEvent event = events.valid(Events.STEP, tenant, UUID.randomUUID());
            http.post(
                    "/api/v1/events",
                    text(event)
                            .replace(
                                    tree(event).path("timestamp").asText(),
                                    PAST.plusSeconds(i).toString()));
            ids.add(event.id());
        }
        http.post(events.valid(Events.STEP, tenant, UUID.randomUUID()));
        if (order.equals("desc")) {
            Collections.reverse(ids);
        }
        String path = "/api/v1/events?limit=3&tenant=" + tenant + "&order=" + order;

        assertThat(pagedIds(path + "&from=" + PAST + "&to=" + PAST.plusSeconds(4)))
                .isEqualTo(ids);
        assertThat(pagedIds(path + "&from=" + PAST.plusSeconds(1) + "&to=" + PAST.plusSeconds(3)))
                .hasSize(2)
                .isSubsetOf(ids);
        assertThat(pagedIds(path + "&receivedFrom=" + PAST + "&receivedTo=" + PAST.plusSeconds(4)))
                .isEmpty();
        Instant now = Instant.now();
        assertThat(pagedIds(path + "&receivedFrom=" + now.minusSeconds(3_600) + "&receivedTo=" + now.plusSeconds(60)))
                .hasSize(5)
                .containsAll(ids);
    }

    @Test
    void list_byTimeOfTheEvent() {
        UUID tenant = UUID.randomUUID();
        TestEvent event = events.valid(Events.STEP, tenant, UUID.randomUUID());
        http.post(event);
        String time = tree(event).path("timestamp").asText();
        String path = "/api/v1/events?tenant=" + tenant;

        assertThat(http.get(path + "&from=" + time).json().path("items")).hasSize(1);
        assertThat(http.get(path + "&to=" + time).json().path("items")).isEmpty();
        assertThat(http.get(path + "&from=2000-01-01T00:00:00%2B01:00&to=2000-01-02T00:00:00Z")
                        .json()
                        .path("items"))
                .isEmpty();
    }

    @Test
    void schemas_areListedAndGivenAsWritten() {
        JsonNode items = http.get("/api/v1/schemas").json().path("items");

        List<String> ofTheMainJob = new ArrayList<>();
        for (JsonNode item : items) {
            if (item.path("dialect").asText().equals("coder")) {
                ofTheMainJob.add(item.path("type").asText());
            }
            assertThat(http.get(item.path("href").asText()).json().path("title").asText())
                    .isEqualTo(item.path("title").asText());
        }
        assertThat(ofTheMainJob).containsExactlyInAnyOrderElementsOf(Events.TYPES);
        assertThat(http.get("/api/v1/schemas/nothing/1.0.0").status()).isEqualTo(404);
    }

    @Test
    void trigger_reachesTheJobsQueue() throws Exception {
        HttpAnswer answer =
                http.post("/api/v1/jobs/outcome-sync/triggers", "{\"metadata\":{\"days\":3},\"triggeredBy\":\"me\"}");

        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        String id = answer.json().path("id").asText();
        JsonNode data = storedEvent(id).at("/event/data");
        assertThat(data.path("job").asText()).isEqualTo("outcome-sync");
        assertThat(data.at("/metadata/days").asInt()).isEqualTo(3);
        assertThat(data.path("triggeredBy").asText()).isEqualTo("me");
        Awaitility.await().atMost(BOUND).pollInterval(Duration.ofMillis(20)).until(() -> {
            GetResponse message = channel.basicGet("bi_batch_jobs", true);
            return message != null && id.equals(message.getProps().getMessageId());
        });
    }

    @Test
    void observable_metricsHealthAndOpenApi() {
        http.post(events.valid());
        http.post(events.broken(Flaw.UNKNOWN_TYPE));

        assertThat(http.get("/q/metrics").text())
                .contains(
                        "tallygate_events_received_total{door=\"http\",outcome=\"stored\"",
                        "tallygate_quarantined_events_total{door=\"http\",reason=\"unknown-type\",type=\"unknown\"}",
                        "tallygate_ingest_seconds_count",
                        "tallygate_batch_events_count",
                        "tallygate_relay_backlog",
                        "tallygate_queue_depth{queue=\"tallygate.audit\"}",
                        "tallygate_broker_confirm_seconds_count",
                        "tallygate_broker_published_total");
        assertThat(http.get("/q/health/ready").json().path("checks").findValuesAsText("name"))
                .contains("broker", "database");
        assertThat(http.get("/q/health/live").status()).isEqualTo(200);
        assertThat(http.get("/q/openapi?format=json").json().path("paths").properties())
                .extracting(Map.Entry::getKey)
                .contains(
                        "/api/v1/events",
                        "/api/v1/events/{id}",
                        "/api/v1/workflows/{id}",
                        "/api/v1/quarantine",
                        "/api/v1/quarantine/{id}",
                        "/api/v1/quarantine/{id}/resubmissions",
                        "/api/v1/schemas",
                        "/api/v1/schemas/{type}/{version}",
                        "/api/v1/jobs/{job}/triggers");
        assertThat(http.get("/q/swagger-ui/").status()).isEqualTo(200);
    }

    private JsonNode storedEvent(String id) {
        return Awaitility.await()
                .atMost(BOUND)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> http.get("/api/v1/events/" + id), answer -> answer.status() == 200)
                .json();
    }

    /** The ids of all pages in their order, each of which must come once. */
    private List<String> pagedIds(String path) {
        Set<String> seen = new HashSet<>();
        List<String> inOrder = new ArrayList<>();
        String next = path;
        while (!next.isEmpty()) {
            HttpAnswer page = http.get(next);
            page.json().path("items").findValuesAsText("id").forEach(id -> {
                assertThat(seen.add(id)).isTrue();
                inOrder.add(id);
            });
            Matcher link = Pattern.compile("<(.*)>; rel=\"next\"").matcher(page.header("Link"));
            next = link.matches() ? link.group(1) : "";
        }
        return inOrder;
    }

    /** The event with a correlation id. */
    private static String correlated(TestEvent event, UUID correlation) {
        return "{\"correlationId\":\"" + correlation + "\"," + text(event).substring(1);
    }

    private static JsonNode tree(TestEvent event) {
        return new HttpAnswer(0, HttpHeaders.of(Map.of(), (name, value) -> true), event.body()).json();
    }

    private static String text(TestEvent event) {
        return new String(event.body(), StandardCharsets.UTF_8);
    }
}
