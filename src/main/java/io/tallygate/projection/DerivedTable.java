package io.tallygate.projection;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * A table that is derived from the log, to be read together with how far it has come.
 *
 * @param name a constant
 */
public record DerivedTable(String name) {

    /**
     * Makes all that a transaction reads that of one moment; must come before any query of it. The lock comes before the
     * moment: a table that is emptied after it would be empty, and its position not yet 0.
     */
    public void readAtOneMoment(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; LOCK TABLE " + name + " IN ACCESS SHARE MODE")) {
            statement.execute();
        }
    }
}
