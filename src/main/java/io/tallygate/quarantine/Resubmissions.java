package io.tallygate.quarantine;

import io.tallygate.audit.Database;
import io.tallygate.event.Content;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The originals that can be sent again, and the record of every try. */
@Singleton
public final class Resubmissions {
    private static final String COLUMNS =
            "id, quarantine_id, attempted_at, corrected, outcome, tenant_id, event_id, sequence, quarantined_as";

    private final Database database;

    Resubmissions(Database database) {
        this.database = database;
    }

    /**
     * The bytes of a quarantined event.
     *
     * @param content what was kept
     * @param tenant whose event it is, if that is known
     * @param complete whether that is all of it; of very long messages only the beginning is kept
     */
    public record Original(Content content, Optional<UUID> tenant, boolean complete) {}

    /**
     * What was kept under this id.
     *
     * @throws io.tallygate.audit.StorageUnavailableException if the storage is away
     */
    public Optional<Original> original(UUID quarantineId) {
        return database.reading(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    "SELECT content, content_length, tenant_id FROM quarantine WHERE id = ?")) {
                statement.setObject(1, quarantineId);
                try (ResultSet row = statement.executeQuery()) {
                    if (!row.next()) {
                        return Optional.empty();
                    }
                    Content content = Content.of(row.getBytes(1));
                    return Optional.of(new Original(
                            content,
                            Optional.ofNullable(row.getObject(3, UUID.class)),
                            content.size() == row.getLong(2)));
                }
            }
        });
    }

    /**
     * Records a try. A second one under the same idempotency key is not recorded.
     *
     * @throws io.tallygate.audit.StorageUnavailableException if the storage is away
     */
    public void record(Resubmission attempt, Optional<String> idempotencyKey) {
        database.inTransaction(connection -> {
            try (PreparedStatement statement = connection.prepareStatement("INSERT INTO resubmission (" + COLUMNS
                    + ", idempotency_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
                Object[] values = {
                    attempt.id(),
                    attempt.quarantineId(),
                    attempt.attemptedAt().atOffset(ZoneOffset.UTC),
                    attempt.corrected(),
                    attempt.outcome(),
                    attempt.tenantId().orElse(null),
                    attempt.eventId().orElse(null),
                    attempt.sequence().orElse(null),
                    attempt.quarantinedAs().orElse(null),
                    idempotencyKey.orElse(null)
                };
                for (int i = 0; i < values.length; i++) {
                    statement.setObject(i + 1, values[i]);
                }
                return statement.executeUpdate();
            }
        });
    }

    /** The try that was made under this idempotency key. */
    public Optional<Resubmission> madeUnder(UUID quarantineId, String idempotencyKey) {
        return find("quarantine_id = ? AND idempotency_key = ?", quarantineId, idempotencyKey).stream()
                .findFirst();
    }

    /** The condition is one of the constants above; what it compares with is bound. */
    private List<Resubmission> find(String condition, Object... parameters) {
        return database.reading(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    "SELECT " + COLUMNS + " FROM resubmission WHERE " + condition + " ORDER BY id DESC LIMIT 100")) {
                for (int i = 0; i < parameters.length; i++) {
                    statement.setObject(i + 1, parameters[i]);
                }
                try (ResultSet rows = statement.executeQuery()) {
                    List<Resubmission> found = new ArrayList<>();
                    while (rows.next()) {
                        found.add(read(rows));
                    }
                    return found;
                }
            }
        });
    }

    private static Resubmission read(ResultSet row) throws SQLException {
        return new Resubmission(
                row.getObject("id", UUID.class),
                row.getObject("quarantine_id", UUID.class),
                row.getObject("attempted_at", OffsetDateTime.class).toInstant(),
                row.getBoolean("corrected"),
                row.getString("outcome"),
                Optional.ofNullable(row.getObject("tenant_id", UUID.class)),
                Optional.ofNullable(row.getString("event_id")),
                Optional.ofNullable(row.getObject("sequence", Long.class)),
                Optional.ofNullable(row.getObject("quarantined_as", UUID.class)));
    }
}
