package io.tallygate.query;

import io.tallygate.audit.TenantCondition;
import io.tallygate.event.Tenants;
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

    /** Adds a condition with several {@code ?}. */
    SqlFilter and(String condition, List<Object> values) {
        conditions.add(condition);
        parameters.addAll(values);
        return this;
    }

    /** Adds that a row is of some tenants; for all of them there is nothing to add. */
    SqlFilter ofTenants(String column, Tenants tenants) {
        if (tenants instanceof Tenants.All) {
            return this;
        }
        TenantCondition condition = TenantCondition.on(column, tenants);
        return and(condition.sql(), condition.values());
    }

    /** Adds a condition without a {@code ?}. */
    SqlFilter and(String condition) {
        conditions.add(condition);
        return this;
    }

    /** The clause with its keyword, or nothing if there is no condition. */
    String where() {
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }

    /** Prepares {@code select + where + tail} and binds all values. */
    PreparedStatement prepare(Connection connection, String select, String tail) throws SQLException {
        return bound(connection.prepareStatement(select + where() + tail), parameters);
    }

    /** The same, with values for what is bound before the clause. */
    PreparedStatement prepare(Connection connection, List<?> before, String select, String tail) throws SQLException {
        List<Object> all = new ArrayList<>(before);
        all.addAll(parameters);
        return bound(connection.prepareStatement(select + where() + tail), all);
    }

    /** Prepares {@code select + where + middle}, then the other's {@code where + tail}, with values for what is bound before. */
    PreparedStatement prepareAround(
            SqlFilter other, Connection connection, List<?> before, String select, String middle, String tail)
            throws SQLException {
        List<Object> all = new ArrayList<>(before);
        all.addAll(parameters);
        all.addAll(other.parameters);
        return bound(connection.prepareStatement(select + where() + middle + other.where() + tail), all);
    }

    /**
     * Prepares the rows that pass this filter and those that pass the other, which must have none in common, as one list.
     *
     * @param tail their order and limit, by columns of a table {@code e}
     */
    PreparedStatement prepareWith(SqlFilter other, Connection connection, String select, String tail)
            throws SQLException {
        // Each has the order and the limit, too: PostgreSQL does not look behind a UNION for an index in that order.
        String sql = "SELECT * FROM ((" + select + where() + tail + ") UNION ALL (" + select + other.where() + tail
                + ")) e" + tail;
        List<Object> all = new ArrayList<>(parameters);
        all.addAll(other.parameters);
        return bound(connection.prepareStatement(sql), all);
    }

    private static PreparedStatement bound(PreparedStatement statement, List<Object> values) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
        return statement;
    }
}
