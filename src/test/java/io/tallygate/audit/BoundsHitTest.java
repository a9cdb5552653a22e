package io.tallygate.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tallygate.audit.BoundsHit.Bound;
import io.tallygate.testkit.PostgresNode;
import io.tallygate.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** What a real PostgreSQL, and its driver, say when a bound ends a wait. */
class BoundsHitTest {
    private final TestDatabase database = PostgresNode.shared().createDatabase();

    @Test
    void count_statementThatTakesTooLong_isThatBound() throws Exception {
        assertBound(Bound.DATABASE_STATEMENT, "SET statement_timeout = '50ms'; SELECT pg_sleep(30)");
    }

    @Test
    void count_lockThatIsHeld_isThatBound() throws Exception {
        database.execute("CREATE TABLE locked (id int)");
        try (Connection holder = database.connect();
                Statement lock = holder.createStatement()) {
            holder.setAutoCommit(false);
            lock.execute("LOCK TABLE locked");
            assertBound(Bound.DATABASE_LOCK, "SET lock_timeout = '50ms'; SELECT * FROM locked");
        }
    }

    @Test
    void count_silentServer_isThatBound() throws Exception {
        try (Connection connection = database.connect()) {
            connection.setNetworkTimeout(Runnable::run, 200);
            assertBound(Bound.DATABASE_SOCKET, connection, "SELECT pg_sleep(30)");
        }
    }

    @Test
    void count_poolWithoutAFreeConnection_isThatBound() {
        assertThat(BoundsHit.boundIn(new SQLException("Sorry, acquisition timeout!")))
                .contains(Bound.DATABASE_CONNECTION);
    }

    @Test
    void count_anyOtherFailure_isNone() throws Exception {
        try (Connection connection = database.connect()) {
            SQLException failure = failureOf(connection, "SELECT 1 / 0");

            assertThat(BoundsHit.boundIn(failure)).isEmpty();
        }
    }

    private void assertBound(Bound bound, String sql) throws SQLException {
        try (Connection connection = database.connect()) {
            assertBound(bound, connection, sql);
        }
    }

    private static void assertBound(Bound bound, Connection connection, String sql) {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        SQLException failure = failureOf(connection, sql);

        new BoundsHit(registry).count(failure);

        assertThat(BoundsHit.boundIn(failure)).contains(bound);
        assertThat(registry.get("tallygate.timeouts")
                        .tag("bound", bound.label())
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    private static SQLException failureOf(Connection connection, String sql) {
        return catchThrowableOfType(SQLException.class, () -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        });
    }
}
