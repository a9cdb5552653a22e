package io.tallygate.faults;

import io.tallygate.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * Stretches the moment between a commit and the word of it: PostgreSQL has written the commit to its disk, and waits to
 * say so for a replica that does not exist. Whoever dies now dies after the commit and before anything that follows it.
 */
final class HeldCommits implements AutoCloseable {
    private static final Duration BOUND = Duration.ofSeconds(30);
    /** Sessions that store events or quarantine them, by the locks that a held commit still has; others commit, too. */
    private static final String WAITING =
            " FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND application_name = 'tallygate'"
                    + " AND datname = current_database() AND pid IN (SELECT pid FROM pg_locks"
                    + " WHERE mode = 'RowExclusiveLock'"
                    + " AND relation IN ('audit_head'::regclass, 'quarantine'::regclass))";

    private final TestDatabase database;
    private final CompletableFuture<Void> probe;

    private HeldCommits(TestDatabase database) {
        this.database = database;
        set("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
        // a commit of our own shows from when on it holds
        this.probe = CompletableFuture.runAsync(this::commit);
        Awaitility.await("commits are held")
                .atMost(BOUND)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> database.number("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'") > 0);
    }

    static HeldCommits hold(TestDatabase database) {
        return new HeldCommits(database);
    }

    /** Waits until a commit of a gateway is held. */
    void awaitGateway() {
        Awaitility.await("a gateway's commit is held")
                .atMost(BOUND)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> database.number("SELECT count(*)" + WAITING) > 0);
    }

    /** Ends the gateway's sessions whose commit is held: they never learn of it. */
    void breakGatewaysConnections() {
        awaitGateway();
        database.query("SELECT pg_terminate_backend(pid)" + WAITING);
    }

    @Override
    public void close() throws Exception {
        set("ALTER SYSTEM RESET synchronous_standby_names");
        probe.get(BOUND.toSeconds(), TimeUnit.SECONDS);
    }

    private void set(String statement) {
        database.execute(statement);
        database.query("SELECT pg_reload_conf()");
    }

    private void commit() {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_logical_emit_message(true, 'test', 'a commit')");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
