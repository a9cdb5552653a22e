package io.tallygate.query;

import io.tallygate.access.Reader;
import io.tallygate.audit.TenantCondition;
import io.tallygate.audit.TenantReads;
import io.tallygate.event.Content;
import io.tallygate.event.Tenants;
import io.tallygate.quarantine.Resubmission;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
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

    private static final int MOST_TRIES = 100;
    private static final String TRIES = """
            SELECT r.id, r.quarantine_id, r.attempted_at, r.corrected, r.outcome, r.tenant_id, r.event_id, r.sequence,
                   coalesce($stored, false) AS own, a.id AS quarantined_as
              FROM resubmission r LEFT JOIN quarantine a ON a.id = r.quarantined_as AND $again""";

    private final TenantReads tenantReads;
    private final Masking masking;

    QuarantineStore(TenantReads tenantReads, Masking masking) {
        this.tenantReads = tenantReads;
        this.masking = masking;
    }

    /**
     * What a list asks for; each is empty where it does not matter.
     *
     * @param reader whom it is answered for
     */
    record Filter(
            Reader reader,
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
                .ofTenants("tenant_id", filter.reader.tenants())
                .and("reason = ?", filter.reason)
                .and("event_type = ?", filter.type)
                .and("source = ?", filter.source)
                .and("workflow_id = ?", filter.workflow)
                .and("event_id = ?", filter.event)
                .and("door = ?", filter.door)
                .and("received_at >= ?", filter.from)
                .and("received_at < ?", filter.to)
                .and("id < ?", filter.after);
        return tenantReads.reading(filter.reader.tenants(), connection -> {
            try (PreparedStatement statement = sql.prepare(
                            connection, "SELECT " + COLUMNS + " FROM quarantine", " ORDER BY id DESC LIMIT " + limit);
                    ResultSet rows = statement.executeQuery()) {
                List<QuarantineView> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(masking.shown(filter.reader, view(rows, null, null)));
                }
                return found;
            }
        });
    }

    /** One quarantined event with its content and all that was tried to mend it. */
    Optional<QuarantineView> byId(Reader reader, UUID id) {
        return tenantReads.reading(reader.tenants(), connection -> {
            List<Resubmission> tries = tries(connection, reader.tenants(), id);
            try (PreparedStatement statement = idOf(reader, id)
                            .prepare(connection, "SELECT " + COLUMNS + ", content FROM quarantine", "");
                    ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(masking.shown(reader, view(row, row.getBytes("content"), tries)))
                        : Optional.empty();
            }
        });
    }

    /**
     * What was sent for a quarantined event.
     *
     * @param tenant whose it is, as far as that is known
     * @param content as much of it as was kept
     */
    record Original(Optional<UUID> tenant, Content content) {}

    /** The original bytes of one quarantined event, as far as they were kept. */
    Optional<Original> original(Reader reader, UUID id) {
        return tenantReads.reading(reader.tenants(), connection -> {
            try (PreparedStatement statement =
                            idOf(reader, id).prepare(connection, "SELECT tenant_id, content FROM quarantine", "");
                    ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(new Original(
                                Optional.ofNullable(row.getObject(1, UUID.class)), Content.of(row.getBytes(2))))
                        : Optional.empty();
            }
        });
    }

    private static SqlFilter idOf(Reader reader, UUID id) {
        return new SqlFilter().and("id = ?", id).ofTenants("tenant_id", reader.tenants());
    }

    /** What became of a try in another tenant is no business of this one: that there was one, and how it went, is. */
    private static List<Resubmission> tries(Connection connection, Tenants tenants, UUID id) throws SQLException {
        TenantCondition stored = TenantCondition.on("r.tenant_id", tenants);
        TenantCondition again = TenantCondition.on("a.tenant_id", tenants);
        List<Object> values = new ArrayList<>(stored.values());
        values.addAll(again.values());
        String select = TRIES.replace("$stored", stored.sql()).replace("$again", again.sql());
        SqlFilter ofEvent = new SqlFilter().and("r.quarantine_id = ?", id);
        try (PreparedStatement statement =
                        ofEvent.prepare(connection, values, select, " ORDER BY r.id DESC LIMIT " + MOST_TRIES);
                ResultSet rows = statement.executeQuery()) {
            List<Resubmission> found = new ArrayList<>();
            while (rows.next()) {
                found.add(attempt(rows));
            }
            return found;
        }
    }

    private static Resubmission attempt(ResultSet row) throws SQLException {
        boolean own = row.getBoolean("own");
        return new Resubmission(
                row.getObject("id", UUID.class),
                row.getObject("quarantine_id", UUID.class),
                row.getObject("attempted_at", OffsetDateTime.class).toInstant(),
                row.getBoolean("corrected"),
                row.getString("outcome"),
                Optional.ofNullable(row.getObject("tenant_id", UUID.class)).filter(any -> own),
                Optional.ofNullable(row.getString("event_id")).filter(any -> own),
                Optional.ofNullable(row.getObject("sequence", Long.class)).filter(any -> own),
                Optional.ofNullable(row.getObject("quarantined_as", UUID.class)));
    }

    /** With all that is known, whoever may see it. */
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
