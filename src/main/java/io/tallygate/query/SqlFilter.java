package io.tallygate.query;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A {@code WHERE} clause with its parameters. Conditions are constants of this package; every value from outside is
 * bound.
 */
final class SqlFilter {
    private final List<String> conditions = new ArrayList<>();
    private final List<Object> parameters = new ArrayList<>();

    /** Adds a condition with one {@code ?}, if there is a value for it. */
    SqlFilter and(String condition, Optional<?> value) {
        value.ifPresent(v -> {
            conditions.add(condition);
            parameters.add(v instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : v);
        });
        return this;
    }

    /** Adds a condition with one {@code ?}. */
    SqlFilter and(String condition, Object value) {
        return and(condition, Optional.of(value));
    }

    /** The clause with its keyword, or nothing if there is no condition. */
    String where() {
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }

    /** Prepares {@code select + where + tail} and binds all values. */
    PreparedStatement prepare(Connection connection, String select, String tail) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(select + where() + tail);
        for (int i = 0; i < parameters.size(); i++) {
            statement.setObject(i + 1, parameters.get(i));
        }
        return statement;
    }
}
