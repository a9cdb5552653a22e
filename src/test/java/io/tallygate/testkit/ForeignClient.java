package io.tallygate.testkit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * AMQP clients of other languages, as scripts of {@code src/test/foreign}: they show that users need nothing of ours.
 */
public enum ForeignClient {
    /** npm {@code amqplib}; needs node, npm and a package registry. */
    AMQPLIB(List.of("node"), ".mjs") {
        @Override
        void prepare(Path folder) {
            if (!Files.isDirectory(folder.resolve("node_modules"))) {
                Processes.run(new ProcessBuilder("npm", "ci").directory(folder.toFile()), INSTALLATION);
            }
        }
    },

    /** Debian's {@code python3-pika}; needs it installed. */
    PIKA(List.of("/usr/bin/python3"), ".py") {
        @Override
        void prepare(Path folder) {
            Processes.run(new ProcessBuilder("/usr/bin/python3", "-c", "import pika"), COMMAND);
        }
    };

    private static final String REQUIRED = "TALLYGATE_TEST_REQUIRE_FOREIGN_CLIENTS";
    private static final Path SOURCES = Path.of("src", "test", "foreign");
    private static final Path WORK = Path.of("target", "foreign");
    private static final Duration INSTALLATION = Duration.ofMinutes(3);
    private static final Duration COMMAND = Duration.ofSeconds(60);

    private final List<String> interpreter;
    private final String suffix;

    ForeignClient(List<String> interpreter, String suffix) {
        this.interpreter = interpreter;
        this.suffix = suffix;
    }

    abstract void prepare(Path folder);

    /**
     * Skips the test if this client is not to be had on this machine; fails it if {@code
     * TALLYGATE_TEST_REQUIRE_FOREIGN_CLIENTS=true} promises that it is.
     */
    public void assumeUsable() {
        Requirement.assume(REQUIRED, missing());
    }

    /** Publishes an event; returns when the broker has confirmed it. */
    public void publish(URI broker, String exchange, TestEvent event) {
        try {
            Path input = Files.createTempFile("tallygate-event", ".json");
            try {
                Files.copy(new ByteArrayInputStream(event.body()), input, StandardCopyOption.REPLACE_EXISTING);
                Processes.run(
                        script("publish", broker.toString(), exchange, event.routingKey())
                                .redirectInput(input.toFile()),
                        COMMAND);
            } finally {
                Files.deleteIfExists(input);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("No file for the event", e);
        }
    }

    /**
     * Begins to consume one message from a queue; returns when it listens.
     *
     * @param binding nothing for a queue that exists, or an exchange and a routing key for one of the client's own
     */
    public ForeignConsumption consume(URI broker, String queue, String... binding) {
        List<String> arguments = new ArrayList<>(List.of(broker.toString(), queue));
        arguments.addAll(Arrays.asList(binding));
        return ForeignConsumption.start(script("consume", arguments.toArray(String[]::new)));
    }

    private ProcessBuilder script(String name, String... arguments) {
        List<String> words = new ArrayList<>(interpreter);
        words.add(folder().resolve(name + suffix).toAbsolutePath().toString());
        words.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(words);
    }

    private Optional<String> missing() {
        try {
            copySources();
            prepare(folder());
            return Optional.empty();
        } catch (RuntimeException | IOException e) {
            return Optional.of("needs the foreign client " + folder().getFileName() + ": " + e.getMessage());
        }
    }

    /** What npm installs must not lie in the source tree. */
    private void copySources() throws IOException {
        Files.createDirectories(folder());
        try (Stream<Path> files = Files.list(SOURCES.resolve(folder().getFileName()))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, folder().resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private Path folder() {
        return WORK.resolve(name().toLowerCase(Locale.ROOT));
    }
}
