package io.tallygate.query;

import io.tallygate.api.ProblemException;
import io.tallygate.audit.Database;
import io.tallygate.audit.StorageUnavailableException;
import io.tallygate.audit.TenantReads;
import io.tallygate.event.Tenants;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads with a bound of their own: a question about much is told to be narrower, and does not look like a fault of the
 * storage.
 */
final class BoundedReads {
    private static final String QUERY_CANCELED = "57014";

    private final TenantReads tenantReads;
    private final Duration statementTimeout;

    BoundedReads(TenantReads tenantReads, Duration statementTimeout) {
        this.tenantReads = tenantReads;
        this.statementTimeout = statementTimeout;
    }

    /**
     * Runs work that only reads what is of these tenants.
     *
     * @param tooSlow the answer to a question of which a statement took longer than may be, made of that bound
     * @throws StorageUnavailableException if the storage is away
     */
    <T> T read(Tenants tenants, Database.Work<T> work, Function<Duration, ProblemException> tooSlow) {
        return readInTime(tenants, work).orElseThrow(() -> tooSlow.apply(statementTimeout));
    }

    /**
     * Runs work that only reads what is of these tenants; empty if a statement took longer than may be.
     *
     * @throws StorageUnavailableException if the storage is away
     */
    <T> Optional<T> readInTime(Tenants tenants, Database.Work<T> work) {
        try {
            return Optional.of(tenantReads.reading(tenants, connection -> {
                bound(connection);
                return work.on(connection);
            }));
        } catch (StorageUnavailableException e) {
            if (e.getCause() instanceof SQLException cause && QUERY_CANCELED.equals(cause.getSQLState())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void bound(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // Not a query, see TenantReads: the work may choose the moment that it sees.
            statement.execute("SET LOCAL statement_timeout = " + statementTimeout.toMillis());
        }
    }
}
