package io.tallygate.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallygate.testkit.Events;
import io.tallygate.testkit.Flaw;
import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.GatewaySetup;
import io.tallygate.testkit.HttpAnswer;
import io.tallygate.testkit.PostgresNode;
import io.tallygate.testkit.SseReader;
import io.tallygate.testkit.TestBroker;
import io.tallygate.testkit.TestDatabase;
import io.tallygate.testkit.TestEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** The live stream, the searches and what the gateway says of itself, as a page in a browser meets them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StreamIT {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final String STREAM = "/api/v1/stream";
    private static final int BUFFER = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Events events = new Events(99);
    private final TestDatabase database = PostgresNode.shared().createDatabase();
    private TestBroker broker;
    private GatewayProcess first;
    private GatewayProcess second;

    @BeforeAll
    void start() {
        broker = TestBroker.start();
        first = setup("stream-1").set("QUARKUS_SHUTDOWN_TIMEOUT", "10m").start();
        second = setup("stream-2")
                .set("TALLYGATE_STREAM_MAX_RESUME", "100")
                .set("TALLYGATE_STREAM_MAX_READERS", "1")
                .start();
    }

    private GatewaySetup setup(String name) {
        return GatewayProcess.setup(name)
                .broker(broker.uri())
                .database(database)
                .set("TALLYGATE_STREAM_BUFFER_EVENTS", Integer.toString(BUFFER))
                .set("TALLYGATE_STREAM_HEARTBEAT", "1s");
    }

    @AfterAll
    void close() throws Exception {
        first.close();
        second.close();
        broker.close();
    }

    @Test
    @Order(1)
    void readers_ofOneInstance_areSentWhatTheOtherStores_eachWhatItAskedFor() {
        TestEvent step = events.valid(Events.STEP);
        TestEvent failed = events.valid(Events.FAILED);
        TestEvent broken = events.broken(Flaw.FIELD_MISSING);
        String project = "project-" + UUID.randomUUID();
        String workflow = "workflow-" + UUID.randomUUID() + "-20251202T100000Z";
        try (SseReader all = read("");
                SseReader failures = read("?type=" + Events.FAILED + "&include=event");
                SseReader ofTenant = read("?kind=events&tenant=" + step.tenant());
                SseReader ofWorkflow = read("?workflow=" + workflow);
                SseReader ofProject = read("?project=" + project);
                SseReader quarantined = read("?kind=quarantine&door=http");
                SseReader amqp = read("?door=amqp")) {
            post(second, step.body());
            post(second, failed.body());
            post(second, broken.body());
            post(
                    second,
                    workflowLog(
                                    "workflow_start",
                                    workflow,
                                    ",\"project\":\"" + project
                                            + "\",\"environment\":\"test\",\"context\":{\"work_item_id\":1,\"branch\":null,\"action\":\"x\",\"targets\":[]}")
                            .getBytes(UTF_8));
            post(
                    second,
                    workflowLog("step_start", workflow, ",\"step\":{\"name\":\"s\",\"phase\":\"p\",\"target\":\"t\"}")
                            .getBytes(UTF_8));

            await(() ->
                    all.events("event").size() == 4 && all.events("quarantined").size() == 1);
            await(() -> ofProject.events("event").size() == 2
                    && ofWorkflow.events("event").size() == 2);
            assertThat(all.values("event", "id")).startsWith(step.id(), failed.id());
            assertThat(failures.values("event", "id")).containsExactly(failed.id());
            assertThat(failures.events("event").get(0).json().path("event").toString())
                    .isEqualTo(new String(failed.body(), UTF_8));
            assertThat(all.events("event").get(0).json()).isEqualTo(item(step.id()));
            assertThat(ofTenant.values("event", "id")).contains(step.id()).doesNotContain(failed.id());
            assertThat(ofTenant.lastId()).matches("\\d+");
            await(() -> quarantined.events("quarantined").size() == 1);
            JsonNode row = quarantined.events("quarantined").get(0).json();
            assertThat(row)
                    .isEqualTo(first.client()
                            .get("/api/v1/quarantine?event=" + broken.id())
                            .json()
                            .at("/items/0"));
            assertThat(quarantined.events("event")).isEmpty();
            // Heartbeats carry the ids.
            await(() -> sequence(amqp).equals(sequence(all)));
            assertThat(amqp.events("event")).isEmpty();
        }
        await(() -> metric("tallygate_stream_readers ") == 0);
    }

    @Test
    @Order(2)
    void resume_whileMuchIsStored_losesNothingAndDoublesNothing() {
        int batches = 60;
        long from = database.number("SELECT last_sequence FROM audit_head");
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < batches; i++) {
                post(i % 2 == 0 ? first : second, batch(Events.STEP, 50));
                // 500 a second, as far as the machine can.
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        });
        List<Long> received = new ArrayList<>();
        String lastId = Long.toString(from);
        while (received.size() < batches * 50) {
            try (SseReader reader = read("?kind=events&type=" + Events.STEP, "Last-Event-ID", lastId)) {
                int wanted = Math.min(600, batches * 50 - received.size());
                await(() -> reader.events("event").size() >= wanted);
                List<SseReader.Event> got = reader.events("event");
                got.forEach(event -> received.add(event.json().path("sequence").asLong()));
                assertThat(reader.events("missed")).isEmpty();
                lastId = got.get(got.size() - 1).id();
            }
        }
        sending.join();
        assertThat(received)
                .isEqualTo(database
                        .query(
                                "SELECT sequence FROM audit_event WHERE sequence > ? AND event_type = ? ORDER BY 1",
                                from,
                                Events.STEP)
                        .stream()
                        .map(row -> (Long) row.get("sequence"))
                        .toList());
    }

    @Test
    @Order(3)
    void readerThatDoesNotRead_isToldWhatItMissed_andOthersAndTheIngestGoOn() throws IOException {
        int count = 3_000;
        try (Socket slow = unread(first, "?kind=events&include=event&type=" + Events.COMPLETED);
                SseReader other = read("?kind=events&type=" + Events.COMPLETED)) {
            long heap = first.liveHeapBytes();
            for (int i = 1; i <= count / 100; i++) {
                int sent = i * 100;
                post(second, batch(Events.COMPLETED, 100));
                await(() -> other.events("event").size() == sent);
            }
            assertThat(metric("tallygate_stream_missed_total{reason=\"slow\"")).isPositive();
            assertThat(first.liveHeapBytes() - heap).isLessThan(40L << 20);

            post(second, events.valid(Events.COMPLETED).body());
            long told = readUntilLast(slow, count + 1);
            assertThat(told).as("what was sent and what was missed").isEqualTo(count + 1);
        }
    }

    @Test
    @Order(4)
    void quarantinedRow_thatIsCommittedLate_isSent_andResumedFrom() throws Exception {
        UUID late = UUID.fromString("01900000-0000-7000-8000-000000000001");
        TestEvent broken = events.broken(Flaw.FIELD_MISSING);
        TestEvent sound = events.valid(Events.STEP);
        String before;
        try (SseReader reader = read("");
                Connection connection = database.connect()) {
            before = reader.lastId();
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement("""
                    INSERT INTO quarantine (id, received_at, door, reason, message, violations, headers, content, content_length, sha256)
                    VALUES (?, now(), 'http', 'unreadable', 'late', '[]', '{}', '', 0, '')""")) {
                insert.setObject(1, late);
                insert.executeUpdate();
            }
            post(first, broken.body());
            post(first, sound.body());
            await(() -> reader.values("event", "id").contains(sound.id()));
            connection.commit();
            await(() -> reader.events("quarantined").size() == 2);
            assertThat(reader.values("quarantined", "id")).contains(late.toString());
        }
        try (SseReader again = read("?kind=quarantine&lastEventId=" + before)) {
            await(() -> again.events("quarantined").size() == 2);
            String afterFirst = again.events("quarantined").get(0).id();
            String last = again.events("quarantined").get(1).json().path("id").asText();
            try (SseReader rest = read("?kind=quarantine", "Last-Event-ID", afterFirst)) {
                await(() -> !rest.events("quarantined").isEmpty());
                assertThat(rest.values("quarantined", "id")).containsExactly(last);
            }
        }
    }

    @Test
    @Order(5)
    void reader_fromTooLongAgo_orOneTooMany_orOfNonsense_isTold() {
        try (SseReader old = SseReader.open(second.url(), STREAM + "?kind=events&lastEventId=1")) {
            await(() -> old.events("event").size() >= 100);
            SseReader.Event missed = old.events("missed").get(0);
            assertThat(missed.json().path("reason").asText()).isEqualTo("too-old");
            assertThat(missed.json().path("from").asLong()).isEqualTo(2);
            assertThat(old.events("event").get(0).json().path("sequence").asLong())
                    .isEqualTo(missed.json().path("to").asLong() + 1);
            HttpAnswer full = second.client().get(STREAM);
            assertThat(full.status()).isEqualTo(429);
            assertThat(full.header("Retry-After")).isNotEmpty();
        }
        for (String wrong : List.of("?kind=x", "?door=x", "?tenant=x", "?lastEventId=x", "?type=%00", "?include=x")) {
            HttpAnswer answer = first.client().get(STREAM + wrong);
            assertThat(answer.status()).as(wrong).isEqualTo(400);
            assertThat(answer.header("Content-Type")).contains("problem+json");
        }
    }

    @Test
    @Order(6)
    void search_findsByIdsAndByWhatEventsHold() {
        TestEvent failed = events.valid(Events.FAILED);
        TestEvent broken = events.broken(Flaw.FIELD_MISSING);
        post(first, failed.body());
        post(first, broken.body());
        JsonNode data = item(failed.id(), "include=event").at("/event/data");
        String workflow = data.path("workflowId").asText();

        assertThat(hits(failed.id())).containsExactly("event exact " + failed.id());
        assertThat(hits(failed.id().substring(0, 20))).containsExactly("event prefix " + failed.id());
        assertThat(hits(workflow)).containsExactly("workflow exact " + workflow);
        assertThat(hits(broken.id())).hasSize(1).allMatch(hit -> hit.startsWith("quarantine exact "));
        String row = first.client()
                .get("/api/v1/quarantine?event=" + broken.id())
                .json()
                .at("/items/0/id")
                .asText();
        assertThat(hits(row)).containsExactly("quarantine exact " + row);
        assertThat(hits(failed.id() + "&tenant=" + UUID.randomUUID())).isEmpty();
        for (String filter : List.of(
                "field=data.opportunityId:" + data.path("opportunityId").asText(),
                "q=" + data.path("opportunityId").asText().substring(3, 30),
                "status=failed&field=/data/workflowId:" + workflow)) {
            assertThat(first.client()
                            .get("/api/v1/events?" + filter)
                            .json()
                            .path("items")
                            .findValuesAsText("id"))
                    .as(filter)
                    .containsExactly(failed.id());
        }
        for (String wrong : List.of(
                "events?field=x",
                "events?q=%00",
                "events?field=a:%00",
                "events?project=%00",
                "search",
                "search?q=%00")) {
            assertThat(first.client().get("/api/v1/" + wrong).status())
                    .as(wrong)
                    .isEqualTo(400);
        }
    }

    @Test
    @Order(7)
    void about_saysWhereThingsAre_andGivesAnEventThatIsAccepted() {
        JsonNode about = first.client().get("/api/v1/about").json();

        assertThat(about.path("mode").asText()).isEqualTo("external");
        assertThat(about.path("demo").asBoolean()).isFalse();
        assertThat(about.has("amqp")).isFalse();
        assertThat(about.path("httpBase").asText()).isEqualTo(first.url() + "/api/v1");
        post(first, about.path("publishExample").toString().getBytes(UTF_8));
    }

    @Test
    @Order(8)
    void stop_endsStreams_alsoOfWhoDoesNotRead() throws IOException {
        try (SseReader reader = read("");
                Socket ignored = unread(first, "?kind=events&include=event&lastEventId=1")) {
            // Waits for a minute, and the gateway would for ten: see start().
            first.terminate();
            await(reader::hasEnded);
        }
        assertThat(first.log()).contains("tallygate stopped").doesNotContain("Exception in SSE");
    }

    private SseReader read(String query, String... headers) {
        return SseReader.open(first.url(), STREAM + query, headers);
    }

    private static String sequence(SseReader reader) {
        return reader.lastId().split("/")[0];
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(BOUND).pollInterval(Duration.ofMillis(20)).until(condition);
    }

    private static void post(GatewayProcess gateway, byte[] body) {
        HttpAnswer answer = gateway.client().post("/api/v1/events", "application/json", body);
        assertThat(answer.status()).as(answer.text()).isIn(202, 422);
    }

    private byte[] batch(String type, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new String(events.valid(type).body(), UTF_8))
                .collect(Collectors.joining(",", "[", "]"))
                .getBytes(UTF_8);
    }

    private static String workflowLog(String type, String workflow, String more) {
        return "{\"event_type\":\"" + type + "\",\"workflow_id\":\"" + workflow
                + "\",\"timestamp\":\"2025-12-02T10:00:00Z\"" + more + "}";
    }

    private JsonNode item(String id, String... parameters) {
        return first
                .client()
                .get("/api/v1/events?limit=1000&" + String.join("&", parameters))
                .json()
                .path("items")
                .findParents("id")
                .stream()
                .filter(event -> event.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private List<String> hits(String query) {
        List<String> hits = new ArrayList<>();
        first.client()
                .get("/api/v1/search?q=" + query)
                .json()
                .path("items")
                .forEach(hit -> hits.add(hit.path("kind").asText() + " "
                        + hit.path("matched").asText() + " " + hit.path("id").asText()));
        return hits;
    }

    private double metric(String name) {
        return first.client()
                .get("/q/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }

    /** A reader that asks and does not read the answer: its socket takes next to nothing by itself. */
    private static Socket unread(GatewayProcess gateway, String query) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(
                new InetSocketAddress(gateway.url().getHost(), gateway.url().getPort()));
        socket.getOutputStream()
                .write(("GET " + STREAM + query + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n")
                        .getBytes(UTF_8));
        socket.setSoTimeout((int) BOUND.toMillis());
        return socket;
    }

    /** Reads at last, until so many are accounted for. */
    private static long readUntilLast(Socket slow, long count) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(slow.getInputStream(), UTF_8));
        long told = 0;
        boolean missed = false;
        boolean sawMissed = false;
        for (String line = lines.readLine(); line != null && told < count; line = lines.readLine()) {
            if (line.startsWith("event:")) {
                missed = line.endsWith("missed");
                sawMissed |= missed;
                told += missed ? 0 : 1;
            } else if (line.startsWith("data:") && missed) {
                told += JSON.readTree(line.substring(5)).path("count").asLong();
            }
        }
        assertThat(sawMissed).isTrue();
        return told;
    }
}
