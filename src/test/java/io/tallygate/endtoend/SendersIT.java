package io.tallygate.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ShutdownSignalException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tallygate.broker.AuditBindings;
import io.tallygate.broker.BrokerAddress;
import io.tallygate.broker.BrokerConfig;
import io.tallygate.broker.BrokerLinks;
import io.tallygate.broker.ConfirmedPublisher;
import io.tallygate.broker.LinkState;
import io.tallygate.broker.PublisherIdentity;
import io.tallygate.testkit.Certificates;
import io.tallygate.testkit.Configured;
import io.tallygate.testkit.Events;
import io.tallygate.testkit.FreePorts;
import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.HttpAnswer;
import io.tallygate.testkit.PostgresNode;
import io.tallygate.testkit.RabbitNode;
import io.tallygate.testkit.RequiresRabbitMq;
import io.tallygate.testkit.TestDatabase;
import io.tallygate.testkit.TestEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Who may send what, by HTTP and by a RabbitMQ that the gateway reaches by TLS alone, with its certificate in place of a
 * password.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RequiresRabbitMq(privateNode = true)
class SendersIT {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final String SECRET = "a secret of this test that is long enough";
    private static final String EXCHANGE = "coder_events";
    private static final UUID OWN = UUID.fromString("11111111-1111-4111-8111-111111111111");
    private static final UUID OTHER = UUID.fromString("22222222-2222-4222-8222-222222222222");

    private final Events events = new Events(7);
    private final int tlsPort = FreePorts.next();
    private Certificates certificates;
    private RabbitNode broker;
    private TestDatabase database;
    private JobEndpoint endpoint;
    private GatewayProcess gateway;

    @BeforeAll
    void start() throws IOException {
        certificates = new Certificates();
        certificates.authority("authority");
        certificates.authority("stranger");
        certificates.server("server", "localhost", "authority");
        certificates.client("tallygate", "authority");
        broker = RabbitNode.startWith(
                List.of("rabbitmq_auth_mechanism_ssl"),
                List.of(
                        "listeners.ssl.default = 127.0.0.1:" + tlsPort,
                        "ssl_options.cacertfile = " + certificates.certificate("authority"),
                        "ssl_options.certfile = " + certificates.certificate("server"),
                        "ssl_options.keyfile = " + certificates.key("server"),
                        "ssl_options.verify = verify_peer",
                        "ssl_options.fail_if_no_peer_cert = true",
                        "ssl_cert_login_from = common_name",
                        "auth_mechanisms.1 = PLAIN",
                        "auth_mechanisms.2 = EXTERNAL"));
        addUsers("tallygate", "orders", "stranger");
        database = PostgresNode.shared().createDatabase();
        endpoint = new JobEndpoint();
        gateway = GatewayProcess.setup("senders")
                .database(database)
                .set("TALLYGATE_RABBITMQ_URL", "amqps://localhost:" + tlsPort)
                .set("TALLYGATE_RABBITMQ_TLS_CA_FILE", path(certificates.certificate("authority")))
                .set("TALLYGATE_RABBITMQ_TLS_CERTIFICATE_FILE", path(certificates.certificate("tallygate")))
                .set("TALLYGATE_RABBITMQ_TLS_KEY_FILE", path(certificates.key("tallygate")))
                .set("TALLYGATE_RABBITMQ_TLS_EXTERNAL", "true")
                .set("TALLYGATE_ACCESS_AMQP_OWN_USER", "tallygate")
                .set("TALLYGATE_ACCESS_AMQP_USERS_ORDERS_TENANTS", OWN.toString())
                .set("TALLYGATE_ACCESS_AMQP_USERS_ORDERS_TYPES", "workflow.step.*,workflow.job.trigger")
                .set("TALLYGATE_ACCESS_KEY_SECRET", SECRET)
                .set("TALLYGATE_ACCESS_KEYS_REFRESH", "200ms")
                .set("TALLYGATE_JOBS_WORKER_ENABLED", "true")
                .set("TALLYGATE_JOBS_WORKER_ENDPOINTS__OUTCOME_SYNC_", endpoint.url("/sync"))
                .start();
        addKey("own", "publisher,operator,viewer", OWN.toString(), "*");
        addKey("other", "publisher,operator", OTHER.toString(), "*");
        addKey("steps", "publisher", OWN.toString(), "workflow.step.*");
        addKey("all", "administrator", "", "*");
        await("the keys are known")
                .until(() ->
                        gateway.client().get("/api/v1/jobs", credential("all")).status() == 200);
    }

    @AfterAll
    void close() throws Exception {
        for (@Nullable AutoCloseable part : new @Nullable AutoCloseable[] {gateway, endpoint, broker}) {
            if (part != null) {
                part.close();
            }
        }
    }

    @Test
    void event_byHttpOfAnotherTenant_isRefusedAndKeptNowhere() {
        TestEvent mine = step(OWN);
        TestEvent theirs = step(OTHER);

        assertThat(post(mine, "own").status()).isEqualTo(202);
        HttpAnswer refused = post(theirs, "own");

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
        assertThat(refused.json().path("type").asText()).isEqualTo("/problems/not-authorised");
        assertThat(refused.json().path("outcome").asText()).isEqualTo("refused");
        assertThat(refused.json().path("detail").asText()).contains(OTHER.toString());
        assertThat(keptOf(theirs)).isZero();
        assertThat(post(events.valid(Events.FAILED, OWN, UUID.randomUUID()), "steps")
                        .status())
                .isEqualTo(403);
        assertThat(metric("tallygate_events_received_total{door=\"http\",outcome=\"refused\",type=\"" + Events.STEP))
                .isPositive();
        // a log names no tenant, so it is of none of these
        assertThat(gateway.client()
                        .post(
                                "/api/v1/logs",
                                "{\"source_system\":\"jira\",\"stage\":\"source\",\"status\":\"Success\","
                                        + "\"logged_at\":\"2026-01-01T00:00:00Z\"}",
                                credential("own"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void batch_withEventsOfAnotherTenant_hasAResultForEach() {
        TestEvent mine = step(OWN);
        TestEvent theirs = step(OTHER);

        HttpAnswer mixed = postAll("[" + text(theirs) + "," + text(mine) + ",{}]");
        HttpAnswer none = postAll("[" + text(theirs) + "," + text(step(OTHER)) + "]");

        assertThat(mixed.status()).isEqualTo(207);
        assertThat(mixed.json().path("results").findValuesAsText("outcome"))
                .containsExactly("refused", "stored", "rejected");
        assertThat(mixed.json().path("results").findValuesAsText("status")).containsExactly("403", "202", "422");
        assertThat(List.of("accepted", "refused", "rejected", "undetermined"))
                .extracting(name -> mixed.json().path(name).asInt())
                .containsExactly(1, 1, 1, 0);
        assertThat(none.status()).isEqualTo(403);
        assertThat(none.json().path("results")).hasSize(2);
        assertThat(keptOf(theirs)).isZero();
        UUID held = UUID.fromString(
                mixed.json().path("results").path(2).path("quarantineId").asText());
        assertThat(tenantOf(held)).isEqualTo(OWN);
    }

    @Test
    void resubmission_isForThoseOfItsTenantAndIntoIt() {
        JsonNode broken = gateway.client()
                .post("/api/v1/events", brokenStep(OWN), credential("own"))
                .json();
        String address = "/api/v1/quarantine/" + broken.path("quarantineId").asText() + "/resubmissions";

        HttpAnswer byOthers = gateway.client().post(address, "", credential("other"));
        HttpAnswer intoOthers = gateway.client().post(address, text(step(OTHER)), credential("own"));
        HttpAnswer mended = gateway.client().post(address, text(step(OWN)), credential("own"));

        assertThat(byOthers.status()).isEqualTo(404);
        assertThat(intoOthers.status()).isEqualTo(403);
        assertThat(mended.status()).isEqualTo(202);
        assertThat(database.number(
                        "SELECT count(*) FROM resubmission WHERE quarantine_id = ?",
                        UUID.fromString(broken.path("quarantineId").asText())))
                .isOne();
    }

    @Test
    void trigger_isForTenantsOfTheCaller() {
        String theirs = "{\"tenantId\": \"" + OTHER + "\"}";

        HttpAnswer refused = trigger(theirs, "own", "key-1");
        HttpAnswer own = trigger("", "own", "key-1");
        HttpAnswer another = trigger("", "other", "key-1");

        assertThat(refused.status()).isEqualTo(403);
        assertThat(own.json().path("tenantId").asText()).as(own.text()).isEqualTo(OWN.toString());
        assertThat(another.status()).isEqualTo(202);
        assertThat(another.json().path("tenantId").asText()).isEqualTo(OTHER.toString());
        assertThat(another.json().path("id")).isNotEqualTo(own.json().path("id"));
        // what the gateway published itself comes back to it, and the worker has it by TLS
        await("the worker had it")
                .until(() ->
                        !endpoint.calls("/sync", own.json().path("id").asText()).isEmpty());
        assertThat(database.number(
                        "SELECT count(*) FROM quarantine WHERE event_id = ?",
                        own.json().path("id").asText()))
                .isZero();
    }

    @Test
    void message_isKeptOrQuarantinedByItsUser() throws Exception {
        TestEvent mine = step(OWN);
        TestEvent theirs = step(OTHER);
        TestEvent otherType = events.valid(Events.FAILED, OWN, UUID.randomUUID());
        TestEvent unnamed = step(OWN);
        TestEvent unknown = step(OWN);

        publish("orders", "orders", mine, theirs, otherType);
        publish("orders", null, unnamed);
        publish("stranger", "stranger", unknown);

        await("all are kept")
                .until(() ->
                        keptOf(mine) + keptOf(theirs) + keptOf(otherType) + keptOf(unnamed) + keptOf(unknown) == 5);
        assertThat(database.query("SELECT event_id, tenant_id, reason FROM quarantine WHERE door = 'amqp'"))
                .extracting(row -> row.get("event_id"), row -> row.get("tenant_id"), row -> row.get("reason"))
                .contains(
                        tuple(theirs.id(), OWN, "not-authorised"),
                        tuple(otherType.id(), OWN, "not-authorised"),
                        tuple(unnamed.id(), null, "not-authorised"),
                        tuple(unknown.id(), null, "not-authorised"));
        assertThat(database.number("SELECT count(*) FROM audit_event WHERE event_id = ?", mine.id()))
                .isOne();
    }

    @Test
    void message_withTheUserOfAnother_isRefusedByTheBroker() throws Exception {
        TestEvent forged = step(OWN);

        String closed = publish("stranger", "orders", forged);

        assertThat(closed).contains("PRECONDITION_FAILED", "user_id");
        assertThat(keptOf(forged)).isZero();
    }

    @Test
    void trigger_onTheExchangeByNobodyWhoMay_isNotHandled() throws Exception {
        TestEvent forged = trigger(OWN, "the forged one");
        TestEvent allowed = trigger(OWN, "the allowed one");

        publish("stranger", "stranger", forged);
        publish("orders", "orders", allowed);

        // triggers are handled one after the other
        await("the one behind it was handled")
                .until(() -> !endpoint.calls("/sync", allowed.id()).isEmpty());
        assertThat(endpoint.calls("/sync", forged.id())).isEmpty();
        await("it is in quarantine").until(() -> keptOf(forged) == 1);
    }

    @Test
    void tls_thatDoesNotFit_isRefusedSaidAndTriedAgain() {
        Path authority = certificates.certificate("authority");
        Map<String, String> client = Map.of(
                "certificate-file", path(certificates.certificate("tallygate")),
                "key-file", path(certificates.key("tallygate")),
                "external", "true");

        assertThat(connects("amqps://localhost:" + tlsPort, authority, client)).isEmpty();
        assertThat(connects("amqps://localhost:" + tlsPort, certificates.certificate("stranger"), client))
                .hasValueSatisfying(why -> assertThat(why).contains("certif"));
        assertThat(connects("amqps://127.0.0.1:" + tlsPort, authority, client))
                .hasValueSatisfying(why -> assertThat(why).contains("127.0.0.1"));
        assertThat(connects("amqps://localhost:" + tlsPort, authority, Map.of()))
                .hasValueSatisfying(why -> assertThat(why).contains("certif"));
        assertThat(connects("amqp://localhost:" + broker.port(), authority, client))
                .hasValueSatisfying(why -> assertThat(why).contains("amqps://"));
    }

    /** Why it does not connect, twice the same; empty if it does. */
    private Optional<String> connects(String url, Path authority, Map<String, String> tls) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "tallygate.rabbitmq.tls.ca-file", path(authority),
                "tallygate.rabbitmq.reconnect-delay-max", "50ms",
                "tallygate.rabbitmq.audit-queue", "tls-test",
                "tallygate.rabbitmq.jobs-queue", "tls-test-jobs"));
        tls.forEach((key, value) -> properties.put("tallygate.rabbitmq.tls." + key, value));
        AtomicInteger attempts = new AtomicInteger();
        BrokerLinks links = new BrokerLinks(
                Configured.by(properties, BrokerConfig.class),
                () -> {
                    attempts.incrementAndGet();
                    return BrokerAddress.parseAll(url);
                },
                new AuditBindings(List.of("nothing")),
                new SimpleMeterRegistry());
        ConfirmedPublisher publisher = new ConfirmedPublisher(links, PublisherIdentity.NONE);
        try {
            publisher.start();
            await("it is connected, or tries again")
                    .until(() -> publisher.state().isUp() || attempts.get() >= 3);
            return publisher.state() instanceof LinkState.Connecting connecting
                    ? connecting.lastError()
                    : Optional.empty();
        } finally {
            publisher.close();
        }
    }

    private TestEvent step(UUID tenant) {
        return events.valid(Events.STEP, tenant, UUID.randomUUID());
    }

    private String brokenStep(UUID tenant) {
        return text(step(tenant)).replace("\"durationMs\"", "\"durationOf\"");
    }

    private static String text(TestEvent event) {
        return new String(event.body(), StandardCharsets.UTF_8);
    }

    private HttpAnswer post(TestEvent event, String key) {
        return gateway.client().post("/api/v1/events", text(event), credential(key));
    }

    private HttpAnswer postAll(String events) {
        return gateway.client().post("/api/v1/events", events, credential("own"));
    }

    private HttpAnswer trigger(String body, String key, String idempotencyKey) {
        return gateway.client()
                .post(
                        "/api/v1/jobs/outcome-sync/triggers",
                        body,
                        "Authorization",
                        "Bearer " + token(key),
                        "Idempotency-Key",
                        idempotencyKey);
    }

    private TestEvent trigger(UUID tenant, String by) {
        TestEvent event = events.valid(Events.TRIGGER, tenant, UUID.randomUUID());
        String text = text(event)
                .replaceFirst("\"job\":\"[^\"]*\"", "\"job\":\"outcome-sync\"")
                .replaceFirst("\"triggeredBy\":\"[^\"]*\"", "\"triggeredBy\":\"" + by + "\"");
        return new TestEvent(
                text.getBytes(StandardCharsets.UTF_8),
                event.routingKey(),
                tenant,
                event.id(),
                event.type(),
                event.expected(),
                Optional.empty());
    }

    /** Publishes as a user of the broker; gives the reason for which it closed the channel, if it did. */
    private String publish(String user, @Nullable String userId, TestEvent... all)
            throws IOException, TimeoutException, InterruptedException {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setPort(broker.port());
        factory.setUsername(user);
        factory.setPassword("secret");
        try (Connection connection = factory.newConnection("test")) {
            Channel channel = connection.createChannel();
            channel.confirmSelect();
            for (TestEvent event : all) {
                AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                        .deliveryMode(2)
                        .userId(userId)
                        .build();
                channel.basicPublish(EXCHANGE, event.routingKey(), true, properties, event.body());
            }
            channel.waitForConfirms(BOUND.toMillis());
            return "";
        } catch (ShutdownSignalException e) {
            return String.valueOf(e.getReason());
        }
    }

    private long keptOf(TestEvent event) {
        return database.number(
                "SELECT (SELECT count(*) FROM audit_event WHERE event_id = ?)"
                        + " + (SELECT count(*) FROM quarantine WHERE event_id = ?)",
                event.id(),
                event.id());
    }

    private @Nullable Object tenantOf(UUID quarantineId) {
        return database.query("SELECT tenant_id FROM quarantine WHERE id = ?", quarantineId)
                .get(0)
                .get("tenant_id");
    }

    private double metric(String start) {
        return gateway.client()
                .get("/q/metrics", credential("all"))
                .text()
                .lines()
                .filter(line -> line.startsWith(start))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private void addUsers(String... names) {
        for (String name : names) {
            broker.rabbitmqctl("eval", """
                    rabbit_auth_backend_internal:add_user(<<"%1$s">>, <<"secret">>, <<"test">>),
                    rabbit_auth_backend_internal:set_permissions(
                        <<"%1$s">>, <<"/">>, <<".*">>, <<".*">>, <<".*">>, <<"test">>).""".formatted(name));
        }
    }

    private void addKey(String name, String roles, String tenants, String types) {
        database.execute(
                "INSERT INTO api_key (id, name, hash, roles, all_tenants, tenants, sources, types, created_at, created_by,"
                        + " expires_at, recorded) VALUES (?, ?, ?, string_to_array(?, ','), ?,"
                        + " string_to_array(?, ',')::uuid[], '{*}', ARRAY[?], now(), 'test', now() + interval '1 day', true)",
                id(name),
                name,
                hash(token(name)),
                roles,
                tenants.isEmpty(),
                tenants,
                types);
    }

    private static String[] credential(String key) {
        return new String[] {"Authorization", "Bearer " + token(key)};
    }

    private static String token(String name) {
        return "tg_" + id(name) + "_" + "s".repeat(40);
    }

    private static String id(String name) {
        return (name + "0".repeat(12)).substring(0, 12);
    }

    private static byte[] hash(String token) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(token.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform must have HMAC-SHA-256", e);
        }
    }

    private static String path(Path file) {
        return file.toAbsolutePath().toString();
    }

    private static ConditionFactory await(String what) {
        return Awaitility.await(what).atMost(BOUND).pollInterval(Duration.ofMillis(50));
    }
}
