package io.tallygate.ingest;

import io.tallygate.audit.Database;
import io.tallygate.event.Content;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes a request that creates an event repeatable: what is sent in for it is decided once and kept under its key, so
 * asking again sends the same bytes, which the audit log recognises. Safe against a crash at any point, and between
 * instances.
 */
@Singleton
public final class IdempotentRequests {
    private final Database database;
    private final Clock clock;

    IdempotentRequests(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * The content that stands for this request.
     *
     * @param scope what the key is unique in, e.g. a tenant's job
     * @param key the caller's key
     * @param request what the caller asked for; another request under the same key is an error of the caller
     * @param content makes the content if this is the first request of that key
     * @return the content, or empty if the key was used for another request
     * @throws io.tallygate.audit.StorageUnavailableException if the storage is away
     */
    public Optional<Content> contentFor(String scope, String key, Content request, Supplier<Content> content) {
        return database.inTransaction(connection -> {
            insert(connection, scope, key, request, content.get());
            return find(connection, scope, key, request);
        });
    }

    /**
     * Forgets what is older than this.
     *
     * @return how many keys were forgotten
     * @throws io.tallygate.audit.StorageUnavailableException if the storage is away
     */
    public int forgetOlderThan(Duration age) {
        return database.inTransaction(connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("DELETE FROM idempotency_key WHERE created_at < ?")) {
                statement.setObject(1, clock.instant().minus(age).atOffset(ZoneOffset.UTC));
                return statement.executeUpdate();
            }
        });
    }

    private void insert(Connection connection, String scope, String key, Content request, Content content)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO idempotency_key (scope, key, request_sha256, content, created_at) VALUES (?, ?, ?, ?, ?)"
                        + " ON CONFLICT DO NOTHING")) {
            statement.setString(1, scope);
            statement.setString(2, key);
            statement.setBytes(3, request.sha256());
            statement.setBytes(4, content.bytes());
            statement.setObject(5, clock.instant().atOffset(ZoneOffset.UTC));
            statement.executeUpdate();
        }
    }

    private static Optional<Content> find(Connection connection, String scope, String key, Content request)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT request_sha256, content FROM idempotency_key WHERE scope = ? AND key = ?")) {
            statement.setString(1, scope);
            statement.setString(2, key);
            try (ResultSet row = statement.executeQuery()) {
                boolean same = row.next() && Arrays.equals(row.getBytes(1), request.sha256());
                return same ? Optional.of(Content.of(row.getBytes(2))) : Optional.empty();
            }
        }
    }
}
