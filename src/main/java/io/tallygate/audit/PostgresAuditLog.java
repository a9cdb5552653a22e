package io.tallygate.audit;

import io.tallygate.audit.AppendResult.AlreadyPresent;
import io.tallygate.audit.AppendResult.Appended;
import io.tallygate.audit.AppendResult.IdReused;
import io.tallygate.event.Content;
import io.tallygate.event.WorkflowEvent;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The audit log in PostgreSQL.
 *
 * <p>Every writer locks the one row of {@code audit_head} first. That makes all writers take turns, so a look-up decides
 * which events are new without a race, and sequence numbers are gapless and commit in order. Batches make turns cheap:
 * one commit pays for many events. The primary key of {@code audit_key} stands behind it as the last word.
 */
@Singleton
final class PostgresAuditLog implements AuditLog {
    private static final String LOCK_HEAD = "SELECT last_sequence FROM audit_head FOR UPDATE";
    private static final String MOVE_HEAD = "UPDATE audit_head SET last_sequence = ?";
    private static final String FIND_KEYS = """
            SELECT i.position, k.sequence, k.sha256
              FROM unnest(?::text[], ?::uuid[]) WITH ORDINALITY AS i (event_id, tenant_id, position)
              JOIN audit_key k ON k.event_id = i.event_id AND k.tenant_id = i.tenant_id""";

    private final Database database;
    private final Partitions partitions;
    private final OutboxSignal outboxSignal;

    PostgresAuditLog(Database database, Partitions partitions, OutboxSignal outboxSignal) {
        this.database = database;
        this.partitions = partitions;
        this.outboxSignal = outboxSignal;
    }

    @Override
    public List<AppendResult> append(List<NewEntry> entries) {
        if (entries.isEmpty()) {
            return List.of();
        }
        partitions.ensureFor(entries.stream().map(NewEntry::receivedAt));
        List<AppendResult> results = database.inTransaction(connection -> append(connection, entries));
        if (entries.stream().anyMatch(entry -> entry.door().publishes())) {
            outboxSignal.raise();
        }
        return results;
    }

    private static List<AppendResult> append(Connection connection, List<NewEntry> entries) throws SQLException {
        long last = lockHead(connection);
        Map<Key, Known> known = findKeys(connection, entries);
        List<AppendResult> results = new ArrayList<>(entries.size());
        EntryBatch batch = new EntryBatch(entries.size());
        for (NewEntry entry : entries) {
            Known before = known.get(Key.of(entry.event()));
            if (before == null) {
                last++;
                batch.add(last, entry);
                known.put(Key.of(entry.event()), new Known(last, entry.event().content()));
                results.add(new Appended(last));
            } else if (before.sameAs(entry.event().content())) {
                results.add(new AlreadyPresent(before.sequence()));
            } else {
                results.add(new IdReused(before.sequence()));
            }
        }
        if (batch.size() > 0) {
            batch.insert(connection);
            moveHead(connection, last);
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

    private static void moveHead(Connection connection, long last) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(MOVE_HEAD)) {
            statement.setLong(1, last);
            statement.executeUpdate();
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
