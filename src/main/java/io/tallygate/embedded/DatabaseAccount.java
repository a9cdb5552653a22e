package io.tallygate.embedded;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The gateway's role and database in its own PostgreSQL. The role is no superuser, so that row-level security and
 * permissions hold for it as they would elsewhere.
 *
 * @param port the server's port on 127.0.0.1
 * @param password of this role and of the superuser alike: both are read from the same file
 */
record DatabaseAccount(int port, String password) {
    private static final String NAME = "tallygate";
    private static final Duration BOUND = Duration.ofSeconds(60);

    String user() {
        return NAME;
    }

    String url() {
        return "jdbc:postgresql://" + LoopbackPort.ADDRESS + ":" + port + "/" + NAME;
    }

    /** Creates role and database unless they exist; a kill between the two does no harm. */
    void provision() throws SQLException {
        try (Connection connection = superuser().getConnection();
                Statement statement = connection.createStatement()) {
            if (!exists(statement, "SELECT 1 FROM pg_roles WHERE rolname = '" + NAME + "'")) {
                // Hexadecimal digits need no quoting, and DDL takes no parameters.
                statement.execute("CREATE ROLE " + NAME + " LOGIN PASSWORD '" + password + "'");
            }
            if (!exists(statement, "SELECT 1 FROM pg_database WHERE datname = '" + NAME + "'")) {
                statement.execute("CREATE DATABASE " + NAME + " OWNER " + NAME);
            }
        }
    }

    /** A connection as the gateway's role, in which everything may be seen. */
    Connection connect() throws SQLException {
        PGSimpleDataSource source = superuser();
        source.setDatabaseName(NAME);
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
        return NAME + " on port " + port;
    }
}
