package io.tallygate.audit;

import io.tallygate.event.Door;
import io.tallygate.testkit.TestDatabase;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A log and its outbox on a test database, as one instance of the gateway has them; for the rooms that use them.
 *
 * @param log the log
 * @param outbox its outbox
 */
public record TestLog(AuditLog log, Outbox outbox) {
    private static final UUID TENANT = UUID.randomUUID();

    /** Migrates the database; every call is another instance. */
    public static TestLog on(TestDatabase database) {
        Database transactions = TestTransactions.on(database);
        OutboxTail tail = new OutboxTail();
        OutboxSignal signal = new OutboxSignal();
        return new TestLog(
                new PostgresAuditLog(
                        transactions,
                        new Partitions(transactions, Clock.systemUTC()),
                        tail,
                        signal,
                        new StoredSignal(),
                        new StorageRoom()),
                new PostgresOutbox(transactions, tail, signal));
    }

    /** Appends events of these ids in one batch. */
    public void append(Door door, String... ids) {
        List<NewEntry> entries = Stream.of(ids)
                .map(id -> AuditLogContract.entry(TENANT, id, "1", door))
                .toList();
        log.append(entries);
    }
}
