package io.tallygate.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A foreign client that waits for one message. */
public final class ForeignConsumption implements AutoCloseable {
    private static final Duration BOUND = Duration.ofSeconds(60);

    private final Path folder;
    private final Process process;

    private ForeignConsumption(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    static ForeignConsumption start(ProcessBuilder script) {
        Path folder = Folders.temporary("consumer");
        try {
            Process process = script.redirectOutput(output(folder).toFile())
                    .redirectError(error(folder).toFile())
                    .start();
            process.getOutputStream().close();
            ForeignConsumption consumption = new ForeignConsumption(folder, process);
            Awaitility.await("the foreign client listens")
                    .atMost(BOUND)
                    .failFast(() -> consumption.failIfEnded())
                    .until(() -> Files.readString(error(folder)).contains("ready"));
            return consumption;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + script.command(), e);
        }
    }

    /** The message: its routing key, properties and body. It has been acknowledged. */
    public JsonNode message() {
        try {
            if (!process.waitFor(BOUND.toMillis(), TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
                throw new AssertionError("The foreign client got no message:\n" + Processes.tail(error(folder), 40));
            }
            return new ObjectMapper().readTree(Files.readString(output(folder)));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read what the foreign client printed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the foreign client", e);
        }
    }

    @Override
    public void close() {
        Processes.kill9(List.of(process.toHandle()));
        Folders.delete(folder);
    }

    private void failIfEnded() {
        if (!process.isAlive() && process.exitValue() != 0) {
            throw new AssertionError("The foreign client ended:\n" + Processes.tail(error(folder), 40));
        }
    }

    private static Path output(Path folder) {
        return folder.resolve("output.json");
    }

    private static Path error(Path folder) {
        return folder.resolve("error.txt");
    }
}
