package io.tallygate.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/**
 * A database cluster on disk: PostgreSQL's data, the password that belongs to it, and its logs.
 *
 * @param home the directory with all three
 */
record PostgresCluster(Path home) {
    static final String SUPERUSER = "postgres";

    private static final Duration INITDB_BOUND = Duration.ofMinutes(2);
    private static final int PASSWORD_BYTES = 24;

    /** The cluster in a home, made first if there is none. A home half made by a killed process is made anew. */
    static PostgresCluster in(Path home, PostgresBinaries binaries) throws IOException {
        PostgresCluster cluster = new PostgresCluster(home);
        if (!Files.exists(home)) {
            Path aside = home.resolveSibling(home.getFileName() + ".new");
            Directories.delete(aside);
            new PostgresCluster(aside).create(binaries);
            // Renamed only when whole: data and password appear together or not at all.
            Files.move(aside, home);
        }
        if (!Files.isRegularFile(cluster.data().resolve("PG_VERSION"))
                || !Files.isRegularFile(cluster.passwordFile())) {
            throw EmbeddedStartException.because("The directory " + home
                    + " is no whole PostgreSQL of this gateway: data or password is missing. Restore it from a backup, or"
                    + " move it away to start empty.");
        }
        return cluster;
    }

    Path data() {
        return home.resolve("data");
    }

    Path logs() {
        return home.resolve("log");
    }

    String password() throws IOException {
        return Files.readString(passwordFile()).strip();
    }

    private Path passwordFile() {
        return home.resolve("password");
    }

    private void create(PostgresBinaries binaries) throws IOException {
        OwnerOnly.directory(home);
        OwnerOnly.directory(logs());
        OwnerOnly.file(passwordFile(), newPassword() + "\n");
        List<String> arguments = List.of(
                "--pgdata=" + data(),
                "--username=" + SUPERUSER,
                "--pwfile=" + passwordFile(),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--data-checksums",
                "--no-instructions");
        Path output = logs().resolve("initdb.log");
        if (new BoundedCommand(binaries.command("initdb", arguments), output, INITDB_BOUND).run() != 0) {
            throw EmbeddedStartException.because("PostgreSQL's initdb failed in " + home + ": " + LogTail.of(output));
        }
    }

    private static String newPassword() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
