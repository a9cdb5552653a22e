package io.tallygate.embedded;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The gateway's two roles and its database in its own PostgreSQL: the one that owns the tables and changes them, and the one
 * that the gateway works as, which may do what it is granted. Neither is a superuser, so that row-level security and
 * permissions hold as they would elsewhere.
 *
 * @param port the server's port on 127.0.0.1
 * @param password of these roles and of the superuser alike: all are read from the same file
 */
record DatabaseAccount(int port, String password) {
    private static final String OWNER = "tallygate";
    private static final String GATEWAY = "tallygate_gateway";
    private static final Duration BOUND = Duration.ofSeconds(60);

    String user() {
        return GATEWAY;
    }

    String owner() {
        return OWNER;
    }

    String url() {
        return "jdbc:postgresql://" + LoopbackPort.ADDRESS + ":" + port + "/" + OWNER;
    }

    /** Creates roles and database unless they exist; a kill between the steps does no harm. */
    void provision() throws SQLException {
        try (Connection connection = superuser().getConnection();
                Statement statement = connection.createStatement()) {
            for (String role : List.of(OWNER, GATEWAY)) {
                if (!exists(statement, "SELECT 1 FROM pg_roles WHERE rolname = '" + role + "'")) {
                    // Hexadecimal digits need no quoting, and DDL takes no parameters.
                    statement.execute("CREATE ROLE " + role + " LOGIN PASSWORD '" + password + "'");
                }
            }
            if (!exists(statement, "SELECT 1 FROM pg_database WHERE datname = '" + OWNER + "'")) {
                statement.execute("CREATE DATABASE " + OWNER + " OWNER " + OWNER);
            }
        }
    }

    /** A connection as the gateway's role, in which everything may be seen. */
    Connection connect() throws SQLException {
        PGSimpleDataSource source = superuser();
        source.setDatabaseName(OWNER);
        source.setUser(user());
        source.setOptions("-c tallygate.tenants=*");
        return source.getConnection();
    }

    private PGSimpleDataSource superuser() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {LoopbackPort.ADDRESS});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName("postgres");
        source.setUser(PostgresCluster.SUPERUSER);
        source.setPassword(password);
        source.setLoginTimeout((int) BOUND.toSeconds());
        source.setSocketTimeout((int) BOUND.toSeconds());
        return source;
    }

    private static boolean exists(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    /** Without the password, which must not get into a log. */
    @Override
    public String toString() {
        return GATEWAY + " on port " + port;
    }
}
