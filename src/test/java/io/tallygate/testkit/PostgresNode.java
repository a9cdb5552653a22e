package io.tallygate.testkit;

import io.tallygate.testkit.TestDatabase.Login;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL of its own folder and port, as durable as in production, that can be killed, frozen and started
 * again with its data and on its port. Needs nothing installed.
 *
 * <p>Not safe for use by several threads, but for {@link #createDatabase()}.
 */
public final class PostgresNode implements AutoCloseable {
    static final String USER = "postgres";
    private static final Login OWNER = new Login("test_owner", "owner");
    private static final Login GATEWAY = new Login("test_gateway", "gateway");
    /** Nodes live long and databases are made by several threads. */
    private static final String ROLES =
            """
            DO $$
            BEGIN
                PERFORM pg_advisory_xact_lock(1);
                IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '%1$s') THEN
                    CREATE ROLE %1$s LOGIN PASSWORD '%2$s';
                    CREATE ROLE %3$s LOGIN PASSWORD '%4$s';
                END IF;
            END
            $$""".formatted(OWNER.user(), OWNER.password(), GATEWAY.user(), GATEWAY.password());

    private static final Duration START = Duration.ofSeconds(30);

    /** After a kill, the lock file may name an id that another process has got, and memory may still be shared. */
    private static final int START_ATTEMPTS = 3;

    private static final Duration ORPHANS = Duration.ofSeconds(10);
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final Path folder;
    private final Path data;
    private final int port = FreePorts.next();
    private Map<String, String> settings;
    private @Nullable EmbeddedPostgres running;

    private PostgresNode(Path folder, Map<String, String> settings) {
        this.folder = folder;
        this.data = folder.resolve("data");
        this.settings = settings;
        TestRun.closeAtEnd(this);
    }

    /** The node for tests that only need a database: started when first asked for, closed when all tests have run. */
    public static PostgresNode shared() {
        return Shared.NODE;
    }

    /** Starts a node for tests that do something to it, and waits until it answers. */
    public static PostgresNode start() {
        return start(Map.of());
    }

    /**
     * Starts a node with further settings, e.g. {@code max_connections}.
     *
     * @throws UncheckedIOException if it does not start
     */
    public static PostgresNode start(Map<String, String> settings) {
        return startIn(Folders.temporary("postgres"), settings);
    }

    /**
     * Starts a node that keeps its data in this folder, e.g. on a disk of its own.
     *
     * @throws UncheckedIOException if it does not start
     */
    public static PostgresNode startIn(Path folder, Map<String, String> settings) {
        PostgresNode node = new PostgresNode(folder, settings);
        try {
            node.launch();
            return node;
        } catch (RuntimeException e) {
            node.close();
            throw e;
        }
    }

    /**
     * A new and empty database: one for each test class keeps them apart. Tests ask it as a superuser; a gateway on it has
     * one login that owns the tables and one that it works as.
     */
    public TestDatabase createDatabase() {
        String name = "test_" + DATABASES.incrementAndGet();
        database(USER).execute(ROLES);
        database(USER).execute("CREATE DATABASE " + name + " OWNER " + OWNER.user());
        return database(name);
    }

    public int port() {
        return port;
    }

    public boolean isRunning() {
        return postmaster().isPresent();
    }

    /** Stops the node in order, breaking its connections. Its data stay. */
    public void stop() {
        if (running != null && isRunning()) {
            closeQuietly(running);
            running = null;
        } else {
            vanish();
        }
    }

    /** Kills the postmaster (SIGKILL), as a crash would; the processes that it leaves behind end. Its data stay. */
    public void kill9() {
        List<ProcessHandle> all = processes();
        postmaster().ifPresent(ProcessHandle::destroyForcibly);
        try {
            // they notice by themselves, unless they are frozen
            Processes.awaitDeath(all, ORPHANS);
        } catch (RuntimeException e) {
            Processes.kill9(all);
        }
    }

    /** Kills all its processes at once, frozen ones too, as a power cut does; the disk is let go of. */
    public void vanish() {
        Processes.kill9(processes());
        if (running != null) {
            try {
                forgetZombie();
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot forget the server that was killed", e);
            }
            // For its lock file, which this JVM holds open; the attempt to stop it fails and is logged.
            closeQuietly(running);
            running = null;
        }
    }

    /** Starts the node again with its data and on its port; stops it first if it runs. */
    public void restart() {
        stop();
        launch();
    }

    /** Starts the node again, with these further settings instead of those it had. */
    public void restart(Map<String, String> newSettings) {
        settings = newSettings;
        restart();
    }

    /** Moves the write-ahead log to another folder, e.g. on a disk of its own; the node is stopped and started for it. */
    public void moveWriteAheadLog(Path to) {
        stop();
        Path log = data.resolve("pg_wal");
        Path moved = to.resolve("pg_wal");
        Mounts.run("mv", log.toString(), moved.toString());
        try {
            Files.createSymbolicLink(log, moved);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot put " + log + " elsewhere", e);
        }
        launch();
    }

    /** Freezes all processes of the node (SIGSTOP): its connections stay open and nothing answers. */
    public void freeze() {
        Processes.signal("STOP", processes().stream());
    }

    /** Ends a {@link #freeze()}. */
    public void thaw() {
        Processes.signal("CONT", processes().stream());
    }

    /** Kills the node and deletes its data. */
    @Override
    public void close() {
        TestRun.forget(this);
        vanish();
        Folders.delete(folder);
    }

    private TestDatabase database(String name) {
        return new TestDatabase(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + name, new Login(USER, USER), OWNER, GATEWAY);
    }

    private void launch() {
        IOException lastFailure = new IOException("not tried");
        for (int attempt = 0; attempt < START_ATTEMPTS && running == null; attempt++) {
            try {
                // a start that failed leaves this lock to the garbage collector
                Files.deleteIfExists(data.resolve("epg-lock"));
                forgetZombie();
                running = started();
            } catch (IOException e) {
                lastFailure = e;
            }
        }
        if (running == null) {
            throw new UncheckedIOException("PostgreSQL did not start on port " + port, lastFailure);
        }
    }

    /** PostgreSQL takes a process that has ended, but that nobody has asked how, for one that runs, and does not start. */
    private void forgetZombie() throws IOException {
        if (!isRunning()) {
            Files.deleteIfExists(data.resolve("postmaster.pid"));
        }
    }

    private EmbeddedPostgres started() throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(START)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                // TCP only: a socket would have a lock file of its own
                .setServerConfig("unix_socket_directories", "");
        settings.forEach(builder::setServerConfig);
        return builder.start();
    }

    private static void closeQuietly(EmbeddedPostgres node) {
        try {
            node.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot stop PostgreSQL", e);
        }
    }

    private Optional<ProcessHandle> postmaster() {
        return Processes.ofPidFile(data.resolve("postmaster.pid"));
    }

    /** The postmaster and all that it has started. */
    public List<ProcessHandle> processes() {
        return postmaster().map(Processes::family).orElse(List.of());
    }

    @Override
    public String toString() {
        return "PostgreSQL on port " + port;
    }

    /** Starts when first touched. */
    private static final class Shared {
        static final PostgresNode NODE = start();
    }
}
