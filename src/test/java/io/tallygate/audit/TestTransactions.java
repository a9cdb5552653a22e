package io.tallygate.audit;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tallygate.testkit.TestDatabase;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/** Transactions on a migrated test database, for the rooms that share them. */
public final class TestTransactions {
    private TestTransactions() {}

    /** Migrates the database and gives transactions on it. */
    public static Database on(TestDatabase database) {
        return new Database(migrated(database), new SimpleMeterRegistry());
    }

    /** Migrates the database and gives transactions on it that read what is of some tenants. */
    public static TenantReads readsOn(TestDatabase database) {
        return new TenantReads(on(database));
    }

    static PGSimpleDataSource migrated(TestDatabase database) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(database.jdbcUrl());
        dataSource.setUser(database.user());
        dataSource.setPassword(database.password());
        Flyway.configure().dataSource(dataSource).load().migrate();
        return dataSource;
    }
}
