package io.tallygate.audit;

import io.tallygate.event.Content;
import io.tallygate.event.Door;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What of the audit log must still be published, in the order of the log: everything behind a position, and a few entries
 * that are to be published out of turn.
 *
 * <p>There is no row an event: the log is gapless and becomes visible in its own order, so nothing behind the position
 * can be missed, and an entry is in the outbox by the transaction that appends it.
 */
@Singleton
public final class Outbox {
    /** Entries of the log that are looked through at a time for those that must be published. */
    private static final int CHUNK = 10_000;

    private static final String COLUMNS = """
            e.sequence, e.event_id, e.event_type, e.event_time, e.correlation_id, e.routing_key, e.traceparent, e.content""";
    private static final String HEAD = "SELECT last_sequence FROM audit_head";
    private static final String BEHIND = "SELECT " + COLUMNS + ", 0 AS attempts FROM audit_event e"
            + " WHERE e.sequence > ? AND e.sequence <= ? AND e.door = ANY (?) ORDER BY e.sequence LIMIT ?";
    private static final String RETRIES = "SELECT " + COLUMNS + """
            , r.attempts
              FROM relay_retry r
              JOIN audit_event e ON e.sequence = r.sequence AND e.received_at = r.received_at
             WHERE NOT r.parked
             ORDER BY r.sequence
             LIMIT ?""";
    /**
     * Not waited for until it is on disk: after a crash of the database the position may be a moment old, and what it has
     * lost is published again, which the relay's promise allows.
     */
    private static final String ADVANCE = """
            SET LOCAL synchronous_commit = off;
            UPDATE relay_position SET sequence = ?, passed = passed + ? WHERE sequence = ?""";

    private static final String UNROUTABLE = """
            INSERT INTO relay_retry (sequence, received_at, attempts, parked, last_error)
            SELECT sequence, received_at, 1, ?, ? FROM audit_event WHERE sequence = ?
            ON CONFLICT (sequence) DO UPDATE
               SET attempts = relay_retry.attempts + 1, parked = excluded.parked, last_error = excluded.last_error""";
    private static final String AGAIN = """
            INSERT INTO relay_retry (sequence, received_at)
            SELECT sequence, received_at FROM audit_event WHERE sequence = ?
            ON CONFLICT (sequence) DO UPDATE SET parked = false, attempts = 0, last_error = NULL""";

    private static final String[] PUBLISHING_DOORS =
            Stream.of(Door.values()).filter(Door::publishes).map(Door::label).toArray(String[]::new);

    private final Database database;
    private final OutboxTail tail;
    private final OutboxSignal signal;

    Outbox(Database database, OutboxTail tail, OutboxSignal signal) {
        this.database = database;
        this.tail = tail;
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
            int attempts) {

        static Pending of(long sequence, NewEntry entry) {
            return new Pending(
                    sequence,
                    entry.event().id(),
                    entry.event().type(),
                    entry.event().time(),
                    entry.event().correlationId(),
                    entry.routingKey(),
                    entry.traceparent(),
                    entry.event().content(),
                    0);
        }
    }

    /**
     * A part of the log.
     *
     * @param after the number before its first entry
     * @param upTo the number of its last entry
     * @param events those of its entries that must be published, in their order
     */
    public record Stretch(long after, long upTo, List<Pending> events) {}

    /** How much waits. */
    public record Backlog(long pending, long parked) {}

    /** An event that no queue took, and what the broker said. */
    public record Unroutable(long sequence, String error, boolean park) {}

    /**
     * The number up to which everything has been dealt with, from which on {@link #fresh} and {@link #read} are to be asked; from now on
     * what this instance commits is kept at hand for it.
     *
     * @throws StorageUnavailableException if the storage is away
     */
    public long open() {
        tail.open();
        return database.reading(connection -> number(connection, "SELECT sequence FROM relay_position"));
    }

    /** This instance does not relay any more. */
    public void close() {
        tail.close();
    }

    /**
     * The next part of the log as far as it is at hand, because this instance has just committed it.
     *
     * @param after the number up to which the caller has it already
     * @param limit events; one more batch than that may come at once if it was committed as one
     * @return empty if it is not at hand
     */
    public Optional<Stretch> fresh(long after, int limit) {
        return tail.take(after, limit);
    }

    /** Whether a later part of the log is at hand, but not the next one. */
    public boolean hasGap(long after) {
        return tail.beginsBehind(after);
    }

    /**
     * The next part of the log, from the database.
     *
     * @param after the number up to which the caller has it already
     * @param limit the most events
     * @return empty if the log ends there
     * @throws StorageUnavailableException if the storage is away
     */
    public Optional<Stretch> read(long after, int limit) {
        return database.reading(connection -> read(connection, after, limit));
    }

    private static Optional<Stretch> read(Connection connection, long after, int limit) throws SQLException {
        // First the head: all up to it is committed and visible to the statement that follows.
        long end = Math.min(number(connection, HEAD), after + CHUNK);
        if (end <= after) {
            return Optional.empty();
        }
        try (PreparedStatement statement = connection.prepareStatement(BEHIND)) {
            statement.setLong(1, after);
            statement.setLong(2, end);
            statement.setArray(3, connection.createArrayOf("text", PUBLISHING_DOORS));
            statement.setInt(4, limit);
            List<Pending> events = pending(statement);
            boolean cut = events.size() == limit;
            return Optional.of(new Stretch(after, cut ? events.get(limit - 1).sequence() : end, events));
        }
    }

    /**
     * Notes how far publishing has come.
     *
     * @param from what {@link #open} said, or was noted last
     * @param to up to where everything is published, or among the unroutable
     * @param passed how many events that must be published are between the two
     * @param unroutable those that no queue took; they are tried again out of turn
     * @return whether it was noted; if not, another instance has noted something meanwhile
     * @throws StorageUnavailableException if the storage is away
     */
    public boolean advance(long from, long to, int passed, List<Unroutable> unroutable) {
        return database.inTransaction(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(ADVANCE)) {
                statement.setLong(1, to);
                statement.setInt(2, passed);
                statement.setLong(3, from);
                statement.execute();
                statement.getMoreResults();
                if (statement.getUpdateCount() != 1) {
                    return false;
                }
            }
            for (Unroutable event : unroutable) {
                noteUnroutable(connection, event);
            }
            return true;
        });
    }

    /**
     * What is to be published out of turn, in the order of the log.
     *
     * @throws StorageUnavailableException if the storage is away
     */
    public List<Pending> retries(int limit) {
        return database.reading(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(RETRIES)) {
                statement.setInt(1, limit);
                return pending(statement);
            }
        });
    }

    /**
     * Notes what came of {@link #retries}.
     *
     * @param published their numbers; they are done with
     * @throws StorageUnavailableException if the storage is away
     */
    public void retried(List<Long> published, List<Unroutable> unroutable) {
        database.inTransaction(connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("DELETE FROM relay_retry WHERE sequence = ANY (?)")) {
                statement.setArray(1, connection.createArrayOf("bigint", published.toArray(Long[]::new)));
                statement.executeUpdate();
            }
            for (Unroutable event : unroutable) {
                noteUnroutable(connection, event);
            }
            return published;
        });
    }

    private static void noteUnroutable(Connection connection, Unroutable event) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(UNROUTABLE)) {
            statement.setBoolean(1, event.park());
            statement.setString(2, event.error());
            statement.setLong(3, event.sequence());
            statement.executeUpdate();
        }
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
            try (PreparedStatement statement =
                            connection.prepareStatement("SELECT pending, parked FROM relay_backlog");
                    ResultSet row = statement.executeQuery()) {
                row.next();
                return new Backlog(row.getLong(1), row.getLong(2));
            }
        });
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static List<Pending> pending(PreparedStatement query) throws SQLException {
        List<Pending> pending = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                pending.add(read(rows));
            }
        }
        return pending;
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
}
