package io.tallygate.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program that is run to its end, but not for longer than a bound.
 *
 * @param command the program and its arguments
 * @param output the file that gets what it writes, replaced at each run; a file and not a pipe, as a server that it leaves
 *     behind keeps writing there after this process is gone
 * @param bound the longest time it may take before it is killed
 */
record BoundedCommand(List<String> command, Path output, Duration bound) {
    BoundedCommand {
        command = List.copyOf(command);
    }

    /**
     * Runs it.
     *
     * @return its exit code; 0 means success
     * @throws IOException if it cannot be run, or takes too long
     */
    int run() throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        // PGDATA, PGPORT, PGOPTIONS and the like are meant for somebody else's PostgreSQL.
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        Process process = builder.start();
        try {
            if (process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
            throw new IOException(command + " took longer than " + bound);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for " + command, e);
        } finally {
            process.destroyForcibly();
        }
    }
}
