package io.tallygate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.GatewaySetup;
import io.tallygate.testkit.HttpAnswer;
import io.tallygate.testkit.HttpDoor;
import io.tallygate.testkit.PostgresNode;
import io.tallygate.testkit.RabbitNode;
import io.tallygate.testkit.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * One fault test's surroundings: nodes to be broken, an exchange, queues and a database of its own, gateways, load, and
 * one seed for all that is random; {@code -Dtallygate.test.seed} sets it.
 */
final class FaultBench implements AutoCloseable {
    /** Generous: with other work on the machine, one answer of rabbitmqctl may take half a minute. */
    private static final Duration BOUND = Duration.ofSeconds(180);

    private static final int HTTP_SENDERS = 3;
    private static final AtomicInteger BENCHES = new AtomicInteger();

    private final String name;
    private final long seed;
    private final SplittableRandom random;
    private final RabbitNode broker;
    private final PostgresNode postgres;
    private final TestDatabase database;
    private final List<GatewayProcess> gateways = new ArrayList<>();
    private final List<Load> loads = new ArrayList<>();
    private int loadsMade;
    private Invariants.Seen seen = Invariants.Seen.NOTHING;

    FaultBench(String test) {
        this(test, BreakableNodes.broker(), BreakableNodes.postgres());
    }

    /** With nodes of the test's own in place of the shared ones; they stay its own to close. */
    FaultBench(String test, RabbitNode broker, PostgresNode postgres) {
        this.broker = broker;
        this.postgres = postgres;
        BreakableNodes.mend(broker, postgres);
        name = test + "-" + BENCHES.incrementAndGet();
        seed = Long.getLong("tallygate.test.seed", ThreadLocalRandom.current().nextLong(1_000_000));
        random = new SplittableRandom(seed);
        database = postgres.createDatabase();
        say("seed " + seed);
    }

    RabbitNode broker() {
        return broker;
    }

    PostgresNode postgres() {
        return postgres;
    }

    TestDatabase database() {
        return database;
    }

    String databaseName() {
        String url = database.jdbcUrl();
        return url.substring(url.lastIndexOf('/') + 1);
    }

    SplittableRandom random() {
        return random;
    }

    String exchange() {
        return name + ".events";
    }

    String auditQueue() {
        return name + ".audit";
    }

    /** What every gateway of this bench is told; it is closed with the bench once it was {@link #keep kept}. */
    GatewaySetup setup() {
        return GatewayProcess.setup(name)
                .broker(broker().uri())
                .database(database)
                .set("TALLYGATE_RABBITMQ_EXCHANGE", exchange())
                .set("TALLYGATE_RABBITMQ_AUDIT_QUEUE", auditQueue())
                .set("TALLYGATE_RABBITMQ_JOBS_QUEUE", name + ".jobs")
                .set("TALLYGATE_RABBITMQ_RECONNECT_DELAY_MAX", "1s");
    }

    GatewayProcess keep(GatewayProcess gateway) {
        gateways.add(gateway);
        return gateway;
    }

    GatewayProcess start() {
        return keep(setup().start());
    }

    /** Load to these gateways and the exchange, not started yet. */
    Load load(GatewayProcess... to) {
        List<HttpDoor> doors = Stream.of(to).map(GatewayProcess::client).toList();
        // Two loads of one bench must not send the same events.
        Load load = new Load(seed + 100L * loadsMade++, broker().uri(), exchange(), doors, HTTP_SENDERS);
        loads.add(load);
        return load;
    }

    Tap tap() throws Exception {
        return Tap.on(broker().uri(), exchange());
    }

    ConditionFactory await(String what) {
        return Awaitility.await(name + ", seed " + seed + ": " + what)
                .atMost(BOUND)
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptions();
    }

    /** How many events are in the log and in quarantine now. */
    long kept() {
        return database.number("SELECT (SELECT last_sequence FROM audit_head) + (SELECT count(*) FROM quarantine)");
    }

    /** Waits until so many more are kept. */
    void awaitKept(long more) {
        long enough = kept() + more;
        await(more + " more are kept").until(() -> kept() >= enough);
    }

    /** Waits until nothing is on its way any more: the audit queue and the outbox are empty. */
    void awaitDrained() {
        await("the outbox is empty").until(() -> database.number("SELECT pending FROM relay_backlog") == 0);
        await("no message of the audit queue is ready").until(() -> ready() == 0);
        await("no message of the audit queue is unsettled").until(() -> messages() == 0);
    }

    /** Sends no more, waits until all is handled, and gives what there is then. */
    Invariants drained(Load load) {
        load.finish();
        awaitDrained();
        assertNoOtherTenantSees();
        Invariants invariants = Invariants.of(database);
        say(load + "; " + invariants);
        return invariants;
    }

    /**
     * Ends one part of a long run: sends no more, waits until all is handled, asserts every invariant on what came since
     * the last such part, and forgets the load. What is there afterwards from an earlier part is a violation, too.
     */
    void endPart(Load load) {
        load.finish();
        awaitDrained();
        Invariants atFirst = Invariants.since(database, seen);
        say(load + "; " + atFirst);
        atFirst.hold(load).quarantineHasEachArrivalOnce();
        if (!load.amqpLedger().unknown().isEmpty()) {
            load.publishUnknownAgain();
            awaitDrained();
        }
        assertNoOtherTenantSees();
        Invariants afterwards = Invariants.since(database, seen);
        afterwards.nothingIsTwice().everythingSoundIsStored(load);
        seen = afterwards.seen();
        load.close();
        loads.remove(load);
    }

    /** At the end of a long run: what can be asked of the log as a whole, without holding it. */
    void assertWholeLogIsSound() {
        long events = database.number("SELECT count(*) FROM audit_event");
        assertThat(events)
                .as("events in all parts")
                .isEqualTo(seen.sequence())
                .isEqualTo(database.number("SELECT last_sequence FROM audit_head"))
                .isEqualTo(database.number("SELECT count(*) FROM audit_key"))
                // Sorted: told apart in a hash table, millions take PostgreSQL a quarter of an hour with its default
                // memory.
                .isEqualTo(database.number("SELECT count(*) FROM (SELECT row_number()"
                        + " OVER (PARTITION BY tenant_id, event_id) AS occurrence FROM audit_event) e"
                        + " WHERE occurrence = 1"));
        say("in all " + events + " stored, " + seen.quarantined().size() + " quarantined, 0 violations");
    }

    /** I6, for a few events at random: asked for as another tenant, there are none. */
    private void assertNoOtherTenantSees() {
        // Not of version 4, as the senders' are: theirs are drawn from the same seed, and one could be the same.
        UUID other = new UUID(random.nextLong() | 0xf000L, random.nextLong());
        List<String> ids = database
                .query("SELECT event_id FROM audit_event WHERE sequence IN (SELECT"
                        + " 1 + floor(random() * last_sequence)::bigint FROM audit_head, generate_series(1, 5))")
                .stream()
                .map(row -> String.valueOf(row.get("event_id")))
                .toList();
        for (GatewayProcess gateway : gateways) {
            HttpDoor door = gateway.client();
            if (door.tryGet("/q/health/ready").map(HttpAnswer::status).orElse(0) == 200) {
                assertThat(ids)
                        .as("events that another tenant is shown")
                        .allMatch(id -> door.get("/api/v1/events/" + id + "?tenant=" + other)
                                        .status()
                                == 404);
                assertThat(door.get("/api/v1/events?tenant=" + other).json().path("items"))
                        .as("what another tenant is shown")
                        .isEmpty();
            }
        }
    }

    /** The value of a counter or gauge of the gateway. */
    static double metric(GatewayProcess gateway, String series) {
        return gateway.client()
                .get("/q/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith(series + " ") || line.startsWith(series + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** The reason why one part in the gateway's readiness is as it is. */
    static String reasonOf(String part, GatewayProcess gateway) {
        for (var check : gateway.client().get("/q/health/ready").json().path("checks")) {
            if (check.path("name").asText().equals(part)) {
                return check.path("data").path("reason").asText();
            }
        }
        return "";
    }

    /** The status of one part in the gateway's readiness. */
    static String readinessOf(String part, GatewayProcess gateway) {
        for (var check : gateway.client().get("/q/health/ready").json().path("checks")) {
            if (check.path("name").asText().equals(part)) {
                return check.path("status").asText();
            }
        }
        return "";
    }

    Connection connect() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker().uri());
        factory.setAutomaticRecoveryEnabled(false);
        return factory.newConnection("fault test");
    }

    @Override
    public void close() {
        loads.forEach(Load::close);
        gateways.forEach(GatewayProcess::close);
        BreakableNodes.mend(broker, postgres);
    }

    private long ready() throws Exception {
        try (Connection connection = connect();
                Channel channel = connection.createChannel()) {
            return channel.messageCount(auditQueue());
        }
    }

    /** Those that are with a consumer among them; asked from the broker's side, which takes its time. */
    private long messages() {
        return broker().rabbitmqctl("-q", "list_queues", "--no-table-headers", "name", "messages")
                .lines()
                .map(line -> line.split("\\s+"))
                .filter(words -> words[0].equals(auditQueue()))
                .mapToLong(words -> Long.parseLong(words[1]))
                .findFirst()
                .orElseThrow();
    }

    void say(String what) {
        System.out.println(name + ": " + what);
    }
}
