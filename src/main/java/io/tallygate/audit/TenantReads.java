package io.tallygate.audit;

import io.tallygate.event.Tenants;
import jakarta.inject.Singleton;

/** Transactions that only read, and see the data of some tenants only. */
@Singleton
public final class TenantReads {
    private final Database database;

    TenantReads(Database database) {
        this.database = database;
    }

    /**
     * Runs the work in one transaction that only reads what is of these tenants.
     *
     * @throws StorageUnavailableException if the storage is away or too slow
     * @throws NotStorableException if a parameter is one that PostgreSQL cannot hold
     */
    public <T> T reading(Tenants tenants, Database.Work<T> work) {
        return database.reading(work);
    }
}
