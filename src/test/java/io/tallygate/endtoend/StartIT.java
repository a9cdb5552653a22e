package io.tallygate.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.tallygate.testkit.Events;
import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.HttpAnswer;
import io.tallygate.testkit.PostgresNode;
import io.tallygate.testkit.RabbitNode;
import io.tallygate.testkit.RequiresRabbitMq;
import io.tallygate.testkit.TestDatabase;
import io.tallygate.testkit.TestEvent;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that is told where its parts are, and does not find them there: one story, told in order. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@RequiresRabbitMq(privateNode = true)
class StartIT {
    private static final Duration BOUND = Duration.ofSeconds(40);
    private static final String USER = "keeper";
    private static final String SECRET = "hush-hush-17";
    private static final String NEW_TYPE = "workflow.review.requested";
    private static final String SCHEMA = """
            {
              "$schema": "http://json-schema.org/draft-07/schema#",
              "$id": "https://tallygate.io/schemas/coder/workflow.review.requested/1.0.0.json",
              "title": "Review requested",
              "description": "Somebody is asked to look at a workflow's result.",
              "x-triggered-when": "a result needs a second pair of eyes",
              "x-publisher": "workflow-orchestrator",
              "type": "object",
              "required": ["id", "type", "version", "timestamp", "tenantId", "source", "data"],
              "properties": {
                "id": {"type": "string", "format": "uuid"},
                "type": {"const": "workflow.review.requested"},
                "version": {"const": "1.0.0"},
                "timestamp": {"type": "string", "format": "date-time"},
                "tenantId": {"type": "string", "format": "uuid"},
                "source": {"const": "workflow-orchestrator"},
                "data": {
                  "type": "object",
                  "required": ["reviewer"],
                  "properties": {"reviewer": {"type": "string"}, "workflowId": {"type": "string"}}
                }
              },
              "examples": []
            }
            """;

    private final Events events = new Events(1492);
    private RabbitNode broker;
    private PostgresNode postgres;
    private GatewayProcess gateway;
    private TestEvent acceptedWithoutBroker;

    @BeforeAll
    void startWithBothAway(@TempDir Path schemas) throws IOException {
        broker = RabbitNode.start();
        broker.rabbitmqctl("add_user", USER, SECRET);
        broker.rabbitmqctl("set_permissions", USER, ".*", ".*", ".*");
        broker.stop();
        postgres = PostgresNode.start();
        TestDatabase database = postgres.createDatabase();
        String name = database.jdbcUrl().substring(database.jdbcUrl().lastIndexOf('/') + 1);
        database.execute("CREATE ROLE " + USER + " LOGIN PASSWORD '" + SECRET + "'");
        database.execute("ALTER DATABASE " + name + " OWNER TO " + USER);
        postgres.stop();
        Path file = schemas.resolve("coder/" + NEW_TYPE + "/1.0.0.json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, SCHEMA);
        acceptedWithoutBroker = events.valid(Events.STEP);
        gateway = GatewayProcess.setup("start")
                .broker(uri())
                .database(new TestDatabase(database.jdbcUrl(), USER, SECRET))
                .set("TALLYGATE_SCHEMA_DIR", schemas.toString())
                .set("TALLYGATE_RABBITMQ_RECONNECT_DELAY_MAX", "1s")
                .set("TALLYGATE_INGEST_HTTP_PATIENCE", "3s")
                .startLive();
    }

    @AfterAll
    void close() {
        if (gateway != null) {
            gateway.close();
        }
        if (postgres != null) {
            postgres.close();
        }
        broker.close();
    }

    @Test
    @Order(1)
    void bothAway_isLiveButNotReadyAndNamesTheAddressesWithoutTheSecrets() {
        HttpAnswer ready = Awaitility.await("both failures are told")
                .atMost(BOUND)
                .until(
                        () -> gateway.client().get("/q/health/ready"),
                        answer -> answer.text().contains("refused")
                                && check(answer, "database")
                                        .path("data")
                                        .path("reason")
                                        .asText()
                                        .contains("cannot be used"));

        assertThat(ready.status()).isEqualTo(503);
        assertThat(check(ready, "broker").path("status").asText()).isEqualTo("DOWN");
        assertThat(check(ready, "broker").toString()).contains("127.0.0.1:" + broker.port());
        assertThat(check(ready, "database").path("status").asText()).isEqualTo("DOWN");
        assertThat(check(ready, "database").toString()).contains("127.0.0.1:" + postgres.port());
        assertThat(gateway.client().get("/q/health/live").status()).isEqualTo(200);
        assertThat(ready.text() + gateway.log()).doesNotContain(SECRET);
        assertThat(gateway.log()).doesNotContain("Started here", "embedded)");
    }

    @Test
    @Order(2)
    void databaseAway_events503AndSayWhenToTryAgain() {
        assertUnavailable(gateway.client().post(events.valid(Events.STEP)));
        assertUnavailable(gateway.client().get("/api/v1/events"));
        assertUnavailable(gateway.client().post("/api/v1/jobs/outcome-sync/triggers", "", "Idempotency-Key", "1"));
    }

    @Test
    @Order(3)
    void databaseAppears_httpAcceptsWithTheBrokerAway() {
        postgres.restart();

        await("the database is found")
                .until(() -> check(gateway.client().get("/q/health/ready"), "database")
                        .path("status")
                        .asText()
                        .equals("UP"));
        HttpAnswer answer = gateway.client().post(acceptedWithoutBroker);

        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        assertThat(gateway.client().get("/q/health/ready").status()).isEqualTo(503);
        assertThat(backlog()).hasValue(1.0);
    }

    @Test
    @Order(4)
    void brokerAppears_becomesReadyByItselfAndPublishesWhatWaited() throws Exception {
        broker.restart();

        gateway.awaitReady(BOUND);
        await("what waited is published").until(() -> backlog().equals(Optional.of(0.0)));
        TestEvent event = events.valid(Events.STEP);
        publish(event.routingKey(), event.body());
        await("the consumer takes events").until(() -> isStored(event.id()));
    }

    @Test
    @Order(5)
    void schemaDirectory_addsATypeWithoutARebuild() throws Exception {
        byte[] valid = review("{\"reviewer\":\"ada\"}");
        byte[] invalid = review("{\"reviewer\":7}");
        byte[] validByBroker = review("{\"reviewer\":\"grace\"}");

        HttpAnswer stored = gateway.client().post("/api/v1/events", "application/json", valid);
        HttpAnswer refused = gateway.client().post("/api/v1/events", "application/json", invalid);
        publish(NEW_TYPE, validByBroker);

        assertThat(stored.status()).as(stored.text()).isEqualTo(202);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().path("errors").path(0).path("pointer").asText())
                .isEqualTo("/data/reviewer");
        await("it is taken from the broker too")
                .until(() -> gateway.client()
                                .get("/api/v1/events?type=" + NEW_TYPE)
                                .json()
                                .path("items")
                                .size()
                        == 2);
        assertThat(gateway.client().get("/api/v1/schemas").text()).contains(NEW_TYPE, "a second pair of eyes");
        assertThat(gateway.client()
                        .get("/api/v1/schemas/" + NEW_TYPE + "/1.0.0")
                        .text())
                .isEqualTo(SCHEMA);
    }

    @Test
    @Order(6)
    void databaseGoesAway_refusesAndRecovers() {
        postgres.stop();

        TestEvent event = events.valid(Events.STEP);
        assertUnavailable(gateway.client().post(event));
        assertThat(gateway.client().get("/q/health/live").status()).isEqualTo(200);
        assertThat(gateway.client().get("/q/health/ready").status()).isEqualTo(503);

        postgres.restart();
        gateway.awaitReady(BOUND);
        await("the same event sent again is kept once")
                .until(() -> gateway.client().post(event).status() == 200);
    }

    @Test
    @Order(7)
    void auditQueueOfAnotherKind_isSaidClearlyAndTakenOnceItIsGone() throws Exception {
        String queue = "taken";
        withChannel(channel -> channel.queueDeclare(queue, true, false, false, Map.of()));
        try (GatewayProcess mismatched = GatewayProcess.setup("mismatched-queue")
                .broker(uri())
                .database(PostgresNode.shared().createDatabase())
                .set("TALLYGATE_RABBITMQ_AUDIT_QUEUE", queue)
                .set("TALLYGATE_RABBITMQ_RECONNECT_DELAY_MAX", "1s")
                .startLive()) {
            String health = Awaitility.await("the mismatch is told")
                    .atMost(BOUND)
                    .until(
                            () -> mismatched.client().get("/q/health/ready").text(),
                            text -> text.contains("inequivalent"));

            assertThat(health).contains("'" + queue + "'", "x-queue-type", "tallygate.rabbitmq.audit-queue");
            assertThat(mismatched.log()).contains("inequivalent", "Delete it once it is drained");
            assertThat(mismatched.log().lines().filter(line -> line.contains("inequivalent")))
                    .as("said once by each connection, not at every attempt")
                    .hasSizeLessThan(4);
            assertThat(mismatched.isRunning()).isTrue();
            assertThat(mismatched.client().post(events.valid(Events.STEP)).status())
                    .isEqualTo(202);

            withChannel(channel -> channel.queueDelete(queue));
            mismatched.awaitReady(BOUND);
        }
    }

    private URI uri() {
        return URI.create("amqp://" + USER + ":" + SECRET + "@127.0.0.1:" + broker.port());
    }

    private static byte[] review(String data) {
        return ("{\"id\":\"" + UUID.randomUUID() + "\",\"type\":\"" + NEW_TYPE
                        + "\",\"version\":\"1.0.0\",\"timestamp\":\"2026-01-31T12:00:00Z\",\"tenantId\":\""
                        + UUID.randomUUID() + "\",\"source\":\"workflow-orchestrator\",\"data\":" + data + "}")
                .getBytes(UTF_8);
    }

    private static void assertUnavailable(HttpAnswer answer) {
        Clean.checked(answer);
        assertThat(answer.status()).as(answer.text()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).matches("\\d+");
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    }

    private boolean isStored(String id) {
        return gateway.client().get("/api/v1/events/" + id).status() == 200;
    }

    private Optional<Double> backlog() {
        String name = "tallygate_relay_backlog ";
        return gateway.client()
                .get("/q/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith(name))
                .map(line -> Double.valueOf(line.substring(name.length())))
                .findFirst();
    }

    private static JsonNode check(HttpAnswer health, String name) {
        for (JsonNode check : health.json().path("checks")) {
            if (check.path("name").asText().equals(name)) {
                return check;
            }
        }
        return Objects.requireNonNull(health.json().get("checks"));
    }

    private void publish(String routingKey, byte[] body) throws Exception {
        withChannel(channel -> {
            channel.confirmSelect();
            channel.basicPublish("coder_events", routingKey, true, new BasicProperties(), body);
            channel.waitForConfirms(BOUND.toMillis());
        });
    }

    private void withChannel(Work work) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker.uri());
        try (Connection connection = factory.newConnection("test");
                Channel channel = connection.createChannel()) {
            work.on(channel);
        }
    }

    private static ConditionFactory await(String what) {
        return Awaitility.await(what).atMost(BOUND).pollInterval(Duration.ofMillis(50));
    }

    private interface Work {
        void on(Channel channel) throws Exception;
    }
}
