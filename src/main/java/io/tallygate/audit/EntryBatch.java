package io.tallygate.audit;

import io.tallygate.event.WorkflowEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** New entries as columns: one statement writes them all to the log, to its keys and, where asked for, to the outbox. */
final class EntryBatch {
    private static final String INSERT = """
            WITH input AS MATERIALIZED (
                SELECT * FROM unnest(?::bigint[], ?::timestamptz[], ?::uuid[], ?::text[], ?::text[], ?::text[],
                    ?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::text[], ?::text[], ?::text[],
                    ?::bytea[], ?::bytea[], ?::boolean[])
                  AS i (sequence, received_at, tenant_id, event_id, event_type, event_version, dialect, source,
                    workflow_id, correlation_id, event_time, door, routing_key, traceparent, sha256, content, publish)),
            keys AS (
                INSERT INTO audit_key (event_id, tenant_id, sequence, received_at, sha256)
                SELECT event_id, tenant_id, sequence, received_at, sha256 FROM input),
            outbox AS (
                INSERT INTO relay_pending (sequence, received_at)
                SELECT sequence, received_at FROM input WHERE publish)
            INSERT INTO audit_event (sequence, received_at, tenant_id, event_id, event_type, event_version, dialect,
                source, workflow_id, correlation_id, event_time, door, routing_key, traceparent, sha256, content)
            SELECT sequence, received_at, tenant_id, event_id, event_type, event_version, dialect,
                source, workflow_id, correlation_id, event_time, door, routing_key, traceparent, sha256, content
              FROM input""";

    private static final List<String> COLUMN_TYPES = List.of(
            "bigint",
            "timestamptz",
            "uuid",
            "text",
            "text",
            "text",
            "text",
            "text",
            "text",
            "text",
            "timestamptz",
            "text",
            "text",
            "text",
            "bytea",
            "bytea",
            "boolean");

    private final List<Object[]> columns;
    private final int capacity;
    private int size;
    private Instant lastReceivedAt = Instant.MIN;
    private String lastReceivedText = "";

    EntryBatch(int capacity) {
        this.capacity = capacity;
        this.columns =
                COLUMN_TYPES.stream().map(type -> newColumn(type, capacity)).toList();
    }

    /** The driver sends arrays of these classes in binary; of all others, and of {@code Object}, it makes text. */
    private static Object[] newColumn(String type, int capacity) {
        return switch (type) {
            case "bigint" -> new Long[capacity];
            case "bytea" -> new byte[capacity][];
            case "boolean" -> new Boolean[capacity];
            case "uuid" -> new UUID[capacity];
            default -> new String[capacity];
        };
    }

    int size() {
        return size;
    }

    void add(long sequence, NewEntry entry) {
        WorkflowEvent event = entry.event();
        Object[] values = {
            sequence,
            receivedAt(entry.receivedAt()),
            event.tenant(),
            event.id(),
            event.type(),
            event.version(),
            event.dialect(),
            event.source(),
            event.workflowId().orElse(null),
            event.correlationId().orElse(null),
            timestamp(event.time()),
            entry.door().label(),
            entry.routingKey(),
            entry.traceparent().orElse(null),
            event.content().sha256(),
            event.content().bytes(),
            entry.door().publishes()
        };
        for (int column = 0; column < values.length; column++) {
            columns.get(column)[size] = values[column];
        }
        size++;
    }

    /** Events that came together were received at one time. */
    private String receivedAt(Instant instant) {
        if (!instant.equals(lastReceivedAt)) {
            lastReceivedAt = instant;
            lastReceivedText = timestamp(instant);
        }
        return lastReceivedText;
    }

    void insert(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            for (int column = 0; column < columns.size(); column++) {
                Object[] values = columns.get(column);
                if (size < capacity) {
                    values = java.util.Arrays.copyOf(values, size);
                }
                statement.setObject(
                        column + 1, connection.createArrayOf(COLUMN_TYPES.get(column), values), Types.ARRAY);
            }
            statement.executeUpdate();
        }
    }

    private static String timestamp(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).toString();
    }
}
