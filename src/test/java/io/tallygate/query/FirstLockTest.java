package io.tallygate.query;

import io.tallygate.audit.TenantReads;
import io.tallygate.audit.TestTransactions;
import io.tallygate.testkit.TestDatabase;

/** The statements themselves ask for the reader's tenants only: PostgreSQL would give them all. */
class FirstLockTest extends WhoseDataContract {
    @Override
    TenantReads readsOn(TestDatabase database) {
        return TestTransactions.unlockedReadsOn(database);
    }
}
