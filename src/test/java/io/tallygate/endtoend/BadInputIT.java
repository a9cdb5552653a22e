package io.tallygate.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.tallygate.testkit.Events;
import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.HttpAnswer;
import io.tallygate.testkit.PostgresNode;
import io.tallygate.testkit.TestBroker;
import io.tallygate.testkit.TestEvent;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent to either door gets its clear outcome, is kept as it came, and the gateway goes on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BadInputIT {
    private static final String EXCHANGE = "coder_events";
    private static final String EVENTS = "/api/v1/events";
    private static final String QUARANTINE = "/api/v1/quarantine";
    private static final String PROBLEM = "application/problem+json";
    private static final String JSON = "application/json";
    private static final String NDJSON = "application/x-ndjson";
    private static final int MAX_VIOLATIONS = 4;
    private static final int MAX_REQUEST = 16 * 1024 * 1024;
    private static final Duration BOUND = Duration.ofSeconds(20);

    private final Events events = new Events(1066);
    private TestBroker broker;
    private GatewayProcess gateway;
    private Connection connection;

    @BeforeAll
    void start() throws Exception {
        broker = TestBroker.start();
        gateway = GatewayProcess.setup("bad-input")
                .broker(broker.uri())
                .database(PostgresNode.shared().createDatabase())
                .set("TALLYGATE_INGEST_MAX_VIOLATIONS", Integer.toString(MAX_VIOLATIONS))
                .start();
        connection = broker.connect();
    }

    @AfterAll
    void close() throws Exception {
        if (gateway != null) {
            gateway.close();
        }
        if (connection != null) {
            connection.abort();
        }
        broker.close();
    }

    Stream<BadInput> badInputs() {
        return BadInput.all(events).stream();
    }

    @ParameterizedTest
    @MethodSource("badInputs")
    void http_isRefusedWithTheReasonAndKeptAsItCame(BadInput input) {
        HttpAnswer answer = Clean.checked(gateway.client().post(EVENTS, JSON, input.body()));

        assertThat(answer.status()).as(answer.text()).isEqualTo(input.status());
        assertThat(answer.header("Content-Type")).isEqualTo(PROBLEM);
        assertThat(answer.json().path("reason").asText()).isEqualTo(input.reason());
        input.pointer().ifPresent(pointer -> assertPointer(answer.json().path("errors"), pointer));
        assertKept(answer.json().path("quarantineId").asText(), input, "http");
    }

    @ParameterizedTest
    @MethodSource("badInputs")
    void amqp_isQuarantinedWithTheReasonAndKeptAsItCame(BadInput input) throws Exception {
        publish(input.routingKey(), new BasicProperties(), input.body());

        assertKept(quarantinedByBroker(input.body()).path("id").asText(), input, "amqp");
    }

    Stream<Arguments> extremes() {
        return Stream.of(
                extreme("exactly 256 KiB", event -> BadInput.padded(event, Events.LARGEST)),
                extreme("nesting of 64", event -> BadInput.nested(event, 64)),
                extreme(
                        "20,000 unknown properties",
                        event -> BadInput.changed(event, tree -> {
                            for (int i = 0; i < 20_000; i++) {
                                tree.put("p" + i, 1);
                            }
                        })),
                extreme("the largest double", event -> BadInput.with(event, "\"extra\":1.7976931348623157e308")),
                extreme("NUL where nothing is indexed", event -> BadInput.with(event, "\"extra\":\"\\u0000\"")),
                extreme("an astral character, escaped", event -> BadInput.with(event, "\"extra\":\"\\ud83d\\ude00\"")),
                extreme(
                        "white space around it",
                        event -> ("\r\n\t " + new String(event.body(), UTF_8) + "\n").getBytes(UTF_8)));
    }

    private Arguments extreme(String name, java.util.function.Function<TestEvent, byte[]> body) {
        TestEvent http = events.valid(Events.STEP);
        TestEvent amqp = events.valid(Events.STEP);
        return arguments(name, http.id(), body.apply(http), amqp.id(), body.apply(amqp));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("extremes")
    void extremeThatIsAllowed_isStoredAsItCame(String name, String httpId, byte[] http, String amqpId, byte[] amqp)
            throws Exception {
        HttpAnswer answer = gateway.client().post(EVENTS, JSON, http);
        publish(Events.STEP, new BasicProperties(), amqp);

        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        assertStored(httpId, http, "http");
        assertStored(amqpId, amqp, "amqp");
    }

    Stream<HostileMessage> hostileMessages() {
        int frame = connection.getFrameMax() == 0 ? 131_072 : connection.getFrameMax();
        return HostileMessage.all(frame - 1_000).stream();
    }

    @ParameterizedTest
    @MethodSource("hostileMessages")
    void hostileProperties_changeNothingForASoundEvent(HostileMessage message) throws Exception {
        TestEvent event = events.valid(Events.STEP);

        publish(Events.STEP, message.properties(), event.body());

        assertStored(event.id(), event.body(), "amqp");
    }

    @ParameterizedTest
    @MethodSource("hostileMessages")
    void hostileProperties_areShownHarmlessWithABadEvent(HostileMessage message) throws Exception {
        byte[] body = ("not JSON " + UUID.randomUUID()).getBytes(UTF_8);

        publish(Events.STEP, message.properties(), body);

        JsonNode row = quarantinedByBroker(body);
        HttpAnswer answer = Clean.checked(
                gateway.client().get(QUARANTINE + "/" + row.path("id").asText()));
        assertThat(answer.json().path("headers").isObject()).isTrue();
        assertThat(answer.json().path("headers").toString()).hasSizeLessThan(200_000);
        answer.json().path("headers").fields().forEachRemaining(header -> {
            Clean.checkVisible(header.getKey());
            Clean.checkVisible(header.getValue().asText());
        });
    }

    @Test
    void routingKeyUnlikeTheType_isQuarantinedWithBoth() throws Exception {
        TestEvent event = events.valid(Events.STEP);

        publish("workflow.step\u001b[31m.done", new BasicProperties(), event.body());

        JsonNode row = quarantinedByBroker(event.body());
        assertThat(row.path("reason").asText()).isEqualTo("routing-mismatch");
        assertThat(row.path("message").asText()).contains(Events.STEP, "workflow.step\\u001B[31m.done");
        assertThat(row.path("eventId").asText()).isEqualTo(event.id());
        assertThat(gateway.client().get(EVENTS + "/" + event.id()).status()).isEqualTo(404);
    }

    @Test
    void routingKeyThatIsNoType_ofAnEventOfUnknownType_isToldByItsType() throws Exception {
        byte[] body = BadInput.changed(events.valid(Events.STEP), tree -> tree.put("type", "workflow.unheard"));

        publish("workflow.unheard", new BasicProperties(), body);

        assertThat(quarantinedByBroker(body).path("reason").asText()).isEqualTo("unknown-type");
    }

    @Test
    void violations_areListedUpToTheCapOnly() {
        byte[] body = BadInput.changed(events.valid(Events.STEP), tree -> {
            tree.put("timestamp", 1).put("tenantId", 1).put("source", 1).put("id", 1);
            tree.withObject("/data")
                    .put("workflowId", 1)
                    .put("step", 1)
                    .put("status", 1)
                    .put("durationMs", "x");
        });

        JsonNode problem =
                Clean.checked(gateway.client().post(EVENTS, JSON, body)).json();

        assertThat(problem.path("reason").asText()).isEqualTo("schema-violation");
        assertThat(problem.path("errors")).hasSize(MAX_VIOLATIONS);
        assertThat(problem.path("detail").asText()).contains("perhaps more");
    }

    @Test
    void violation_tellsPlaceKeywordAndSchema() {
        byte[] body = BadInput.changed(
                events.valid(Events.COMPLETED), t -> t.withObject("/data").remove("opportunityId"));

        JsonNode error =
                gateway.client().post(EVENTS, JSON, body).json().path("errors").path(0);

        assertThat(error.path("pointer").asText()).isEqualTo("/data");
        assertThat(error.path("keyword").asText()).isEqualTo("required");
        assertThat(error.path("schemaLocation").asText())
                .contains(Events.COMPLETED)
                .contains("/required");
        assertThat(error.path("message").asText()).contains("opportunityId");
    }

    @Test
    void unknownJob_isRefusedAtBothDoors() throws Exception {
        TestEvent overHttp = events.broken(io.tallygate.testkit.Flaw.UNKNOWN_JOB);
        TestEvent overAmqp = events.broken(io.tallygate.testkit.Flaw.UNKNOWN_JOB);

        HttpAnswer answer = Clean.checked(gateway.client().post(overHttp));
        publish(overAmqp.routingKey(), new BasicProperties(), overAmqp.body());

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().path("reason").asText()).isEqualTo("unknown-job");
        assertPointer(answer.json().path("errors"), "/data/job");
        assertThat(quarantinedByBroker(overAmqp.body()).path("reason").asText()).isEqualTo("unknown-job");
    }

    @Test
    void idReused_isRefusedAtBothDoorsAndTheFirstEventStays() throws Exception {
        TestEvent original = events.valid(Events.STEP);
        TestEvent overHttp = events.reusing(original);
        TestEvent overAmqp = events.reusing(original);
        assertThat(gateway.client().post(original).status()).isEqualTo(202);

        HttpAnswer answer = Clean.checked(gateway.client().post(overHttp));
        publish(overAmqp.routingKey(), new BasicProperties(), overAmqp.body());

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().path("reason").asText()).isEqualTo("id-reused");
        assertThat(original(QUARANTINE, answer.json().path("quarantineId").asText()))
                .isEqualTo(overHttp.body());
        assertThat(quarantinedByBroker(overAmqp.body()).path("reason").asText()).isEqualTo("id-reused");
        assertThat(original(EVENTS, original.id())).isEqualTo(original.body());
        assertThat(gateway.client().post(original).status()).isEqualTo(200);
    }

    @Test
    void idReusedByAnotherTenant_isStoredForBothAndAskedForByTenant() throws Exception {
        TestEvent first = events.valid(Events.STEP);
        TestEvent second = events.sameIdOfAnotherTenant(first);
        assertThat(gateway.client().post(first).status()).isEqualTo(202);

        publish(second.routingKey(), new BasicProperties(), second.body());

        String path = EVENTS + "/" + first.id();
        HttpAnswer ambiguous = Awaitility.await()
                .atMost(BOUND)
                .until(() -> gateway.client().get(path), answer -> answer.status() == 409);
        assertThat(ambiguous.header("Content-Type")).startsWith(PROBLEM);
        assertThat(ambiguous.json().path("type").asText()).isEqualTo("/problems/ambiguous");
        for (TestEvent event : List.of(first, second)) {
            assertThat(gateway.client()
                            .get(path + "/original?tenant=" + event.tenant())
                            .body())
                    .isEqualTo(event.body());
        }
    }

    @Test
    void gzippedEvent_isNotUnpacked() throws Exception {
        byte[] body = BadInput.gzipped(events.valid(Events.STEP).body());

        HttpAnswer answer = gateway.client().post(EVENTS, JSON, body, "Content-Encoding", "gzip");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(original(QUARANTINE, answer.json().path("quarantineId").asText()))
                .isEqualTo(body);
        if (broker.kind().isRabbitMq()) {
            // Qpid unpacks on the way
            publish(
                    Events.STEP,
                    new BasicProperties.Builder().contentEncoding("gzip").build(),
                    body);
            assertThat(quarantinedByBroker(body).path("reason").asText()).isEqualTo("unreadable");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "multipart/form-data", "no media type at all"})
    void wrongContentType_is415(String contentType) {
        HttpAnswer answer = Clean.checked(
                gateway.client().post(EVENTS, contentType, events.valid().body()));

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.header("Content-Type")).isEqualTo(PROBLEM);
        assertThat(answer.json().path("detail").asText()).contains(NDJSON);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{}                | ends in the middle or is no JSON",
                "[{\"id\":1},]      | trailing comma",
                "[{}] []            | two batches",
                "[]                 | empty",
                "[ ]                | empty"
            })
    void batchThatIsNone_isRefusedAndKeptAsAWhole(String body, String why) {
        HttpAnswer answer = Clean.checked(gateway.client().post(EVENTS, body));

        assertThat(answer.status()).as(why).isEqualTo(422);
        assertThat(answer.json().path("reason").asText()).isEqualTo("unreadable");
        assertThat(original(QUARANTINE, answer.json().path("quarantineId").asText()))
                .asString(UTF_8)
                .isEqualTo(body);
    }

    @Test
    void batchWithATrailingComma_isToldWhereItBreaks() {
        HttpAnswer answer = gateway.client().post(EVENTS, "[{\"id\":1},]");

        assertThat(answer.json().path("detail").asText()).contains("column 11").doesNotContain("an array is not");
    }

    @Test
    void batch_isAnsweredEventByEvent() {
        TestEvent first = events.valid(Events.STEP);
        TestEvent second = events.valid(Events.STEP);
        byte[] batch = ("[" + new String(first.body(), UTF_8) + ", 17, null, [], {\"type\":\"x\"} ,\n"
                        + new String(second.body(), UTF_8) + "]")
                .getBytes(UTF_8);

        HttpAnswer answer = Clean.checked(gateway.client().post(EVENTS, JSON, batch));

        assertThat(answer.status()).isEqualTo(207);
        assertThat(values(answer.json().path("results"), "status"))
                .containsExactly("202", "422", "422", "422", "422", "202");
        assertThat(values(answer.json().path("results"), "reason"))
                .containsExactly("", "unreadable", "unreadable", "unreadable", "unknown-type", "");
        assertStored(first.id(), first.body(), "http");
        assertStored(second.id(), second.body(), "http");
    }

    @Test
    void lines_mayEndLikeWindowsLinesOrBeBlank_andABadOneStandsAlone() {
        TestEvent first = events.valid(Events.STEP);
        TestEvent second = events.valid(Events.STEP);
        byte[] lines = (new String(first.body(), UTF_8) + "\r\n\r\n  \t\n{\"broken\":\r\n\n"
                        + new String(second.body(), UTF_8))
                .getBytes(UTF_8);

        HttpAnswer answer = Clean.checked(gateway.client().post(EVENTS, NDJSON, lines));

        assertThat(answer.status()).isEqualTo(207);
        assertThat(values(answer.json().path("results"), "status")).containsExactly("202", "422", "202");
        assertThat(original(
                        QUARANTINE,
                        answer.json()
                                .path("results")
                                .path(1)
                                .path("quarantineId")
                                .asText()))
                .asString(UTF_8)
                .isEqualTo("{\"broken\":");
        assertStored(first.id(), first.body(), "http");
        assertStored(second.id(), second.body(), "http");
    }

    @Test
    void linesThatAreAllBlank_areRefused() {
        HttpAnswer answer = Clean.checked(gateway.client().post(EVENTS, NDJSON, "\n\r\n \n".getBytes(UTF_8)));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().path("reason").asText()).isEqualTo("unreadable");
    }

    @Test
    void bodyOverTheServersLimit_is413() {
        RawHttp.Answer announced = RawHttp.send(
                gateway.url(),
                "POST " + EVENTS + " HTTP/1.1\r\nContent-Type: " + JSON + "\r\nContent-Length: " + (MAX_REQUEST + 1),
                "");
        String chunk = "100000\r\n" + "x".repeat(0x100000) + "\r\n";
        RawHttp.Answer streamed = RawHttp.send(
                gateway.url(),
                "POST " + EVENTS + " HTTP/1.1\r\nContent-Type: " + JSON + "\r\nTransfer-Encoding: chunked",
                chunk.repeat(17) + "0\r\n\r\n");

        assertThat(announced.status()).isEqualTo(413);
        assertThat(announced.contentType()).isEqualTo(PROBLEM);
        assertThat(announced.text()).contains(Integer.toString(MAX_REQUEST));
        assertThat(streamed.status()).as("or it is cut off").isIn(413, 0);
        Clean.checked(streamed.text());
    }

    @Test
    void hostileTraceparentAndCorrelation_areAsGoodAsAbsent() {
        TestEvent event = events.valid(Events.STEP);
        String body = new String(event.body(), UTF_8);

        RawHttp.Answer answer = RawHttp.send(
                gateway.url(),
                "POST " + EVENTS + " HTTP/1.1\r\nContent-Type: " + JSON + "\r\nContent-Length: " + event.body().length
                        + "\r\ntraceparent: 00-zz\u00ff" + "f".repeat(3_000) + "\r\nX-Correlation-ID: "
                        + "c".repeat(4_000),
                body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        JsonNode stored = gateway.client().get(EVENTS + "/" + event.id()).json();
        assertThat(stored.has("traceparent")).isFalse();
        assertThat(stored.path("correlationId").asText()).hasSizeLessThan(256);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/events?limit=0, limit",
        "/api/v1/events?limit=1001, limit",
        "/api/v1/events?limit=all, limit",
        "/api/v1/events?limit=99999999999, limit",
        "/api/v1/quarantine?limit=-1, limit",
        "/api/v1/workflows/w?limit=x, limit",
        "/api/v1/events?cursor=abc, cursor",
        "/api/v1/events?cursor=%00, cursor",
        "/api/v1/quarantine?cursor=MQ, cursor",
        "/api/v1/events?from=yesterday, from",
        "/api/v1/events?to=2026-02-31T00:00:00Z, to",
        "/api/v1/events?receivedFrom=2026-01-01, receivedFrom",
        "/api/v1/events?receivedTo=%2B999999999-12-31T23:59:59Z, receivedTo",
        "/api/v1/quarantine?from=-999999999-01-01T00:00:00Z, from",
        "/api/v1/events?tenant=acme, tenant",
        "/api/v1/events?tenant=1-1-1-1-1, tenant",
        "/api/v1/events?type=a%00b, type",
        "/api/v1/events?workflow=%00, workflow",
        "/api/v1/events?correlation=%00, correlation",
        "/api/v1/events?source=%00, source",
        "/api/v1/quarantine?event=%00, event",
        "/api/v1/quarantine?reason=because, reason",
        "/api/v1/quarantine?door=window, door",
        "/api/v1/events?order=sideways, order",
        "/api/v1/events?include=everything, include",
        "/api/v1/events/%00, id",
        "/api/v1/events/a%00b/original, id",
        "/api/v1/workflows/%00, id",
        "/api/v1/quarantine/%00, id",
        "/api/v1/quarantine/17, id",
        "/api/v1/quarantine/17/original, id"
    })
    void badParameter_is400AndNamesIt(String path, String parameter) {
        HttpAnswer answer = Clean.checked(gateway.client().get(path));

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).startsWith(PROBLEM);
        assertThat(answer.json().path("parameter").asText()).isEqualTo(parameter);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "null",
                "17",
                "{",
                "{\"metadata\":1}",
                "{\"metadata\":{\"n\":1e999999}}",
                "{\"metadata\":{\"s\":\"\\ud800\"}}",
                "{\"tenantId\":\"acme\"}",
                "{\"triggeredBy\":{}}",
                "{\"triggeredBy\":\"a\",\"triggeredBy\":\"b\"}",
                "{\"unheard\":1}"
            })
    void badJobTrigger_is400AndEmitsNothing(String body) {
        HttpAnswer answer = Clean.checked(gateway.client().post("/api/v1/jobs/outcome-sync/triggers", body));

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).startsWith(PROBLEM);
        assertThat(answer.json().path("parameter").asText()).isEqualTo("body");
    }

    @Test
    void resubmissionOfWhatHasNoId_is400() {
        HttpAnswer answer = Clean.checked(gateway.client().post(QUARANTINE + "/17/resubmissions", "{}"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("parameter").asText()).isEqualTo("id");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /nowhere, 404",
        "GET, /api/v1/nowhere, 404",
        "GET, /q/nowhere, 404",
        "GET, /api/v1/events/nobody, 404",
        "GET, /api/v1/workflows/nobody, 404",
        "GET, /api/v1/schemas/..%2f..%2fetc/passwd, 404",
        "POST, /api/v1/jobs/make-coffee/triggers, 404",
        "DELETE, /api/v1/events, 405",
        "PUT, /api/v1/events/1, 405",
        "PATCH, /api/v1/quarantine, 405",
        "TRACE, /api/v1/events, 405",
        "BREW, /api/v1/events, 405",
        "GET, /api/v1/jobs/outcome-sync/triggers, 405"
    })
    void addressOrMethodThatIsNone_isAProblemAsWell(String method, String path, int status) {
        RawHttp.Answer answer = RawHttp.send(gateway.url(), method + " " + path + " HTTP/1.1\r\nContent-Length: 0", "");

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith(PROBLEM);
        Clean.checked(answer.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/events?workflow=%zz", "/api/v1/events/%zz"})
    void addressThatCannotBeDecoded_is400(String path) {
        RawHttp.Answer answer = RawHttp.send(gateway.url(), "GET " + path + " HTTP/1.1", "");

        assertThat(answer.status()).isEqualTo(400);
        Clean.checked(answer.text());
    }

    @Test
    void overLongIds_areNotFoundOrNotRead() {
        HttpAnswer longer = Clean.checked(gateway.client().get(EVENTS + "/" + "x".repeat(3_500)));
        RawHttp.Answer tooLong =
                RawHttp.send(gateway.url(), "GET " + EVENTS + "/" + "x".repeat(9_000) + " HTTP/1.1", "");

        assertThat(longer.status()).isEqualTo(404);
        assertThat(tooLong.status()).isEqualTo(414);
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void afterAllOfThis_goodEventsPassAtBothDoorsAndTheLogIsClean() throws Exception {
        TestEvent overHttp = events.valid(Events.STEP);
        TestEvent overAmqp = events.valid(Events.STEP);

        assertThat(gateway.client().post(overHttp).status()).isEqualTo(202);
        publish(overAmqp.routingKey(), new BasicProperties(), overAmqp.body());

        assertStored(overHttp.id(), overHttp.body(), "http");
        assertStored(overAmqp.id(), overAmqp.body(), "amqp");
        assertThat(gateway.client().get("/q/health/ready").status()).isEqualTo(200);
        assertThat(gateway.log().lines().filter(line -> line.contains("ault of")))
                // Quarkus has answered that one already, and still tells us
                .allMatch(line -> line.endsWith("Request too large"));
        Clean.checkLog(gateway);
    }

    private void publish(String routingKey, @Nullable BasicProperties properties, byte[] body) throws Exception {
        try (Channel channel = connection.createChannel()) {
            channel.confirmSelect();
            channel.basicPublish(EXCHANGE, routingKey, true, properties, body);
            channel.waitForConfirmsOrDie(BOUND.toMillis());
        }
    }

    private void assertStored(String id, byte[] body, String door) {
        HttpAnswer answer = Awaitility.await("event " + id)
                .atMost(BOUND)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> gateway.client().get(EVENTS + "/" + id), found -> found.status() == 200);
        assertThat(answer.json().path("door").asText()).isEqualTo(door);
        assertThat(original(EVENTS, id)).isEqualTo(body);
    }

    private void assertKept(String quarantineId, BadInput input, String door) {
        JsonNode row = Clean.checked(gateway.client().get(QUARANTINE + "/" + quarantineId))
                .json();
        assertThat(row.path("reason").asText()).isEqualTo(input.reason());
        assertThat(row.path("door").asText()).isEqualTo(door);
        assertThat(row.path("contentComplete").asBoolean()).isTrue();
        input.pointer().ifPresent(pointer -> assertPointer(row.path("violations"), pointer));
        assertThat(original(QUARANTINE, quarantineId)).isEqualTo(input.body());
    }

    private static void assertPointer(JsonNode violations, String pointer) {
        assertThat(values(violations, "pointer")).as(violations.toString()).contains(pointer);
    }

    private byte[] original(String collection, String id) {
        return gateway.client().get(collection + "/" + id + "/original").body();
    }

    /** The row of what was published last with these bytes. */
    private JsonNode quarantinedByBroker(byte[] body) {
        String sha256 = sha256(body);
        return Awaitility.await("the quarantine has " + sha256)
                .atMost(BOUND)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> elements(gateway.client()
                                        .get(QUARANTINE + "?door=amqp&limit=5")
                                        .json()
                                        .path("items"))
                                .filter(row -> row.path("sha256").asText().equals(sha256))
                                .findFirst(),
                        java.util.Optional::isPresent)
                .orElseThrow();
    }

    private static List<String> values(JsonNode array, String member) {
        return elements(array).map(element -> element.path(member).asText()).toList();
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
