package io.tallygate.projection;

import io.tallygate.audit.Database;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The positions of all projections, in {@code projection_position}. */
@Singleton
public final class Positions {
    private static final String ALL = """
            SELECT p.name, p.version, p.sequence, h.last_sequence
              FROM projection_position p CROSS JOIN audit_head h ORDER BY p.name""";
    private static final String BEGIN = """
            INSERT INTO projection_position (name, version, sequence) VALUES (?, ?, 0)
            ON CONFLICT (name) DO UPDATE SET version = excluded.version, sequence = 0""";
    /**
     * Not waited for until it is on disk: after a crash of the database the position is a moment old, and with it all that
     * was added in the same transactions.
     */
    private static final String ADVANCE = """
            SET LOCAL synchronous_commit = off;
            UPDATE projection_position SET sequence = ? WHERE name = ? AND version = ? AND sequence = ?""";

    private static final String REBUILD = "UPDATE projection_position SET version = 0 WHERE name = ?";

    private final Database database;

    Positions(Database database) {
        this.database = database;
    }

    /**
     * All that have ever been kept, by name.
     *
     * @throws io.tallygate.audit.StorageUnavailableException if the storage is away
     */
    public List<Position> all() {
        return database.reading(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(ALL);
                    ResultSet rows = statement.executeQuery()) {
                List<Position> all = new ArrayList<>();
                while (rows.next()) {
                    all.add(new Position(rows.getString(1), rows.getInt(2), rows.getLong(3), rows.getLong(4)));
                }
                return all;
            }
        });
    }

    /**
     * Whether there is a projection of that name.
     *
     * @throws io.tallygate.audit.StorageUnavailableException if the storage is away
     */
    public boolean knows(String name) {
        return all().stream().anyMatch(position -> position.name().equals(name));
    }

    /**
     * Has a projection made anew from the whole log, by whichever instance does that.
     *
     * @return whether there is one of that name
     * @throws io.tallygate.audit.StorageUnavailableException if the storage is away
     */
    public boolean rebuild(String name) {
        return database.inTransaction(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(REBUILD)) {
                statement.setString(1, name);
                return statement.executeUpdate() == 1;
            }
        });
    }

    /** Empties a projection and begins it with the first entry of the log. */
    void begin(Projection projection) {
        database.inTransaction(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(BEGIN)) {
                statement.setString(1, projection.name());
                statement.setInt(2, projection.version());
                statement.executeUpdate();
            }
            projection.clear(connection);
            return projection;
        });
    }

    /**
     * Adds a part of the log to a projection.
     *
     * @return whether it was added; if not, another instance has done something meanwhile
     */
    boolean add(Projection projection, Batch batch) {
        return database.inTransaction(connection -> {
            // First, for it locks the row: of two instances that both believe to lead, the second finds it moved.
            if (!advance(connection, projection, batch)) {
                return false;
            }
            projection.apply(connection, batch.events());
            return true;
        });
    }

    private static boolean advance(Connection connection, Projection projection, Batch batch) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ADVANCE)) {
            statement.setLong(1, batch.upTo());
            statement.setString(2, projection.name());
            statement.setInt(3, projection.version());
            statement.setLong(4, batch.after());
            statement.execute();
            statement.getMoreResults();
            return statement.getUpdateCount() == 1;
        }
    }
}
