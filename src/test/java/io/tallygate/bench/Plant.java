package io.tallygate.bench;

import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.PostgresNode;
import io.tallygate.testkit.RabbitNode;
import io.tallygate.testkit.TestDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A broker, a database and a gateway of this run alone, on this machine alone. */
final class Plant implements AutoCloseable {
    static final String EXCHANGE = "coder_events";
    static final String AUDIT_QUEUE = "tallygate.audit";
    static final String JOBS_QUEUE = "bi_batch_jobs";

    /** A queue like the audit queue, for PerfTest. */
    static final String REFERENCE_QUEUE = "bench.reference";

    private static final int WAL_SEGMENTS = 200;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(180);

    /**
     * Fully durable ({@code fsync}, {@code synchronous_commit} and {@code full_page_writes} are on), with the memory and
     * the room for its log that a server has in production: the defaults are for a small machine.
     */
    static final Map<String, String> POSTGRES_SETTINGS = Map.of(
            "shared_buffers", "2GB",
            "wal_buffers", "16MB",
            "max_wal_size", "4GB",
            "min_wal_size", "4GB",
            "checkpoint_timeout", "15min",
            "max_connections", "50");

    private final RabbitNode broker;
    private final PostgresNode postgres;
    private final TestDatabase database;
    private final GatewayProcess gateway;
    private final Feeder feeder;
    private final BacklogFeeder backlogFeeder;
    private final BenchEvents events;
    private final Connection questions;
    private final PreparedStatement lastSequence;
    private final PreparedStatement anyPending;
    private final PreparedStatement notDerived;
    private final double secondsToFirstEvent;

    Plant(Options options) throws Exception {
        CompletableFuture<RabbitNode> startingBroker = CompletableFuture.supplyAsync(RabbitNode::start);
        postgres = PostgresNode.start(POSTGRES_SETTINGS);
        database = postgres.createDatabase();
        makeSegments();
        broker = startingBroker.join();
        long started = System.nanoTime();
        gateway = GatewayProcess.setup("bench")
                .broker(broker.uri())
                .database(database)
                // it is stopped in its tracks while a backlog is made
                .set("TALLYGATE_RABBITMQ_HEARTBEAT", "60s")
                .jvm("-Xmx256m")
                .jvmLine(options.gatewayJvm())
                .start();
        feeder = new Feeder(broker.uri());
        events = new BenchEvents(options.seed());
        feeder.channel()
                .queueDeclare(
                        REFERENCE_QUEUE,
                        true,
                        false,
                        false,
                        Map.of("x-queue-type", "quorum", "x-single-active-consumer", true));
        backlogFeeder = new BacklogFeeder(broker.uri(), options.seed() + 1);
        backlogFeeder.share(AUDIT_QUEUE);
        questions = database.connect();
        lastSequence = questions.prepareStatement("SELECT last_sequence FROM audit_head");
        anyPending = questions.prepareStatement("SELECT pending FROM relay_backlog");
        notDerived = questions.prepareStatement(
                "SELECT coalesce(max(last_sequence - sequence), 0) FROM projection_position, audit_head");
        publish(1);
        awaitStored(1);
        secondsToFirstEvent = (System.nanoTime() - started) / 1e9;
    }

    /**
     * Fills and recycles segments of the write-ahead log: a server that has run for a while has them at hand, a fresh one
     * stops for each new one until 16 MB of zeros are on disk.
     */
    private void makeSegments() {
        for (int segment = 0; segment < WAL_SEGMENTS; segment++) {
            database.query("SELECT pg_logical_emit_message(false, 'bench', 'x'), pg_switch_wal()");
        }
        database.execute("CHECKPOINT");
    }

    RabbitNode broker() {
        return broker;
    }

    GatewayProcess gateway() {
        return gateway;
    }

    Feeder feeder() {
        return feeder;
    }

    BenchEvents events() {
        return events;
    }

    CpuUse cpu() {
        return cpuBeside(gateway.handle());
    }

    /** What has been used if not the gateway but another program is the one that consumes and stores. */
    CpuUse cpuBeside(ProcessHandle consumer) {
        return CpuUse.of(List.of(consumer), broker.processes(), postgres.processes());
    }

    /** A database beside the gateway's, on the same server. */
    TestDatabase createDatabase() {
        return postgres.createDatabase();
    }

    /** From the start of the gateway's process on an empty database, migrations included, until it had stored an event. */
    double secondsToFirstEvent() {
        return secondsToFirstEvent;
    }

    /** The sequence number of the last event that is stored; numbers have no gaps. */
    long stored() throws SQLException {
        return number(lastSequence);
    }

    boolean allPublished() throws SQLException {
        return number(anyPending) == 0;
    }

    /** How many stored events runs and figures have not been made of yet: the gateway does that beside all it is measured at. */
    long notDerived() throws SQLException {
        return number(notDerived);
    }

    /**
     * Measures something else while the gateway is stopped in its tracks: what it still has to derive from its log would
     * be taken from the other's share of the machine.
     */
    <T> T withoutGateway(Callable<T> measurement) throws Exception {
        gateway.freeze();
        try {
            return measurement.call();
        } finally {
            gateway.thaw();
        }
    }

    /** What PerfTest does within some seconds, before it is stopped in its tracks; what is left in its queue is dropped. */
    PerfTest.Rates ratesOf(PerfTest perfTest) throws IOException {
        PerfTest.Rates rates = perfTest.rates();
        feeder.channel().queuePurge(REFERENCE_QUEUE);
        return rates;
    }

    /** Publishes so many new events to the exchange, and waits for their confirms. */
    void publish(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            send();
        }
        feeder.awaitConfirms();
    }

    /** Publishes one new event to the exchange. */
    void send() throws Exception {
        BenchEvents.Event event = events.next();
        feeder.publish(EXCHANGE, event.type(), event.body());
    }

    /** Has PerfTest's queue get every {@link #publishBacklog backlog}, too. */
    void shareBacklog() throws IOException {
        backlogFeeder.share(REFERENCE_QUEUE);
    }

    /** Publishes so many new events to the audit queue, past the exchange, and waits for their confirms and {@link #awaitRest}. */
    void publishBacklog(int count) throws Exception {
        backlogFeeder.publish(count);
        awaitRest();
    }

    /**
     * Waits until all that was written is on disk and the broker has come to rest: both go on for seconds after the last
     * confirm, and would burden whoever is measured next.
     */
    void awaitRest() throws IOException, InterruptedException {
        boolean atRest = false;
        for (int look = 0; look < CpuRest.MOST_LOOKS && !atRest; look++) {
            if (!new ProcessBuilder("sync").start().waitFor(PATIENCE_NANOS, TimeUnit.NANOSECONDS)) {
                throw new IllegalStateException("What was written does not get to disk");
            }
            atRest = CpuRest.isAtRest(() -> cpu().broker());
        }
    }

    /** Waits until the gateway's JVM has compiled what it had found worth it. */
    void awaitCompiled() {
        new CompilerThreads(gateway.handle()).awaitRest();
    }

    /** Publishes so many new events to a queue, past any exchange, and waits for their confirms. */
    void publishTo(String queue, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            feeder.publish("", queue, events.next().body());
        }
        feeder.awaitConfirms();
    }

    /** Waits until so many are stored. More would be a wrong result. */
    void awaitStored(long expected) throws SQLException {
        long until = System.nanoTime() + PATIENCE_NANOS;
        long now = stored();
        while (now < expected) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException(gateway.describe(now + " of " + expected + " events are stored"));
            }
            LockSupport.parkNanos(1_000_000);
            now = stored();
        }
        require(now == expected, "stored " + now + " events instead of " + expected);
    }

    /** Waits until the outbox is empty. */
    void awaitPublished() throws SQLException {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (!allPublished()) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException(gateway.describe("Not all events were published"));
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    /** Waits until the gateway has met all that it published, and forgets the job triggers, which nobody takes here. */
    void settle() throws Exception {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (feeder.ready(AUDIT_QUEUE) > 0) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException(gateway.describe("The audit queue does not get empty"));
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        feeder.channel().queuePurge(JOBS_QUEUE);
        TimeUnit.MILLISECONDS.sleep(250);
    }

    /** Counts every row: each event is in the log and among its keys once, and none is in quarantine. */
    void requireExactly(long expected) {
        for (String table : List.of("audit_event", "audit_key")) {
            long rows = database.number("SELECT count(*) FROM " + table);
            require(rows == expected, table + " has " + rows + " rows instead of " + expected);
        }
        long quarantined = database.number("SELECT count(*) FROM quarantine");
        require(quarantined == 0, quarantined + " events were quarantined");
        long parked = database.number("SELECT pending + parked FROM relay_backlog");
        require(parked == 0, parked + " events were not published");
    }

    static void require(boolean right, String wrong) {
        if (!right) {
            throw new IllegalStateException("Wrong result: " + wrong);
        }
    }

    private static long number(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException {
        questions.close();
        feeder.close();
        backlogFeeder.close();
        gateway.close();
        postgres.close();
        broker.close();
    }
}
