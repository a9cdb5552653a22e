package io.tallygate.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A program that is measured beside the gateway, with what it prints in a file. */
final class ForeignProcess implements AutoCloseable {
    static final Path FOLDER = Path.of("target", "bench");
    static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private static final int SHOWN_CHARACTERS = 8_000;

    private final String name;
    private final Process process;
    private final Path output;

    private ForeignProcess(String name, Process process, Path output) {
        this.name = name;
        this.process = process;
        this.output = output;
    }

    /** Its environment is this one's, but for what is added. */
    static ForeignProcess start(String name, List<String> command, Map<String, String> environment) throws IOException {
        Files.createDirectories(FOLDER);
        Path output = Files.createTempFile(FOLDER.toAbsolutePath(), name, ".txt");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        process.getOutputStream().close();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "end of " + name));
        return new ForeignProcess(name, process, output);
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** Freezes it (SIGSTOP): its connections stay open and nothing answers. */
    void freeze() {
        signal("STOP");
    }

    /** Ends a {@link #freeze()}. */
    void thaw() {
        signal("CONT");
    }

    /** All that it has printed. */
    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The message of a failure with the end of what it printed. */
    String describe(String message) {
        String printed = output();
        return message + "; the end of " + output + ":\n"
                + printed.substring(Math.max(0, printed.length() - SHOWN_CHARACTERS));
    }

    private void signal(String signal) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
            if (!process.isAlive() || kill.waitFor() != 0) {
                throw new IllegalStateException(describe(name + " has ended"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
