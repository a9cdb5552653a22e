package io.tallygate.audit;

import io.tallygate.event.Content;
import io.tallygate.event.Door;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The outbox in PostgreSQL: the log, the one row of {@code relay_position}, and {@code relay_retry}; what this instance
 * has just committed it has at hand.
 */
@Singleton
final class PostgresOutbox implements Outbox {
    /** Entries of the log that are looked through at a time for those that must be published. */
    private static final int CHUNK = 10_000;

    private static final String COLUMNS = """
            e.sequence, e.event_id, e.event_type, e.event_version, e.event_time, e.correlation_id, e.routing_key, e.traceparent, e.content""";
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

    PostgresOutbox(Database database, OutboxTail tail, OutboxSignal signal) {
        this.database = database;
        this.tail = tail;
        this.signal = signal;
    }

    @Override
    public long open() {
        tail.open();
        return database.reading(connection -> number(connection, "SELECT sequence FROM relay_position"));
    }

    @Override
    public void close() {
        tail.close();
    }

    @Override
    public Optional<Stretch> fresh(long after, int limit) {
        return tail.take(after, limit);
    }

    @Override
    public boolean hasGap(long after) {
        return tail.beginsBehind(after);
    }

    @Override
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

    @Override
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

    @Override
    public List<Pending> retries(int limit) {
        return database.reading(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(RETRIES)) {
                statement.setInt(1, limit);
                return pending(statement);
            }
        });
    }

    @Override
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

    @Override
    public void publishAgain(long sequence) {
        database.inTransaction(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(AGAIN)) {
                statement.setLong(1, sequence);
                return statement.executeUpdate();
            }
        });
        signal.raise();
    }

    @Override
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
                row.getString("event_version"),
                row.getObject("event_time", OffsetDateTime.class).toInstant(),
                Optional.ofNullable(row.getString("correlation_id")),
                row.getString("routing_key"),
                Optional.ofNullable(row.getString("traceparent")),
                Content.of(row.getBytes("content")),
                row.getInt("attempts"));
    }
}
