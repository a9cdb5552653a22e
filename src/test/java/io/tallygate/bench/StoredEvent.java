package io.tallygate.bench;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** One event of the history, picked to ask for it. Absent ids are empty. */
record StoredEvent(
        long sequence,
        UUID tenant,
        String id,
        String type,
        String source,
        String workflow,
        String correlation,
        Instant time,
        Instant receivedAt) {
    static final String COLUMNS =
            "sequence, tenant_id, event_id, event_type, source, coalesce(workflow_id, '') AS workflow,"
                    + " coalesce(correlation_id, '') AS correlation, event_time, received_at";

    static StoredEvent of(Map<String, ?> row) {
        return new StoredEvent(
                ((Number) value(row, "sequence")).longValue(),
                (UUID) value(row, "tenant_id"),
                (String) value(row, "event_id"),
                (String) value(row, "event_type"),
                (String) value(row, "source"),
                (String) value(row, "workflow"),
                (String) value(row, "correlation"),
                ((java.sql.Timestamp) value(row, "event_time")).toInstant(),
                ((java.sql.Timestamp) value(row, "received_at")).toInstant());
    }

    private static Object value(Map<String, ?> row, String column) {
        Object value = row.get(column);
        if (value == null) {
            throw new IllegalStateException("No " + column + " in " + row);
        }
        return value;
    }
}
