package io.tallygate.query;

import io.tallygate.audit.Database;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads the audit log. */
@Singleton
class EventStore {
    private static final String COLUMNS = """
            e.sequence, e.event_id, e.tenant_id, e.event_type, e.event_version, e.dialect, e.source, e.workflow_id,
            e.correlation_id, e.event_time, e.received_at, e.door, e.routing_key, e.traceparent,
            length(e.content) AS size, e.sha256""";

    private final Database database;

    EventStore(Database database) {
        this.database = database;
    }

    /**
     * What a list asks for; each is empty where it does not matter.
     *
     * @param from the earliest time at which it happened, inclusive
     * @param to the time before which it happened, exclusive
     * @param after the sequence number behind which the page begins
     */
    record Filter(
            Optional<UUID> tenant,
            Optional<String> type,
            Optional<String> source,
            Optional<String> workflow,
            Optional<String> correlation,
            Optional<Instant> from,
            Optional<Instant> to,
            Optional<Instant> receivedFrom,
            Optional<Instant> receivedTo,
            Optional<Long> after,
            boolean ascending) {}

    /** At most this many events that pass the filter. */
    List<EventView> find(Filter filter, int limit, boolean withContent) {
        SqlFilter sql = new SqlFilter()
                .and("e.tenant_id = ?", filter.tenant)
                .and("e.event_type = ?", filter.type)
                .and("e.source = ?", filter.source)
                .and("e.workflow_id = ?", filter.workflow)
                .and("e.correlation_id = ?", filter.correlation)
                .and("e.event_time >= ?", filter.from)
                .and("e.event_time < ?", filter.to)
                .and("e.received_at >= ?", filter.receivedFrom)
                .and("e.received_at < ?", filter.receivedTo)
                .and(filter.ascending ? "e.sequence > ?" : "e.sequence < ?", filter.after);
        String order = " ORDER BY e.sequence " + (filter.ascending ? "ASC" : "DESC") + " LIMIT " + limit;
        return read(sql, "SELECT " + COLUMNS + (withContent ? ", e.content" : "") + " FROM audit_event e", order);
    }

    /** The events of this id: one a tenant, so several only where no tenant is given. Two at most. */
    List<EventView> byId(String id, Optional<UUID> tenant) {
        SqlFilter sql = new SqlFilter().and("k.event_id = ?", id).and("k.tenant_id = ?", tenant);
        return read(
                sql,
                "SELECT " + COLUMNS + ", e.content FROM audit_key k"
                        + " JOIN audit_event e ON e.sequence = k.sequence AND e.received_at = k.received_at",
                " ORDER BY e.sequence LIMIT 2");
    }

    /** The original bytes of the events of this id. Two at most. */
    List<byte[]> originals(String id, Optional<UUID> tenant) {
        SqlFilter sql = new SqlFilter().and("k.event_id = ?", id).and("k.tenant_id = ?", tenant);
        return database.reading(connection -> {
            try (PreparedStatement statement = sql.prepare(
                            connection,
                            "SELECT e.content FROM audit_key k"
                                    + " JOIN audit_event e ON e.sequence = k.sequence AND e.received_at = k.received_at",
                            " ORDER BY e.sequence LIMIT 2");
                    ResultSet rows = statement.executeQuery()) {
                List<byte[]> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(rows.getBytes(1));
                }
                return found;
            }
        });
    }

    private List<EventView> read(SqlFilter filter, String select, String tail) {
        return database.reading(connection -> {
            try (PreparedStatement statement = filter.prepare(connection, select, tail);
                    ResultSet rows = statement.executeQuery()) {
                boolean withContent = rows.getMetaData().getColumnCount() > 16;
                List<EventView> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(view(rows, withContent));
                }
                return found;
            }
        });
    }

    private static EventView view(ResultSet row, boolean withContent) throws SQLException {
        return new EventView(
                row.getLong("sequence"),
                row.getString("event_id"),
                row.getObject("tenant_id", UUID.class),
                row.getString("event_type"),
                row.getString("event_version"),
                row.getString("dialect"),
                row.getString("source"),
                row.getString("workflow_id"),
                row.getString("correlation_id"),
                row.getObject("event_time", OffsetDateTime.class).toInstant(),
                row.getObject("received_at", OffsetDateTime.class).toInstant(),
                row.getString("door"),
                row.getString("routing_key"),
                row.getString("traceparent"),
                row.getInt("size"),
                HexFormat.of().formatHex(row.getBytes("sha256")),
                withContent ? new String(row.getBytes("content"), StandardCharsets.UTF_8) : null);
    }
}
