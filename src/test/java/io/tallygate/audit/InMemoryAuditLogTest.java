package io.tallygate.audit;

class InMemoryAuditLogTest extends AuditLogContract {
    @Override
    AuditLog log() {
        return new InMemoryAuditLog();
    }
}
