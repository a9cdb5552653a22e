package io.tallygate.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A PostgreSQL of the gateway's own: a child process on a free port of 127.0.0.1, with password authentication and full
 * durability (fsync, synchronous_commit and full_page_writes on). The data stay when it is closed.
 *
 * <p>No JVM shutdown hook is registered: such a hook would run beside Quarkus' own and take the database away while the last
 * events are being committed. Whoever starts it closes it. After a SIGKILL of the gateway PostgreSQL runs on; the next start
 * on the same data directory stops it first.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    /** A collision with another process for a fresh port is rare; three in a row are no coincidence. */
    private static final int PORT_ATTEMPTS = 3;

    private static final System.Logger LOG = System.getLogger(EmbeddedDatabase.class.getName());

    private final PostgresServer server;
    private final DatabaseAccount account;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedDatabase(PostgresServer server, DatabaseAccount account) {
        this.server = server;
        this.account = account;
    }

    /**
     * Starts it with its data in {@code postgres} and its programs in {@code postgres-binaries} below the directory.
     *
     * @throws EmbeddedStartException if it cannot be started
     */
    public static EmbeddedDatabase start(DataDirectory directory) {
        return start(directory, directory.path().resolve("postgres-binaries"));
    }

    /**
     * Starts it with its programs elsewhere: in a cache that several gateways or test runs share, or where the data
     * directory's file system forbids execution.
     *
     * @param binariesCache where the programs are unpacked, about 60 MB, if they are not there yet
     * @throws EmbeddedStartException if it cannot be started
     */
    public static EmbeddedDatabase start(DataDirectory directory, Path binariesCache) {
        Path home = directory.path().resolve("postgres");
        try {
            PostgresBinaries binaries = PostgresBinaries.unpackedIn(binariesCache);
            PostgresServer server = new PostgresServer(PostgresCluster.in(home, binaries), binaries);
            stopOrphan(server);
            return opened(server, startOnFreePort(server));
        } catch (IOException e) {
            throw EmbeddedStartException.because("PostgreSQL could not be started in " + home + ": " + e, e);
        }
    }

    /** For a driver, without user and password. */
    public String jdbcUrl() {
        return account.url();
    }

    /** The role that the gateway works as: neither a superuser nor the owner of anything. */
    public String user() {
        return account.user();
    }

    /** The role that owns the database, for changes of its form; no superuser. */
    public String owner() {
        return account.owner();
    }

    /** The password of both, generated with the data directory and kept in it, readable by its owner only. */
    public String password() {
        return account.password();
    }

    /** The port on 127.0.0.1; another one after each start. */
    public int port() {
        return account.port();
    }

    /** Stops PostgreSQL, for at most 50 seconds; a second call does nothing. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        try {
            if (!server.stop()) {
                LOG.log(System.Logger.Level.WARNING, "PostgreSQL is not stopped, or was not running: " + server);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "PostgreSQL could not be stopped: " + server, e);
        }
    }

    private static void stopOrphan(PostgresServer server) throws IOException {
        Postmaster orphan = Postmaster.of(server.cluster().data()).orElse(null);
        if (orphan == null) {
            return;
        }
        String process = "process " + orphan.process().pid();
        switch (orphan.identity()) {
            case SERVES_IT -> {
                LOG.log(System.Logger.Level.INFO, "A killed gateway left its PostgreSQL running; stopping " + process);
                if (!server.stop()) {
                    throw EmbeddedStartException.because("The PostgreSQL that a killed gateway left running, " + process
                            + ", does not stop. Stop it and start again.");
                }
            }
            case STRANGER -> orphan.removePidFile();
            case UNKNOWN ->
                throw EmbeddedStartException.because("Another PostgreSQL, " + process + ", may be using "
                        + orphan.data() + ". Stop it, or if it does not, remove postmaster.pid there.");
        }
    }

    private static int startOnFreePort(PostgresServer server) throws IOException {
        for (int attempt = 1; ; attempt++) {
            int port = LoopbackPort.any();
            try {
                server.start(port);
                return port;
            } catch (EmbeddedStartException e) {
                if (attempt == PORT_ATTEMPTS || !String.valueOf(e.getMessage()).contains("could not bind")) {
                    throw e;
                }
            }
        }
    }

    private static EmbeddedDatabase opened(PostgresServer server, int port) throws IOException {
        EmbeddedDatabase database = new EmbeddedDatabase(
                server, new DatabaseAccount(port, server.cluster().password()));
        try {
            database.account.provision();
            return database;
        } catch (SQLException e) {
            database.close();
            throw EmbeddedStartException.because(
                    "The database could not be created in " + server.cluster().home(), e);
        }
    }
}
