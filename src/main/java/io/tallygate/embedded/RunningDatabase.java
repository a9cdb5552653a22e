package io.tallygate.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** The PostgreSQL of a gateway that runs on this machine, for another program of the same user. */
public final class RunningDatabase {
    private final DatabaseAccount account;

    private RunningDatabase(DatabaseAccount account) {
        this.account = account;
    }

    /**
     * The one with its data below a directory; empty if none runs there.
     *
     * @throws IOException if its files may not be read
     */
    public static Optional<RunningDatabase> in(Path directory) throws IOException {
        PostgresCluster cluster = new PostgresCluster(directory.toAbsolutePath().resolve("postgres"));
        Optional<Integer> port = Postmaster.port(cluster.data());
        return port.isEmpty()
                ? Optional.empty()
                : Optional.of(new RunningDatabase(new DatabaseAccount(port.get(), cluster.password())));
    }

    /**
     * A connection as the gateway's login, in which everything may be seen.
     *
     * @throws SQLException if it cannot be reached
     */
    public Connection connect() throws SQLException {
        return account.connect();
    }
}
