package io.tallygate.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Signals to processes that the tests started, by their ids, and how they end. */
final class Processes {
    private static final Duration DEATH = Duration.ofSeconds(20);

    private Processes() {}

    /** Sends a signal, e.g. {@code STOP}. What is dead already, or ends at that very moment, gets none. */
    static void signal(String name, Stream<ProcessHandle> processes) {
        processes.filter(Processes::isAlive).forEach(process -> signal(name, process));
    }

    private static void signal(String name, ProcessHandle process) {
        try {
            run(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())), Duration.ofSeconds(10));
        } catch (IllegalStateException e) {
            if (isAlive(process)) {
                throw e;
            }
        }
    }

    /** A process and all that it started, itself first. */
    static List<ProcessHandle> family(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants()).toList();
    }

    /** SIGKILL to each, and a bounded wait until they are gone. */
    static void kill9(List<ProcessHandle> processes) {
        processes.forEach(ProcessHandle::destroyForcibly);
        awaitDeath(processes, DEATH);
    }

    static void awaitDeath(List<ProcessHandle> processes, Duration bound) {
        Awaitility.await("processes " + processes + " end")
                .atMost(bound)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> processes.stream().noneMatch(Processes::isAlive));
    }

    /**
     * Whether it still does something. A process that has ended counts as alive for Java until its parent has asked how;
     * the first process of a container, which inherits it, may never ask.
     */
    static boolean isAlive(ProcessHandle process) {
        return process.isAlive() && !isZombie(process);
    }

    private static boolean isZombie(ProcessHandle process) {
        try {
            String stat = new String(
                    Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "stat")),
                    StandardCharsets.ISO_8859_1);
            // the state follows the name, which is in brackets and may hold anything
            return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            return false;
        }
    }

    /** The living process whose id is the first line of a file; none while there is no such file or process. */
    static Optional<ProcessHandle> ofPidFile(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.findFirst()
                    .map(String::strip)
                    .filter(line -> line.matches("\\d+"))
                    .flatMap(line -> ProcessHandle.of(Long.parseLong(line)))
                    .filter(Processes::isAlive);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Runs a command to its end.
     *
     * @return what it wrote, standard output and error together
     * @throws IllegalStateException if it fails or takes longer than {@code bound}
     */
    static String run(ProcessBuilder command, Duration bound) {
        try {
            Path output = Files.createTempFile("tallygate-command", ".txt");
            try {
                Process process = command.redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                process.getOutputStream().close();
                boolean ended = process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS);
                if (!ended) {
                    kill9(family(process.toHandle()));
                }
                String text = Files.readString(output, StandardCharsets.UTF_8);
                if (!ended || process.exitValue() != 0) {
                    throw new IllegalStateException(command.command()
                            + (ended ? " ended with " + process.exitValue() : " took longer than " + bound) + ":\n"
                            + text);
                }
                return text;
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot run " + command.command(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while running " + command.command(), e);
        }
    }

    /** The last lines of a log, for a failure's message. */
    static String tail(Path log, int lines) {
        try {
            List<String> all = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
        } catch (IOException e) {
            return "(no log at " + log + ": " + e + ")";
        }
    }
}
