package io.tallygate.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The process that a cluster's postmaster.pid names. It outlives a gateway that was killed; after a reboot, or in a new
 * container, its number may belong to somebody else.
 *
 * @param data the data directory
 * @param process the process, alive when it was looked at
 */
record Postmaster(Path data, ProcessHandle process) {
    private static final String PROGRAM = "postgres";

    /** As PostgreSQL documents its pid file: the fourth line. */
    private static final int PORT_LINE = 3;

    /** What can be said of the process that a postmaster.pid names. */
    enum Identity {
        /** It serves this data directory. */
        SERVES_IT,
        /** It is no PostgreSQL, or none any more: the file is a leftover. */
        STRANGER,
        /** It may or may not be a PostgreSQL that uses this data directory. */
        UNKNOWN
    }

    /** The process that the data directory's postmaster.pid names, if there is one and it is alive. */
    static Optional<Postmaster> of(Path data) throws IOException {
        Path file = pidFile(data);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        return pid(lines)
                .flatMap(ProcessHandle::of)
                .filter(ProcessHandle::isAlive)
                .map(process -> new Postmaster(data, process));
    }

    /** The port of the PostgreSQL that runs on the data directory, if there is one. */
    static Optional<Integer> port(Path data) throws IOException {
        if (of(data).isEmpty()) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(pidFile(data));
        return lines.size() > PORT_LINE && lines.get(PORT_LINE).strip().matches("\\d{1,5}")
                ? Optional.of(Integer.valueOf(lines.get(PORT_LINE).strip()))
                : Optional.empty();
    }

    /** Removes a leftover; PostgreSQL would take the stranger that it names for its own and refuse to start. */
    void removePidFile() throws IOException {
        Files.deleteIfExists(pidFile(data));
    }

    Identity identity() {
        if (isZombie()) {
            return Identity.STRANGER;
        }
        ProcessHandle.Info info = process.info();
        Optional<Boolean> isPostgres = info.command().map(Postmaster::isPostgres);
        boolean servesIt = info.arguments().stream().flatMap(Arrays::stream).anyMatch(data.toString()::equals);
        if (isPostgres.orElse(false) && servesIt) {
            return Identity.SERVES_IT;
        }
        return isPostgres.orElse(true) ? Identity.UNKNOWN : Identity.STRANGER;
    }

    /** Linux marks a running program whose file was removed. */
    private static boolean isPostgres(String command) {
        return Path.of(command.replaceFirst(" \\(deleted\\)$", "")).endsWith(PROGRAM);
    }

    /**
     * Whether it has ended and only waits to be collected by its parent. In a container that parent is often process 1, which
     * may never do so; and PostgreSQL takes a zombie for a live process.
     */
    boolean isZombie() {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"))
                    .contains(") Z ");
        } catch (IOException e) {
            return false; // no Linux, or gone altogether
        }
    }

    private static Path pidFile(Path data) {
        return data.resolve("postmaster.pid");
    }

    private static Optional<Long> pid(List<String> lines) {
        try {
            return lines.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Long.valueOf(lines.get(0).strip()));
        } catch (NumberFormatException e) {
            return Optional.empty(); // PostgreSQL says what is wrong with it when it starts
        }
    }
}
