package io.tallygate.query;

import io.tallygate.audit.TenantReads;
import io.tallygate.audit.TestTransactions;
import io.tallygate.testkit.TestDatabase;

/** The same by the gateway's own login, for which PostgreSQL leaves out what is of others: the second lock takes nothing away. */
class BothLocksTest extends WhoseDataContract {
    @Override
    TenantReads readsOn(TestDatabase database) {
        return TestTransactions.readsOn(database);
    }
}
