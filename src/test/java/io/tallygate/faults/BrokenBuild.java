package io.tallygate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * This gateway with a promise taken out of its source, built in a folder of its own: a fault test that does not fail with
 * it proves nothing.
 */
final class BrokenBuild {
    private static final Path ROOT = Path.of("").toAbsolutePath();
    private static final List<String> COPIED = List.of("pom.xml", "mvnw", ".mvn", "src/main");
    private static final long MINUTES = 10;

    private BrokenBuild() {}

    /**
     * Builds it.
     *
     * @param name of the folder
     * @param source the file under {@code src/main/java}
     * @param sound what stands in it, once
     * @param broken what shall stand there instead
     * @return its {@code quarkus-run.jar}
     */
    static Path of(String name, String source, String sound, String broken) throws Exception {
        Path folder = ROOT.resolve("target").resolve("controls").resolve(name);
        for (String part : COPIED) {
            copy(ROOT.resolve(part), folder.resolve(part));
        }
        Path patched = folder.resolve("src/main/java").resolve(source);
        String text = Files.readString(patched);
        assertThat(text.split(Pattern.quote(sound), -1))
                .as("what is to be broken stands in %s once", source)
                .hasSize(2);
        Files.writeString(patched, text.replace(sound, broken));
        build(folder);
        return folder.resolve("target/quarkus-app/quarkus-run.jar");
    }

    private static void build(Path folder) throws Exception {
        Path log = folder.resolve("build.log");
        Process build = new ProcessBuilder(
                        folder.resolve("mvnw").toString(),
                        "-o",
                        "-q",
                        "-B",
                        "package",
                        "-Dmaven.test.skip=true",
                        "-Dspotless.check.skip=true",
                        "-Dcyclonedx.skip=true")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = build.waitFor(MINUTES, TimeUnit.MINUTES);
        if (!ended) {
            build.descendants().forEach(ProcessHandle::destroyForcibly);
            build.destroyForcibly();
        }
        assertThat(ended && build.exitValue() == 0)
                .as("the broken gateway is built, see %s", log)
                .isTrue();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            files.filter(Files::isRegularFile).forEach(file -> copyFile(file, to.resolve(from.relativize(file))));
        }
    }

    private static void copyFile(Path from, Path to) {
        try {
            Files.createDirectories(Objects.requireNonNull(to.getParent()));
            // Attributes, too: mvnw is executable.
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
