package io.tallygate.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** npm's {@code @asyncapi/parser}, the official one; needs node, npm and a package registry. */
public final class AsyncApiParser {
    private static final String REQUIRED = "TALLYGATE_TEST_REQUIRE_FOREIGN_CLIENTS";
    private static final Path SOURCES = Path.of("src", "test", "foreign", "asyncapi");
    private static final Path FOLDER = Path.of("target", "foreign", "asyncapi");
    private static final Duration INSTALLATION = Duration.ofMinutes(3);
    private static final Duration PARSING = Duration.ofSeconds(60);

    private AsyncApiParser() {}

    /** Skips the test where the parser cannot be had; fails it if it is promised like the foreign clients are. */
    public static void assumeUsable() {
        Requirement.assume(REQUIRED, missing());
    }

    /**
     * Parses a document.
     *
     * @return for each message its address, name, type of payload and number of examples
     * @throws IllegalStateException with what the parser finds wrong, warnings included
     */
    public static List<String> parse(String document) throws IOException {
        Path input = Files.createTempFile("tallygate-asyncapi", ".txt");
        try {
            Files.writeString(input, document);
            return Processes.run(
                            new ProcessBuilder("node", "parse.mjs")
                                    .directory(FOLDER.toFile())
                                    .redirectInput(input.toFile()),
                            PARSING)
                    .lines()
                    .toList();
        } finally {
            Files.deleteIfExists(input);
        }
    }

    private static Optional<String> missing() {
        try {
            Files.createDirectories(FOLDER);
            try (Stream<Path> files = Files.list(SOURCES)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, FOLDER.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            if (!Files.isDirectory(FOLDER.resolve("node_modules"))) {
                Processes.run(new ProcessBuilder("npm", "ci").directory(FOLDER.toFile()), INSTALLATION);
            }
            return Optional.empty();
        } catch (RuntimeException | IOException e) {
            return Optional.of("needs npm's @asyncapi/parser: " + e.getMessage());
        }
    }
}
