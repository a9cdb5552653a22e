package io.tallygate.projection;

import io.tallygate.audit.Database;
import io.tallygate.event.Door;
import io.tallygate.schema.SchemaCatalog;
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
import java.util.UUID;

/** Reads the audit log as projections see it: each event's content is parsed once, and not kept. */
@Singleton
final class LogReader {
    static final String COLUMNS = """
            e.sequence, e.received_at, e.tenant_id, e.event_id, e.event_type, e.event_version, e.dialect, e.source,
            e.workflow_id, e.correlation_id, e.event_time, e.door, e.content""";
    private static final String READ =
            "SELECT " + COLUMNS + " FROM audit_event e WHERE e.sequence > ? AND e.sequence <= ? ORDER BY e.sequence";
    /** Contents that stand in memory at once, before they are parsed. */
    private static final int FETCHED = 100;

    private final Database database;
    private final SchemaCatalog catalog;
    private final WorkflowProjects projects;
    private final long maxBytes;

    LogReader(Database database, SchemaCatalog catalog, ProjectionConfig config) {
        this.database = database;
        this.catalog = catalog;
        this.projects = new WorkflowProjects(catalog);
        this.maxBytes = config.batchBytes().asLongValue();
    }

    /**
     * The entries that follow a number.
     *
     * @param upTo a number of the log, at most: fewer if they have more bytes than a batch may have
     */
    Batch read(long after, long upTo) {
        return database.reading(connection -> {
            Batch batch = read(connection, after, upTo);
            return new Batch(after, batch.upTo(), projects.added(connection, batch.events()));
        });
    }

    private Batch read(Connection connection, long after, long upTo) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setLong(1, after);
            statement.setLong(2, upTo);
            statement.setFetchSize(FETCHED);
            List<ProjectedEvent> events = new ArrayList<>();
            long bytes = 0;
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    byte[] content = rows.getBytes("content");
                    ProjectedEvent event = event(rows, content);
                    events.add(event);
                    bytes += content.length;
                    if (bytes >= maxBytes) {
                        return new Batch(after, event.sequence(), events);
                    }
                }
            }
            return new Batch(after, upTo, events);
        }
    }

    /** An event of a row with the {@link #COLUMNS}, with the project that it says itself. */
    ProjectedEvent event(ResultSet row) throws SQLException {
        return event(row, row.getBytes("content"));
    }

    private ProjectedEvent event(ResultSet row, byte[] content) throws SQLException {
        String type = row.getString("event_type");
        var telling = catalog.telling(type, content);
        return new ProjectedEvent(
                row.getLong("sequence"),
                instant(row, "received_at"),
                row.getObject("tenant_id", UUID.class),
                row.getString("event_id"),
                type,
                row.getString("event_version"),
                row.getString("dialect"),
                row.getString("source"),
                Optional.ofNullable(row.getString("workflow_id")),
                Optional.ofNullable(row.getString("correlation_id")),
                instant(row, "event_time"),
                Door.ofLabel(row.getString("door")),
                telling,
                telling.details().project());
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
