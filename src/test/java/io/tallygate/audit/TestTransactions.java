package io.tallygate.audit;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tallygate.testkit.TestDatabase;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.postgresql.ds.PGSimpleDataSource;

/** Transactions on a migrated test database, for the rooms that share them: with the logins that the gateway has there. */
public final class TestTransactions {
    private TestTransactions() {}

    /** Migrates the database and gives transactions on it. */
    public static Database on(TestDatabase database) {
        return new Database(migrated(database), new SimpleMeterRegistry());
    }

    /** Migrates the database and gives transactions that read for some tenants. */
    public static TenantReads readsOn(TestDatabase database) {
        migration(database).load().migrate();
        return new TenantReads(dataSource(database), new SimpleMeterRegistry());
    }

    /** The same by a login for whom the second lock does not hold, to see what the first one does. */
    public static TenantReads unlockedReadsOn(TestDatabase database) {
        migration(database).load().migrate();
        PGSimpleDataSource all = new PGSimpleDataSource();
        all.setUrl(database.jdbcUrl());
        all.setUser(database.user());
        all.setPassword(database.password());
        return new TenantReads(all, new SimpleMeterRegistry());
    }

    static PGSimpleDataSource migrated(TestDatabase database) {
        migration(database).load().migrate();
        PGSimpleDataSource dataSource = dataSource(database);
        dataSource.setOptions("-c tallygate.tenants=*");
        return dataSource;
    }

    static FluentConfiguration migration(TestDatabase database) {
        return Flyway.configure()
                .dataSource(
                        database.jdbcUrl(),
                        database.owner().user(),
                        database.owner().password())
                .placeholders(Map.of("gateway_role", database.gateway().user()))
                .initSql("SET tallygate.tenants = '*'");
    }

    /** Connections of the gateway's login that see nothing of themselves. */
    private static PGSimpleDataSource dataSource(TestDatabase database) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(database.jdbcUrl());
        dataSource.setUser(database.gateway().user());
        dataSource.setPassword(database.gateway().password());
        return dataSource;
    }
}
