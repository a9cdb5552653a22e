package io.tallygate.audit;

import io.tallygate.audit.AppendResult.AlreadyPresent;
import io.tallygate.audit.AppendResult.Appended;
import io.tallygate.audit.AppendResult.IdReused;
import io.tallygate.crash.CrashPoint;
import io.tallygate.event.Content;
import io.tallygate.event.WorkflowEvent;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * The audit log in PostgreSQL.
 *
 * <p>Every writer locks the one row of {@code audit_head} first. That makes all writers take turns, so numbers are gapless
 * and commit in their order. Batches make turns cheap: one commit pays for many events.
 *
 * <p>Nearly every batch holds nothing but new events, so it is written as if it did, in one statement that is a
 * transaction by itself. If the primary key of {@code audit_key} objects, nothing of it is written, and it is done again
 * with care: head locked, known keys looked up, only the new ones inserted.
 */
@Singleton
final class PostgresAuditLog implements AuditLog {
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String LOCK_HEAD = "SELECT last_sequence FROM audit_head FOR UPDATE";
    private static final String FIND_KEYS = """
            SELECT i.position, k.sequence, k.sha256
              FROM unnest(?::text[], ?::uuid[]) WITH ORDINALITY AS i (event_id, tenant_id, position)
              JOIN audit_key k ON k.event_id = i.event_id AND k.tenant_id = i.tenant_id""";

    private static final String FIND = """
            SELECT e.dialect, e.event_type, e.event_version, e.source, e.workflow_id, e.correlation_id, e.event_time, e.content
              FROM audit_key k JOIN audit_event e ON e.sequence = k.sequence AND e.received_at = k.received_at
             WHERE k.event_id = ? AND k.tenant_id = ?""";

    private final Database database;
    private final Partitions partitions;
    private final OutboxTail outboxTail;
    private final OutboxSignal outboxSignal;
    private final StoredSignal storedSignal;
    private final StorageRoom room;

    /** Whether the last batch held events that were known: those that are sent again come in numbers. */
    private volatile boolean meetsKnownEvents;

    PostgresAuditLog(
            Database database,
            Partitions partitions,
            OutboxTail outboxTail,
            OutboxSignal outboxSignal,
            StoredSignal storedSignal,
            StorageRoom room) {
        this.database = database;
        this.partitions = partitions;
        this.outboxTail = outboxTail;
        this.outboxSignal = outboxSignal;
        this.storedSignal = storedSignal;
        this.room = room;
    }

    @Override
    public List<AppendResult> append(List<NewEntry> entries) {
        return entries.isEmpty() ? List.of() : room.storing(() -> appendAll(entries));
    }

    @Override
    public Optional<WorkflowEvent> find(UUID tenant, String id) {
        return database.reading(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(FIND)) {
                statement.setString(1, id);
                statement.setObject(2, tenant);
                try (ResultSet row = statement.executeQuery()) {
                    return row.next() ? Optional.of(event(tenant, id, row)) : Optional.empty();
                }
            }
        });
    }

    private static WorkflowEvent event(UUID tenant, String id, ResultSet row) throws SQLException {
        return new WorkflowEvent(
                row.getString("dialect"),
                tenant,
                id,
                row.getString("event_type"),
                row.getString("event_version"),
                row.getString("source"),
                Optional.ofNullable(row.getString("workflow_id")),
                Optional.ofNullable(row.getString("correlation_id")),
                row.getObject("event_time", OffsetDateTime.class).toInstant(),
                Content.of(row.getBytes("content")));
    }

    private List<AppendResult> appendAll(List<NewEntry> entries) {
        partitions.ensureFor(entries.stream().map(NewEntry::receivedAt));
        if (!meetsKnownEvents && areDistinct(entries)) {
            OptionalLong before = database.inOneStatement(connection -> insertAsNew(connection, entries));
            if (before.isPresent()) {
                handOver(before.getAsLong(), entries);
                return IntStream.rangeClosed(1, entries.size())
                        .<AppendResult>mapToObj(i -> new Appended(before.getAsLong() + i))
                        .toList();
            }
        }
        return appendWithCare(entries);
    }

    private static boolean areDistinct(List<NewEntry> entries) {
        Set<Key> keys = new HashSet<>(2 * entries.size());
        return entries.stream().allMatch(entry -> keys.add(Key.of(entry.event())));
    }

    /** The number before the first of them; empty if one of them is known, and then none was inserted. */
    private static OptionalLong insertAsNew(Connection connection, List<NewEntry> entries) throws SQLException {
        try {
            return OptionalLong.of(new EntryBatch(entries).insert(connection));
        } catch (SQLException e) {
            if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
                return OptionalLong.empty();
            }
            throw e;
        }
    }

    private List<AppendResult> appendWithCare(List<NewEntry> entries) {
        List<NewEntry> appended = new ArrayList<>(entries.size());
        List<AppendResult> results = database.inTransaction(connection -> {
            appended.clear();
            return append(connection, entries, appended);
        });
        if (!appended.isEmpty()) {
            long last = results.stream()
                    .filter(Appended.class::isInstance)
                    .mapToLong(AppendResult::sequence)
                    .max()
                    .orElseThrow();
            handOver(last - appended.size(), appended);
        }
        meetsKnownEvents = appended.size() < entries.size();
        return results;
    }

    /** Tells the relay, and those who follow the log, of what has been committed. */
    private void handOver(long before, List<NewEntry> entries) {
        List<Outbox.Pending> pending = IntStream.range(0, entries.size())
                .filter(i -> entries.get(i).door().publishes())
                .mapToObj(i -> Outbox.Pending.of(before + 1 + i, entries.get(i)))
                .toList();
        outboxTail.add(new Outbox.Stretch(before, before + entries.size(), pending));
        if (!pending.isEmpty()) {
            outboxSignal.raise();
        }
        storedSignal.raise();
    }

    private static List<AppendResult> append(Connection connection, List<NewEntry> entries, List<NewEntry> appended)
            throws SQLException {
        long last = lockHead(connection);
        Map<Key, Known> known = findKeys(connection, entries);
        List<AppendResult> results = new ArrayList<>(entries.size());
        for (NewEntry entry : entries) {
            Known before = known.get(Key.of(entry.event()));
            if (before == null) {
                last++;
                appended.add(entry);
                known.put(Key.of(entry.event()), new Known(last, entry.event().content()));
                results.add(new Appended(last));
            } else if (before.sameAs(entry.event().content())) {
                results.add(new AlreadyPresent(before.sequence()));
            } else {
                results.add(new IdReused(before.sequence()));
            }
        }
        if (!appended.isEmpty()) {
            new EntryBatch(appended).insert(connection);
            CrashPoint.IN_TRANSACTION.reached();
        }
        return results;
    }

    private static long lockHead(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOCK_HEAD);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static Map<Key, Known> findKeys(Connection connection, List<NewEntry> entries) throws SQLException {
        String[] ids = entries.stream().map(entry -> entry.event().id()).toArray(String[]::new);
        UUID[] tenants = entries.stream().map(entry -> entry.event().tenant()).toArray(UUID[]::new);
        Map<Key, Known> known = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(FIND_KEYS)) {
            statement.setArray(1, connection.createArrayOf("text", ids));
            statement.setArray(2, connection.createArrayOf("uuid", tenants));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    int position = rows.getInt(1) - 1;
                    known.put(new Key(tenants[position], ids[position]), new Known(rows.getLong(2), rows.getBytes(3)));
                }
            }
        }
        return known;
    }

    private record Key(UUID tenant, String id) {
        static Key of(WorkflowEvent event) {
            return new Key(event.tenant(), event.id());
        }
    }

    /** What is in the log under a key. Only the hash is read back: SHA-256 stands for the bytes. */
    @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
    private record Known(long sequence, byte[] sha256) {
        Known(long sequence, Content content) {
            this(sequence, content.sha256());
        }

        boolean sameAs(Content content) {
            return Arrays.equals(sha256, content.sha256());
        }
    }
}
