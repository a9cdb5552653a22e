package io.tallygate.boot;

import io.tallygate.audit.Database;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;

/** Refuses a PostgreSQL that may forget what it has committed: everything else here rests on its word. */
@Singleton
class DurabilityCheck {
    private static final List<String> MUST_BE_ON = List.of("fsync", "synchronous_commit", "full_page_writes");

    private final Database database;

    DurabilityCheck(Database database) {
        this.database = database;
    }

    /**
     * Checks the settings that hold for our connections.
     *
     * @throws UnsafeDatabaseException if one of them is off
     * @throws io.tallygate.audit.StorageUnavailableException if the database cannot be asked
     */
    void check() {
        List<String> off = database.reading(connection -> {
            List<String> found = new ArrayList<>();
            for (String setting : MUST_BE_ON) {
                try (PreparedStatement statement = connection.prepareStatement("SELECT current_setting(?)")) {
                    statement.setString(1, setting);
                    try (ResultSet row = statement.executeQuery()) {
                        row.next();
                        if (row.getString(1).equals("off")) {
                            found.add(setting);
                        }
                    }
                }
            }
            return found;
        });
        if (!off.isEmpty()) {
            throw new UnsafeDatabaseException("PostgreSQL runs with " + String.join(", ", off)
                    + " off, so that it can lose what it has committed. Set it on (ALTER SYSTEM SET " + off.get(0)
                    + " = on; SELECT pg_reload_conf();) and start again");
        }
    }
}
