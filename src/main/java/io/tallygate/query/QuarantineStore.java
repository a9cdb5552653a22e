package io.tallygate.query;

import io.tallygate.audit.Database;
import io.tallygate.quarantine.Resubmission;
import io.tallygate.quarantine.Resubmissions;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the quarantine. */
@Singleton
class QuarantineStore {
    static final String COLUMNS = """
            id, received_at, door, routing_key, reason, message, violations, dialect, tenant_id, event_id, event_type,
            event_version, source, workflow_id, headers, traceparent, content_length, sha256, resubmission_of""";

    private final Database database;
    private final Resubmissions resubmissions;

    QuarantineStore(Database database, Resubmissions resubmissions) {
        this.database = database;
        this.resubmissions = resubmissions;
    }

    /** What a list asks for; each is empty where it does not matter. */
    record Filter(
            Optional<UUID> tenant,
            Optional<String> reason,
            Optional<String> type,
            Optional<String> source,
            Optional<String> workflow,
            Optional<String> event,
            Optional<String> door,
            Optional<Instant> from,
            Optional<Instant> to,
            Optional<UUID> after) {}

    /** At most this many quarantined events that pass the filter, the last one first. */
    List<QuarantineView> find(Filter filter, int limit) {
        SqlFilter sql = new SqlFilter()
                .and("tenant_id = ?", filter.tenant)
                .and("reason = ?", filter.reason)
                .and("event_type = ?", filter.type)
                .and("source = ?", filter.source)
                .and("workflow_id = ?", filter.workflow)
                .and("event_id = ?", filter.event)
                .and("door = ?", filter.door)
                .and("received_at >= ?", filter.from)
                .and("received_at < ?", filter.to)
                .and("id < ?", filter.after);
        return database.reading(connection -> {
            try (PreparedStatement statement = sql.prepare(
                            connection, "SELECT " + COLUMNS + " FROM quarantine", " ORDER BY id DESC LIMIT " + limit);
                    ResultSet rows = statement.executeQuery()) {
                List<QuarantineView> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(view(rows, null, null));
                }
                return found;
            }
        });
    }

    /** One quarantined event with its content and all that was tried to mend it. */
    Optional<QuarantineView> byId(UUID id) {
        Optional<List<Resubmission>> tries = Optional.of(resubmissions.of(id));
        SqlFilter sql = new SqlFilter().and("id = ?", id);
        return database.reading(connection -> {
            try (PreparedStatement statement =
                            sql.prepare(connection, "SELECT " + COLUMNS + ", content FROM quarantine", "");
                    ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(view(row, row.getBytes("content"), tries.get())) : Optional.empty();
            }
        });
    }

    static QuarantineView view(ResultSet row, byte @Nullable [] content, @Nullable List<Resubmission> resubmissions)
            throws SQLException {
        Optional<String> text = content == null ? Optional.empty() : decoded(content);
        long size = row.getLong("content_length");
        return new QuarantineView(
                row.getObject("id", UUID.class),
                row.getObject("received_at", OffsetDateTime.class).toInstant(),
                row.getString("door"),
                row.getString("routing_key"),
                row.getString("reason"),
                row.getString("message"),
                row.getString("violations"),
                row.getString("dialect"),
                row.getObject("tenant_id", UUID.class),
                row.getString("event_id"),
                row.getString("event_type"),
                row.getString("event_version"),
                row.getString("source"),
                row.getString("workflow_id"),
                row.getString("headers"),
                row.getString("traceparent"),
                size,
                HexFormat.of().formatHex(row.getBytes("sha256")),
                row.getObject("resubmission_of", UUID.class),
                text.orElse(null),
                content == null || text.isPresent() ? null : Base64.getEncoder().encodeToString(content),
                content == null ? null : content.length == size,
                resubmissions);
    }

    private static Optional<String> decoded(byte[] content) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
