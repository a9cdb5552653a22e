package io.tallygate.access;

import io.tallygate.audit.Database;
import io.tallygate.event.NamePatterns;
import io.tallygate.event.Sender;
import io.tallygate.event.Tenants;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table of API keys. */
@Singleton
class KeyStore {
    static final String COLUMNS = "id, name, roles, all_tenants, tenants, sources, types, created_at, created_by,"
            + " expires_at, revoked_at, revoked_by, last_used_at, replaced_by";
    private static final String INSERT =
            "INSERT INTO api_key (id, name, hash, roles, all_tenants, tenants, sources, types,"
                    + " created_at, created_by, expires_at, recorded) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String ALIVE = "SELECT " + COLUMNS + ", hash FROM api_key"
            + " WHERE recorded AND revoked_at IS NULL AND expires_at > now() ORDER BY id LIMIT ?";
    private static final String UNRECORDED =
            "SELECT " + COLUMNS + " FROM api_key WHERE NOT recorded ORDER BY id LIMIT ?";
    private static final String USED = "UPDATE api_key k SET last_used_at = greatest(k.last_used_at, u.at)"
            + " FROM unnest(?::text[], ?::timestamptz[]) AS u (id, at) WHERE k.id = u.id";

    private final Database database;

    KeyStore(Database database) {
        this.database = database;
    }

    /** A key with what only the gateway may see of it. */
    record Stored(ApiKey key, byte[] hash) {}

    /** At most this many of those that are alive, and of which it is in the log that they were made. */
    List<Stored> alive(int most) {
        return database.reading(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(ALIVE)) {
                statement.setInt(1, most);
                try (ResultSet rows = statement.executeQuery()) {
                    List<Stored> found = new ArrayList<>();
                    while (rows.next()) {
                        found.add(new Stored(read(rows), rows.getBytes("hash")));
                    }
                    return found;
                }
            }
        });
    }

    /** At most this many of those that were made or revoked by the command and of which that is not in the log. */
    List<ApiKey> unrecorded(int most) {
        return database.reading(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(UNRECORDED)) {
                statement.setInt(1, most);
                return readAll(statement);
            }
        });
    }

    /** Adds a key of which it is in the log that it is made. */
    void add(ApiKey key, byte[] hash) {
        database.inTransaction(connection -> {
            insert(connection, key, hash, true);
            return key;
        });
    }

    /**
     * Adds a key in place of another, which stays valid for a while.
     *
     * @return whether the other one was alive and had no successor
     */
    boolean replace(String id, Instant validUntil, ApiKey successor, byte[] hash) {
        return database.inTransaction(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    "UPDATE api_key SET replaced_by = ?, expires_at = least(expires_at, ?) WHERE id = ? AND"
                            + " replaced_by IS NULL AND revoked_at IS NULL AND expires_at > now()")) {
                statement.setString(1, successor.id());
                statement.setTimestamp(2, Timestamp.from(validUntil));
                statement.setString(3, id);
                if (statement.executeUpdate() == 0) {
                    return false;
                }
            }
            insert(connection, successor, hash, true);
            return true;
        });
    }

    /** Revokes a key; nothing if it is revoked already. */
    void revoke(String id, Instant at, String by) {
        database.inTransaction(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    "UPDATE api_key SET revoked_at = ?, revoked_by = ? WHERE id = ? AND revoked_at IS NULL")) {
                statement.setTimestamp(1, Timestamp.from(at));
                statement.setString(2, by);
                statement.setString(3, id);
                return statement.executeUpdate();
            }
        });
    }

    /** That what was done to this key is in the log now, unless more was done since. */
    void setRecorded(ApiKey key) {
        database.inTransaction(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    "UPDATE api_key SET recorded = true WHERE id = ? AND (revoked_at IS NOT NULL) = ?")) {
                statement.setString(1, key.id());
                statement.setBoolean(2, key.revokedAt().isPresent());
                return statement.executeUpdate();
            }
        });
    }

    /** When keys were used the last time. */
    void setUsed(Map<String, Instant> used) {
        List<String> ids = List.copyOf(used.keySet());
        database.inTransaction(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(USED)) {
                statement.setArray(1, connection.createArrayOf("text", ids.toArray()));
                statement.setArray(
                        2,
                        connection.createArrayOf(
                                "timestamptz",
                                ids.stream()
                                        .map(id -> Timestamp.from(used.get(id)))
                                        .toArray()));
                return statement.executeUpdate();
            }
        });
    }

    Optional<ApiKey> find(String id) {
        return database.reading(connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("SELECT " + COLUMNS + " FROM api_key WHERE id = ?")) {
                statement.setString(1, id);
                try (ResultSet rows = statement.executeQuery()) {
                    return rows.next() ? Optional.of(read(rows)) : Optional.<ApiKey>empty();
                }
            }
        });
    }

    /**
     * Keys for tenants that are all among these, by their ids.
     *
     * @param after the id behind which the page begins; empty for the first
     */
    List<ApiKey> list(Tenants tenants, String after, int limit) {
        String own = tenants instanceof Tenants.Some ? " AND NOT all_tenants AND tenants <@ ?::uuid[]" : "";
        return database.reading(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    "SELECT " + COLUMNS + " FROM api_key WHERE id > ?" + own + " ORDER BY id LIMIT ?")) {
                int next = 1;
                statement.setString(next++, after);
                if (tenants instanceof Tenants.Some some) {
                    statement.setArray(
                            next++, connection.createArrayOf("uuid", some.ids().toArray()));
                }
                statement.setInt(next, limit);
                return readAll(statement);
            }
        });
    }

    /**
     * Adds a key.
     *
     * @param recorded whether it is in the log that it is made
     */
    static void insert(Connection connection, ApiKey key, byte[] hash, boolean recorded) throws SQLException {
        Tenants tenants = key.sender().tenants();
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setString(1, key.id());
            statement.setString(2, key.name());
            statement.setBytes(3, hash);
            statement.setArray(
                    4, connection.createArrayOf("text", Role.labels(key.roles()).toArray()));
            statement.setBoolean(5, tenants instanceof Tenants.All);
            statement.setArray(
                    6,
                    connection.createArrayOf(
                            "uuid",
                            tenants instanceof Tenants.Some some ? some.ids().toArray() : new Object[0]));
            statement.setArray(
                    7,
                    connection.createArrayOf(
                            "text", key.sender().sources().patterns().toArray()));
            statement.setArray(
                    8,
                    connection.createArrayOf(
                            "text", key.sender().types().patterns().toArray()));
            statement.setTimestamp(9, Timestamp.from(key.createdAt()));
            statement.setString(10, key.createdBy());
            statement.setTimestamp(11, Timestamp.from(key.expiresAt()));
            statement.setBoolean(12, recorded);
            statement.executeUpdate();
        }
    }

    private static List<ApiKey> readAll(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            List<ApiKey> found = new ArrayList<>();
            while (rows.next()) {
                found.add(read(rows));
            }
            return found;
        }
    }

    static ApiKey read(ResultSet row) throws SQLException {
        Tenants tenants = row.getBoolean("all_tenants")
                ? Tenants.ALL
                : new Tenants.Some(Set.of((UUID[]) row.getArray("tenants").getArray()));
        return new ApiKey(
                row.getString("id"),
                row.getString("name"),
                texts(row, "roles").stream().map(Role::ofLabel).collect(Collectors.toUnmodifiableSet()),
                new Sender(tenants, new NamePatterns(texts(row, "sources")), new NamePatterns(texts(row, "types"))),
                row.getTimestamp("created_at").toInstant(),
                row.getString("created_by"),
                row.getTimestamp("expires_at").toInstant(),
                instant(row, "revoked_at"),
                Optional.ofNullable(row.getString("revoked_by")),
                instant(row, "last_used_at"),
                Optional.ofNullable(row.getString("replaced_by")));
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return Arrays.asList((String[]) row.getArray(column).getArray());
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        @Nullable Timestamp at = row.getTimestamp(column);
        return Optional.ofNullable(at).map(Timestamp::toInstant);
    }
}
