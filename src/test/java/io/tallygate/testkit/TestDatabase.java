package io.tallygate.testkit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A database of a test, asked by plain JDBC and a new connection for each question: assertions must not depend on the
 * code that they are about. They are asked as {@link #user()}, who in a database of a {@link PostgresNode} sees everything.
 * The gateway works as others there, as it does in production.
 *
 * @param owner who makes the tables
 * @param gateway whom the gateway logs in as
 */
public record TestDatabase(String jdbcUrl, Login login, Login owner, Login gateway) {

    /** Who connects. */
    public record Login(String user, String password) {}

    /** A database in which one login is everything. */
    public TestDatabase(String jdbcUrl, String user, String password) {
        this(jdbcUrl, new Login(user, password));
    }

    private TestDatabase(String jdbcUrl, Login login) {
        this(jdbcUrl, login, login, login);
    }

    public String user() {
        return login.user();
    }

    public String password() {
        return login.password();
    }

    /** The same database by another way. */
    public TestDatabase at(String otherUrl) {
        return new TestDatabase(otherUrl, login, owner, gateway);
    }

    /** The same database, asked as its owner. */
    public TestDatabase asOwner() {
        return new TestDatabase(jdbcUrl, owner);
    }

    /** The same database, asked as the gateway's login. */
    public TestDatabase asGateway() {
        return new TestDatabase(jdbcUrl, gateway);
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl, user(), password());
    }

    /** The rows, each as its columns by name in their order. */
    public List<Map<String, @Nullable Object>> query(String sql, Object... parameters) {
        try (Connection connection = connect();
                PreparedStatement statement = prepare(connection, sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            List<Map<String, @Nullable Object>> result = new ArrayList<>();
            while (rows.next()) {
                result.add(row(rows));
            }
            return result;
        } catch (SQLException e) {
            throw new IllegalStateException("Query failed: " + sql, e);
        }
    }

    /** The one number that the query asks for. */
    public long number(String sql, Object... parameters) {
        List<Map<String, @Nullable Object>> rows = query(sql, parameters);
        if (rows.size() == 1 && rows.get(0).values().iterator().next() instanceof Number number) {
            return number.longValue();
        }
        throw new IllegalStateException("Not one number: " + sql + " gives " + rows);
    }

    /** Executes a statement and gives the number of rows it changed. */
    public int execute(String sql, Object... parameters) {
        try (Connection connection = connect();
                PreparedStatement statement = prepare(connection, sql, parameters)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("Statement failed: " + sql, e);
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    private static Map<String, @Nullable Object> row(ResultSet rows) throws SQLException {
        ResultSetMetaData columns = rows.getMetaData();
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            row.put(columns.getColumnLabel(i), rows.getObject(i));
        }
        return row;
    }
}
