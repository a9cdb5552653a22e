package io.tallygate.audit;

import io.tallygate.event.Content;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What of the audit log must still be published, in the order of the log.
 *
 * <p>An entry gets here in the transaction that appends it, so there is never one without the other.
 */
@Singleton
public final class Outbox {
    private static final String NEXT = """
            SELECT e.sequence, e.event_id, e.event_type, e.event_time, e.correlation_id, e.routing_key, e.traceparent,
                   e.content, p.attempts
              FROM relay_pending p
              JOIN audit_event e ON e.sequence = p.sequence AND e.received_at = p.received_at
             WHERE NOT p.parked
             ORDER BY p.sequence
             LIMIT ?""";
    private static final String AGAIN = """
            INSERT INTO relay_pending (sequence, received_at)
            SELECT sequence, received_at FROM audit_event WHERE sequence = ?
            ON CONFLICT (sequence) DO UPDATE SET parked = false, attempts = 0, last_error = NULL""";
    private static final String FAILED =
            "UPDATE relay_pending SET attempts = attempts + 1, last_error = ?, parked = ? WHERE sequence = ?";

    private final Database database;
    private final OutboxSignal signal;

    Outbox(Database database, OutboxSignal signal) {
        this.database = database;
        this.signal = signal;
    }

    /**
     * One event to be published.
     *
     * @param sequence its number in the audit log
     * @param id the event's id
     * @param type the event's type
     * @param time when it happened
     * @param correlationId what it belongs to
     * @param routingKey where to
     * @param traceparent the trace context of whoever sent it in
     * @param content the original bytes
     * @param attempts how often publishing it has failed
     */
    public record Pending(
            long sequence,
            String id,
            String type,
            Instant time,
            Optional<String> correlationId,
            String routingKey,
            Optional<String> traceparent,
            Content content,
            int attempts) {}

    /** How much waits. */
    public record Backlog(long pending, long parked) {}

    /**
     * The first that wait, in the order of the log.
     *
     * @throws StorageUnavailableException if the storage is away
     */
    public List<Pending> next(int limit) {
        return database.reading(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(NEXT)) {
                statement.setInt(1, limit);
                try (ResultSet rows = statement.executeQuery()) {
                    List<Pending> pending = new ArrayList<>();
                    while (rows.next()) {
                        pending.add(read(rows));
                    }
                    return pending;
                }
            }
        });
    }

    private static Pending read(ResultSet row) throws SQLException {
        return new Pending(
                row.getLong("sequence"),
                row.getString("event_id"),
                row.getString("event_type"),
                row.getObject("event_time", OffsetDateTime.class).toInstant(),
                Optional.ofNullable(row.getString("correlation_id")),
                row.getString("routing_key"),
                Optional.ofNullable(row.getString("traceparent")),
                Content.of(row.getBytes("content")),
                row.getInt("attempts"));
    }

    /**
     * Takes out what the broker has confirmed.
     *
     * @throws StorageUnavailableException if the storage is away
     */
    public void markPublished(List<Long> sequences) {
        if (sequences.isEmpty()) {
            return;
        }
        database.inTransaction(connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("DELETE FROM relay_pending WHERE sequence = ANY (?)")) {
                statement.setArray(1, connection.createArrayOf("bigint", sequences.toArray(Long[]::new)));
                return statement.executeUpdate();
            }
        });
    }

    /**
     * Notes that the broker could not route this one.
     *
     * @param park whether to stop trying, so that it does not hold up what comes after it
     * @throws StorageUnavailableException if the storage is away
     */
    public void markUnroutable(long sequence, String error, boolean park) {
        database.inTransaction(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(FAILED)) {
                statement.setString(1, error);
                statement.setBoolean(2, park);
                statement.setLong(3, sequence);
                return statement.executeUpdate();
            }
        });
    }

    /**
     * Has an event of the log published once more.
     *
     * @throws StorageUnavailableException if the storage is away
     */
    public void publishAgain(long sequence) {
        database.inTransaction(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(AGAIN)) {
                statement.setLong(1, sequence);
                return statement.executeUpdate();
            }
        });
        signal.raise();
    }

    /**
     * Counts what waits.
     *
     * @throws StorageUnavailableException if the storage is away
     */
    public Backlog backlog() {
        return database.reading(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(
                            "SELECT count(*) FILTER (WHERE NOT parked), count(*) FILTER (WHERE parked) FROM relay_pending");
                    ResultSet row = statement.executeQuery()) {
                row.next();
                return new Backlog(row.getLong(1), row.getLong(2));
            }
        });
    }
}
