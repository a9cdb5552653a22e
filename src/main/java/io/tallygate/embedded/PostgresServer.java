package io.tallygate.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Starts and stops the PostgreSQL of a cluster through pg_ctl, which puts it into a session of its own: Ctrl-C in the
 * gateway's terminal does not reach it before the gateway has drained. */
record PostgresServer(PostgresCluster cluster, PostgresBinaries binaries) {
    /** A crash recovery replays at most max_wal_size, 1 GB. */
    private static final Duration START_BOUND = Duration.ofMinutes(2);

    private static final Duration FAST_STOP_BOUND = Duration.ofSeconds(30);
    private static final Duration IMMEDIATE_STOP_BOUND = Duration.ofSeconds(10);

    /** What pg_ctl itself may take beyond the bound that it was given. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static final String MAX_CONNECTIONS = "60";

    /**
     * Starts it and waits until it takes connections.
     *
     * @throws EmbeddedStartException if it does not start in time; then it was stopped again
     */
    void start(int port) throws IOException {
        String options = settings(port).entrySet().stream()
                .map(setting -> "-c " + setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining(" "));
        if (pgCtl("start", START_BOUND, "-o", options) != 0) {
            String log = LogTail.of(output("start")) + "\n" + LogTail.ofNewestIn(cluster.logs());
            stop();
            throw EmbeddedStartException.because("PostgreSQL did not start on " + cluster.data() + ":\n" + log);
        }
    }

    /**
     * Stops it: open transactions are rolled back, a checkpoint is written. If that takes too long it is stopped at once,
     * which loses nothing that was committed but makes the next start a recovery.
     *
     * @return whether it is stopped
     */
    boolean stop() throws IOException {
        return pgCtl("stop", FAST_STOP_BOUND, "-m", "fast") == 0
                || pgCtl("stop", IMMEDIATE_STOP_BOUND, "-m", "immediate") == 0;
    }

    private int pgCtl(String action, Duration bound, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(
                List.of(action, "--pgdata=" + cluster.data(), "--wait", "--timeout=" + bound.toSeconds()));
        all.addAll(List.of(arguments));
        return new BoundedCommand(binaries.command("pg_ctl", all), output(action), bound.plus(GRACE)).run();
    }

    private Path output(String action) {
        return cluster.logs().resolve(action + ".log");
    }

    /**
     * Given on the command line, so that neither postgresql.conf nor ALTER SYSTEM can weaken them. The values go through a
     * shell: nothing in them may need quoting.
     */
    private static Map<String, String> settings(int port) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("listen_addresses", LoopbackPort.ADDRESS);
        settings.put("port", Integer.toString(port));
        settings.put("unix_socket_directories", "");
        settings.put("fsync", "on");
        settings.put("synchronous_commit", "on");
        settings.put("full_page_writes", "on");
        settings.put("max_connections", MAX_CONNECTIONS);
        settings.put("timezone", "UTC");
        settings.put("log_timezone", "UTC");
        // A file for each weekday, so that the logs of a year take no more room than those of a week.
        settings.put("logging_collector", "on");
        settings.put("log_directory", "../log");
        settings.put("log_filename", "postgresql-%a.log");
        settings.put("log_truncate_on_rotation", "on");
        settings.put("log_rotation_age", "1d");
        settings.put("log_rotation_size", "0");
        return settings;
    }
}
