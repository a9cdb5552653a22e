package io.tallygate.audit;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Transactions on PostgreSQL, with its errors told apart: what may pass by trying again, and what never will.
 *
 * <p>The bounds of every statement, lock and socket are set on the connections (see the {@code quarkus.datasource} keys
 * in {@code application.properties}), so nothing here waits for ever. So is that they see the data of all tenants: this is
 * for the gateway's own work. Who reads for somebody else uses {@link TenantReads}.
 */
@Singleton
public final class Database {
    private final DataSource dataSource;
    private final BoundsHit bounds;

    Database(DataSource dataSource, MeterRegistry registry) {
        this.dataSource = dataSource;
        this.bounds = new BoundsHit(registry);
    }

    /** Work on one connection. */
    @FunctionalInterface
    public interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /**
     * Runs the work in one transaction and commits it.
     *
     * @throws StorageUnavailableException if it failed in a way that may pass, or the commit's outcome is unknown
     * @throws NotStorableException if PostgreSQL refuses the data (SQLSTATE classes 22 and 23)
     */
    public <T> T inTransaction(Work<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.on(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                rollBack(connection, e);
                throw e;
            }
        } catch (SQLException e) {
            throw translated(e);
        }
    }

    /**
     * Runs work that is one statement, which is a transaction by itself: the cheapest there is.
     *
     * @throws StorageUnavailableException if it failed in a way that may pass, or its outcome is unknown
     * @throws NotStorableException if PostgreSQL refuses the data (SQLSTATE classes 22 and 23)
     */
    public <T> T inOneStatement(Work<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(true);
            return work.on(connection);
        } catch (SQLException e) {
            throw translated(e);
        }
    }

    /**
     * Runs the work in one transaction that only reads.
     *
     * @throws StorageUnavailableException if the storage is away or too slow
     * @throws NotStorableException if a parameter is one that PostgreSQL cannot hold
     */
    public <T> T reading(Work<T> work) {
        return inTransaction(connection -> {
            connection.setReadOnly(true);
            try {
                return work.on(connection);
            } finally {
                connection.rollback();
                connection.setReadOnly(false);
            }
        });
    }

    private static void rollBack(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private RuntimeException translated(SQLException e) {
        bounds.count(e);
        String state = e.getSQLState();
        if (state != null && (state.startsWith("22") || state.startsWith("23"))) {
            return new NotStorableException("PostgreSQL refuses the data (SQLSTATE " + state + ")", e);
        }
        return new StorageUnavailableException(
                "PostgreSQL did not complete the transaction (SQLSTATE " + state + "): " + e.getMessage(), e);
    }
}
