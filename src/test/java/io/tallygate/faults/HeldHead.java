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
 * Holds the row that every transaction of the audit log locks first, so that batches are held in the middle of their
 * way, for as long as a test wants; and lets one transaction through at a time.
 */
final class HeldHead implements AutoCloseable {
    private static final Duration BOUND = Duration.ofSeconds(30);

    private final TestDatabase database;
    private Connection holder;

    private HeldHead(TestDatabase database) throws SQLException {
        this.database = database;
        this.holder = lock(database.connect());
    }

    static HeldHead take(TestDatabase database) throws SQLException {
        return new HeldHead(database);
    }

    /** Waits until a gateway wants to write. */
    HeldHead awaitWriter() {
        awaitWaiting(1);
        return this;
    }

    /** Lets the transaction commit that waits, and holds the next one. */
    void letOneThrough() throws Exception {
        awaitWriter();
        Connection next = database.connect();
        CompletableFuture<Connection> held = CompletableFuture.supplyAsync(() -> {
            try {
                return lock(next);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        awaitWaiting(2);
        holder.close();
        holder = held.get(BOUND.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void close() throws SQLException {
        holder.close();
    }

    private void awaitWaiting(int sessions) {
        Awaitility.await(sessions + " wait for the head of the log")
                .atMost(BOUND)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> database.number("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                + " AND wait_event_type = 'Lock' AND query LIKE '%audit_head%'")
                        >= sessions);
    }

    private static Connection lock(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT last_sequence FROM audit_head FOR UPDATE");
        }
        return connection;
    }
}
