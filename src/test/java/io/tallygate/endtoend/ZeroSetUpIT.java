package io.tallygate.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import io.tallygate.testkit.Events;
import io.tallygate.testkit.ForeignClient;
import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.HttpAnswer;
import io.tallygate.testkit.TestEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The gateway as a newcomer starts it, with nothing configured: one story, told in order. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ZeroSetUpIT {
    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final Duration START = Duration.ofSeconds(60);
    private static final Pattern STARTED = Pattern.compile(
            "Started here: an AMQP broker at 127\\.0\\.0\\.1:(\\d+)\\S* and a PostgreSQL at (\\S+), with their data in (\\S+)\\.");
    private static final String EXCHANGE = "coder_events";
    private static final String TAP = "tap-of-the-test";
    private static final int BURST = 300;

    private final Events events = new Events(1815);
    private Path folder;
    private GatewayProcess gateway;
    private TestEvent stored;
    private String quarantined;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        this.folder = folder.toRealPath();
        stored = events.valid(Events.STEP);
        quarantined = "";
        gateway = GatewayProcess.setup("zero-set-up").dataFolder(folder).start();
    }

    @AfterAll
    void close() {
        if (gateway != null && gateway.isRunning()) {
            gateway.terminate();
        }
    }

    @Test
    @Order(1)
    void start_saysInOneLineWhatItStartedAndWhere() {
        Matcher line = lastStart();

        assertThat(line.group(1)).isEqualTo(Integer.toString(gateway.amqpPort()));
        assertThat(line.group(2)).startsWith("jdbc:postgresql://127.0.0.1:");
        assertThat(line.group(3)).isEqualTo(folder.toString());
        assertThat(gateway.log()).contains("API        " + gateway.url() + "/api/v1/events");
        Clean.checkLog(gateway);
    }

    @Test
    @Order(2)
    void events_byHttpAndByAmqpAreReadBack() throws Exception {
        TestEvent overAmqp = events.valid(Events.COMPLETED);

        assertThat(gateway.client().post(stored).status()).isEqualTo(202);
        publish(overAmqp, new BasicProperties());

        assertStored(stored);
        assertStored(overAmqp);
    }

    @ParameterizedTest
    @EnumSource
    @Order(3)
    void event_byAForeignClientIsReadBack(ForeignClient client) {
        client.assumeUsable();
        TestEvent event = events.valid(Events.STEP);

        client.publish(broker(), EXCHANGE, event);

        assertStored(event);
    }

    @Test
    @Order(3)
    void event_withAnExpirationIsKept() throws Exception {
        TestEvent event = events.valid(Events.STEP);

        publish(event, new BasicProperties.Builder().expiration("60000").build());

        assertStored(event);
    }

    @Test
    @Order(3)
    void badEvent_isInQuarantine() throws Exception {
        TestEvent event = events.broken(io.tallygate.testkit.Flaw.FIELD_MISSING);

        publish(event, new BasicProperties());

        quarantined = Awaitility.await()
                .atMost(BOUND)
                .until(
                        () -> gateway.client()
                                .get("/api/v1/quarantine?event=" + event.id())
                                .json()
                                .path("items")
                                .path(0)
                                .path("id")
                                .asText(),
                        id -> !id.isEmpty());
    }

    @Test
    @Order(3)
    void job_isHandledByTheWorkerThatIsOnHere() {
        HttpAnswer answer = gateway.client().post("/api/v1/jobs/outcome-sync/triggers", "");

        assertThat(answer.status()).isEqualTo(202);
        Awaitility.await()
                .atMost(BOUND)
                .until(() -> gateway.client()
                        .get("/q/metrics")
                        .text()
                        .contains("tallygate_jobs_handled_total{job=\"outcome-sync\",outcome=\"handled\"} 1.0"));
        assertThat(gateway.log())
                .contains("Job outcome-sync triggered by api (event "
                        + answer.json().path("id").asText());
    }

    @Test
    @Order(4)
    void secondGateway_onTheSameFolderRefusesToStart() {
        try (GatewayProcess second =
                GatewayProcess.setup("zero-set-up-second").dataFolder(folder).launch()) {
            assertThat(second.awaitExit(START)).isNotZero();
            assertThat(second.log())
                    .contains(
                            "Tallygate cannot start: ",
                            folder.toString(),
                            Long.toString(gateway.handle().pid()));
        }
        assertThat(gateway.client().get("/q/health/ready").status()).isEqualTo(200);
    }

    @Test
    @Order(5)
    void killed_keepsEverythingAndPublishesWhatWaited() throws Exception {
        tap();
        List<TestEvent> burst = IntStream.range(0, BURST)
                .mapToObj(i -> events.valid(Events.STEP))
                .toList();
        String batch =
                burst.stream().map(event -> new String(event.body(), UTF_8)).collect(Collectors.joining(",", "[", "]"));
        assertThat(gateway.client().post("/api/v1/events", batch).status()).isEqualTo(202);

        gateway.kill9();
        gateway.restart().awaitReady(START);

        assertEverythingIsThere();
        Set<String> missing = burst.stream().map(TestEvent::id).collect(Collectors.toCollection(HashSet::new));
        assertThat(gateway.client()
                        .get("/api/v1/events?limit=1000")
                        .json()
                        .path("items")
                        .findValuesAsText("id"))
                .containsAll(missing);
        takeFromTap(missing);
        assertThat(missing).as("events that nobody got from the exchange").isEmpty();
    }

    @Test
    @Order(6)
    void stopped_keepsEverythingAndTakesTheNextPortIfItsOwnIsTaken() throws Exception {
        gateway.terminate();
        assertThat(postgresPid()).doesNotExist();
        try (ServerSocket taken = new ServerSocket(gateway.amqpPort(), 1, InetAddress.getLoopbackAddress())) {
            gateway.restart().awaitReady(START);

            assertThat(amqpPort()).isNotEqualTo(taken.getLocalPort()).isBetween(1, 65_535);
            assertThat(gateway.log()).contains("AMQP       127.0.0.1:" + amqpPort());
            assertEverythingIsThere();
            TestEvent event = events.valid(Events.STEP);
            publish(event, new BasicProperties());
            assertStored(event);
        }
    }

    @Test
    @Order(7)
    void startThatFails_leavesNoPostgresBehind() {
        gateway.terminate();
        try (GatewayProcess failing = GatewayProcess.setup("zero-set-up-failing")
                .dataFolder(folder)
                .set("TALLYGATE_JOBS_SCHEDULE_COFFEE", "0 0 3 * * ?")
                .launch()) {
            assertThat(failing.awaitExit(START)).isNotZero();
            assertThat(failing.log().lines())
                    .anyMatch(line -> line.startsWith("Tallygate cannot start: tallygate.jobs.schedule.coffee"));
            assertThat(postgresPid()).doesNotExist();
        }
    }

    @Test
    @Order(8)
    void startOnly_endsByItselfOnceItHasStarted() {
        try (GatewayProcess start = GatewayProcess.setup("zero-set-up-start-only")
                .dataFolder(folder)
                .jvm("-Dtallygate.start-only=true")
                .launch()) {
            assertThat(start.awaitExit(START)).as(start.log()).isZero();
            assertThat(start.log()).contains("Tallygate: every workflow event is checked, kept and answerable");
            assertThat(postgresPid()).doesNotExist();
        }
    }

    private Path postgresPid() {
        return folder.resolve("postgres").resolve("data").resolve("postmaster.pid");
    }

    private void assertEverythingIsThere() {
        assertStored(stored);
        assertThat(gateway.client().post(stored).status()).isEqualTo(200);
        assertThat(gateway.client().get("/api/v1/quarantine/" + quarantined).status())
                .isEqualTo(200);
    }

    private void assertStored(TestEvent event) {
        Awaitility.await("event " + event.id())
                .atMost(BOUND)
                .pollInterval(Duration.ofMillis(20))
                .until(() ->
                        gateway.client().get("/api/v1/events/" + event.id()).status() == 200);
        assertThat(gateway.client()
                        .get("/api/v1/events/" + event.id() + "/original")
                        .body())
                .isEqualTo(event.body());
    }

    private Matcher lastStart() {
        Matcher matcher = STARTED.matcher(gateway.log());
        int end = 0;
        while (matcher.find()) {
            end = matcher.start();
        }
        assertThat(matcher.find(end)).as("the line about what was started").isTrue();
        return matcher;
    }

    private int amqpPort() {
        return Integer.parseInt(lastStart().group(1));
    }

    private URI broker() {
        return URI.create("amqp://guest:guest@127.0.0.1:" + amqpPort());
    }

    private void tap() throws Exception {
        try (Connection connection = connect();
                Channel channel = connection.createChannel()) {
            channel.queueDeclare(TAP, true, false, false, null);
            channel.queueBind(TAP, EXCHANGE, "workflow.#");
        }
    }

    /** Takes what is published until nothing is missing any more, or the bound is over. */
    private void takeFromTap(Set<String> missing) throws Exception {
        try (Connection connection = connect();
                Channel channel = connection.createChannel()) {
            Awaitility.await().atMost(BOUND).pollInterval(Duration.ofMillis(20)).until(() -> {
                for (GetResponse got = channel.basicGet(TAP, true); got != null; got = channel.basicGet(TAP, true)) {
                    missing.remove(got.getProps().getMessageId());
                }
                return missing.isEmpty();
            });
        }
    }

    private void publish(TestEvent event, BasicProperties properties) throws Exception {
        try (Connection connection = connect();
                Channel channel = connection.createChannel()) {
            channel.confirmSelect();
            BasicProperties persistent = properties.builder().deliveryMode(2).build();
            channel.basicPublish(EXCHANGE, event.routingKey(), true, persistent, event.body());
            channel.waitForConfirmsOrDie(BOUND.toMillis());
        }
    }

    private Connection connect() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker());
        return factory.newConnection("test");
    }
}
