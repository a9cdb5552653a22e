package io.tallygate.audit;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.agroal.DataSource;
import io.tallygate.event.Tenants;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Transactions that only read, and see the data of some tenants only, whatever their statements ask for: PostgreSQL itself
 * leaves out the rest, by the policies of its tables. Their connections are a pool of their own, which sees nothing of
 * itself; what a transaction may see ends with it.
 */
@Singleton
public final class TenantReads {
    /** The name of the pool. */
    static final String POOL = "reads";

    private final Database database;

    TenantReads(@DataSource(POOL) javax.sql.DataSource dataSource, MeterRegistry registry) {
        this.database = new Database(dataSource, registry);
    }

    /**
     * Runs the work in one transaction that only reads what is of these tenants.
     *
     * @throws StorageUnavailableException if the storage is away or too slow
     * @throws NotStorableException if a parameter is one that PostgreSQL cannot hold
     */
    public <T> T reading(Tenants tenants, Database.Work<T> work) {
        return database.reading(connection -> {
            see(connection, tenants);
            return work.on(connection);
        });
    }

    private static void see(Connection connection, Tenants tenants) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // Not a query: it would begin the moment that the transaction sees before the work can choose it.
            // SET takes no parameters; the text is made of UUIDs and nothing else.
            statement.execute("SET LOCAL tallygate.tenants = '" + scope(tenants) + "'");
        }
    }

    /** As the policies of the tables read it, see V8__tenants.sql: ids and nothing from outside. */
    private static String scope(Tenants tenants) {
        if (tenants instanceof Tenants.Some some) {
            return some.ids().stream().map(UUID::toString).collect(Collectors.joining(","));
        }
        return "*";
    }
}
