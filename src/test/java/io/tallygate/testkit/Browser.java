package io.tallygate.testkit;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Chromium, driven by the scripts of {@code src/test/browser}; needs it, node, npm and a package registry. */
public final class Browser {
    private static final String REQUIRED = "TALLYGATE_TEST_REQUIRE_BROWSER";
    private static final String PROGRAM = "TALLYGATE_TEST_CHROMIUM";
    private static final Path SOURCES = Path.of("src", "test", "browser");
    private static final Path PAGE = Path.of("src", "main", "resources", "dashboard", "js");
    private static final Path FOLDER = Path.of("target", "browser");
    private static final Duration INSTALLATION = Duration.ofMinutes(3);
    private static final Duration SUITE = Duration.ofMinutes(10);

    private Browser() {}

    /** Skips the test where a browser cannot be had; fails it if {@code TALLYGATE_TEST_REQUIRE_BROWSER=true} promises one. */
    public static void assumeUsable() {
        Requirement.assume(REQUIRED, missing());
    }

    /**
     * Runs suites against a gateway.
     *
     * @return what they said, a line for each test
     * @throws IllegalStateException with the same if one of them fails
     */
    public static String run(URI gateway, String... suites) {
        return node("run.mjs", gateway, suites);
    }

    /** Makes the README's pictures of a gateway that plays the demo. */
    public static String makePictures(URI gateway, Path folder) {
        return node("pictures.mjs", gateway, folder.toAbsolutePath().toString());
    }

    /**
     * Lints the page's own modules and the scripts that test them.
     *
     * @throws IllegalStateException with what the linter finds
     */
    public static void lint() throws IOException {
        Path page = FOLDER.resolve("page");
        try (Stream<Path> modules = Files.walk(PAGE)) {
            for (Path module : modules.filter(Files::isRegularFile).toList()) {
                Path copy = page.resolve(PAGE.relativize(module).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(module, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Processes.run(new ProcessBuilder("npm", "run", "lint").directory(FOLDER.toFile()), SUITE);
    }

    private static String node(String script, URI gateway, String... arguments) {
        List<String> words = new ArrayList<>(List.of("node", script, gateway.toString()));
        words.addAll(Arrays.asList(arguments));
        return Processes.run(new ProcessBuilder(words).directory(FOLDER.toFile()), SUITE);
    }

    private static Optional<String> missing() {
        Path program = Path.of(Settings.value(PROGRAM).orElse("/usr/bin/chromium"));
        if (!Files.isExecutable(program)) {
            return Optional.of("needs a browser: there is no " + program);
        }
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
            return Optional.of("needs a browser and npm's playwright-core: " + e.getMessage());
        }
    }
}
