package io.tallygate.query;

import io.tallygate.access.Reader;
import io.tallygate.event.Content;
import io.tallygate.event.Door;
import io.tallygate.schema.EventCompletion;
import io.tallygate.schema.EventDetails;
import io.tallygate.schema.SchemaCatalog;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/** Rows of the audit log as views: what is stored beside an event, and what its dialect reads from it. */
@Singleton
class EventRows {
    private final SchemaCatalog catalog;
    private final EventCompletion completion;
    private final Masking masking;

    EventRows(SchemaCatalog catalog, EventCompletion completion, Masking masking) {
        this.catalog = catalog;
        this.completion = completion;
        this.masking = masking;
    }

    /** How much of an event a view has. */
    enum Kind {
        /** What is known of it. */
        BARE,
        /** With the event itself. */
        WITH_EVENT,
        /** Also with the form in which it was published. */
        WHOLE
    }

    /** As this reader is shown it. */
    EventView view(Reader reader, ResultSet row, Kind kind) throws SQLException {
        return masking.shown(reader, whole(row, kind));
    }

    /** What this reader may look for in an event: who is not shown a value must not find it by searching. */
    byte[] searchable(Reader reader, ResultSet row) throws SQLException {
        return masking.shown(
                reader, row.getString("event_type"), row.getString("event_version"), row.getBytes("content"));
    }

    private EventView whole(ResultSet row, Kind kind) throws SQLException {
        byte[] content = row.getBytes("content");
        String type = row.getString("event_type");
        Instant time = instant(row, "event_time");
        EventDetails details = catalog.details(type, content);
        return new EventView(
                row.getLong("sequence"),
                row.getString("event_id"),
                row.getObject("tenant_id", UUID.class),
                type,
                row.getString("event_version"),
                row.getString("dialect"),
                row.getString("source"),
                row.getString("workflow_id"),
                row.getString("correlation_id"),
                time,
                instant(row, "received_at"),
                row.getString("door"),
                row.getString("routing_key"),
                row.getString("traceparent"),
                content.length,
                HexFormat.of().formatHex(row.getBytes("sha256")),
                details.run().orElse(null),
                details.step().orElse(null),
                details.status().orElse(null),
                details.durationMs().orElse(null),
                details.artifacts().isEmpty() ? null : details.artifacts(),
                details.project().orElse(null),
                null,
                kind == Kind.BARE ? null : new String(content, StandardCharsets.UTF_8),
                kind == Kind.WHOLE ? published(row, type, time, content).orElse(null) : null);
    }

    /** What the exchange brought was published by somebody else, as it is; acts are not published. */
    private Optional<String> published(ResultSet row, String type, Instant time, byte[] content) throws SQLException {
        if (!Door.ofLabel(row.getString("door")).publishes()) {
            return Optional.empty();
        }
        Content original = Content.of(content);
        Content published =
                completion.complete(type, row.getString("event_id"), row.getString("event_version"), time, original);
        return Optional.of(published)
                .filter(form -> !form.equals(original))
                .map(form -> new String(form.bytes(), StandardCharsets.UTF_8));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
