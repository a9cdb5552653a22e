package io.tallygate.bench;

import io.tallygate.testkit.Events;
import io.tallygate.testkit.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A route that a user would write instead of the gateway, packaged from the folder {@code bench} and started in a JVM as
 * large as the gateway's. It has a quorum queue and a database of its own on the broker and the server that the gateway
 * uses. What it rejects, the broker moves to a second queue.
 */
final class PeerProcess implements AutoCloseable {
    private static final Path SOURCES = Path.of("bench");
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(180);
    private static final long SHORTEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String name;
    private final Plant plant;
    private final String queue;
    private final String rejects;
    private final TestDatabase database;
    private final Connection questions;
    private final PreparedStatement count;
    private final ForeignProcess process;

    private PeerProcess(String name, Path program, Plant plant, int concurrency) throws Exception {
        this.name = name;
        this.plant = plant;
        queue = "bench." + name;
        rejects = queue + ".rejects";
        declareQueues();
        database = plant.createDatabase();
        database.execute(Files.readString(SOURCES.resolve("peer-table.sql")));
        questions = database.connect();
        count = questions.prepareStatement("SELECT count(*) FROM event");
        URI broker = plant.broker().uri();
        String[] user = broker.getUserInfo().split(":");
        process = ForeignProcess.start(
                name,
                List.of(
                        ForeignProcess.JAVA,
                        "-Xmx256m",
                        "-jar",
                        SOURCES.resolve(name).resolve(program).toString()),
                Map.of(
                        "RABBITMQ_HOST", broker.getHost(),
                        "RABBITMQ_PORT", Integer.toString(broker.getPort()),
                        "RABBITMQ_USERNAME", user[0],
                        "RABBITMQ_PASSWORD", user[1],
                        "DATABASE_URL", database.jdbcUrl(),
                        "DATABASE_USER", database.user(),
                        "DATABASE_PASSWORD", database.password(),
                        "EVENTS_QUEUE", queue,
                        "CONCURRENCY", Integer.toString(concurrency)));
    }

    /** Apache Camel: consumer, JSON Schema validator, SQL insert. */
    static PeerProcess camel(Plant plant, int concurrency) throws Exception {
        return new PeerProcess("camel-peer", Path.of("target", "camel-peer.jar"), plant, concurrency);
    }

    /** Quarkus: a blocking consumer that validates and persists an entity. */
    static PeerProcess panache(Plant plant, int concurrency) throws Exception {
        return new PeerProcess("panache-peer", Path.of("target", "quarkus-app", "quarkus-run.jar"), plant, concurrency);
    }

    /** Makes it a backlog of so many events, and of one that violates its schema, to get warm. */
    void beginWarmUp(int events) throws Exception {
        byte[] violation = ("{\"type\":\"" + Events.STEP + "\",\"id\":\"00000000-0000-4000-8000-000000000000\"}")
                .getBytes(StandardCharsets.UTF_8);
        plant.feeder().publish("", queue, violation);
        plant.publishTo(queue, events);
    }

    /** Waits until that is stored, and the one rejected: it does check them. */
    void awaitWarm(int events) throws Exception {
        awaitStored(events);
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (plant.feeder().ready(rejects) == 0) {
            requirePatience(until, "did not reject an event that violates its schema");
            TimeUnit.MILLISECONDS.sleep(10);
        }
        requireRejects(1);
    }

    /** Makes a backlog for it, stopped in its tracks, and waits until all of that is stored. */
    Drain drain(int backlog) throws Exception {
        database.execute("TRUNCATE event");
        process.freeze();
        plant.publishTo(queue, backlog);
        plant.awaitRest();
        CpuUse cpuBefore = plant.cpuBeside(process.handle());
        long start = System.nanoTime();
        process.thaw();
        awaitStored(backlog);
        double seconds = (System.nanoTime() - start) / 1e9;
        Drain drain =
                new Drain(backlog, seconds, plant.cpuBeside(process.handle()).since(cpuBefore));
        // what came in excess would still be under way
        TimeUnit.MILLISECONDS.sleep(200);
        Plant.require(stored() == backlog, name + " stored " + stored() + " events instead of " + backlog);
        requireRejects(1);
        return drain;
    }

    /** Counts about as often as the rest is halved, since a count is work for the database that is measured. */
    private void awaitStored(int expected) throws Exception {
        long start = System.nanoTime();
        long now = stored();
        while (now < expected) {
            requirePatience(start + PATIENCE_NANOS, "stored " + now + " of " + expected + " events");
            long elapsed = System.nanoTime() - start;
            long rest = now == 0 ? 0 : elapsed * (expected - now) / now;
            TimeUnit.NANOSECONDS.sleep(Math.min(Math.max(rest / 2, SHORTEST_WAIT_NANOS), LONGEST_WAIT_NANOS));
            now = stored();
        }
        Plant.require(now == expected, name + " stored " + now + " events instead of " + expected);
    }

    private long stored() throws SQLException {
        try (ResultSet row = count.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private void requireRejects(int expected) throws IOException {
        long count = plant.feeder().ready(rejects);
        Plant.require(count == expected, name + " rejected " + count + " events instead of " + expected);
    }

    private void requirePatience(long until, String wrong) {
        if (System.nanoTime() > until || !process.isRunning()) {
            throw new IllegalStateException(process.describe(name + " " + wrong));
        }
    }

    private void declareQueues() throws IOException {
        plant.feeder().channel().queueDeclare(rejects, true, false, false, Map.of("x-queue-type", "quorum"));
        plant.feeder()
                .channel()
                .queueDeclare(
                        queue,
                        true,
                        false,
                        false,
                        Map.of(
                                "x-queue-type",
                                "quorum",
                                "x-dead-letter-exchange",
                                "",
                                "x-dead-letter-routing-key",
                                rejects));
    }

    @Override
    public void close() throws SQLException {
        process.close();
        questions.close();
    }
}
