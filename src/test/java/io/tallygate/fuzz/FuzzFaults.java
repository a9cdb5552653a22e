package io.tallygate.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Jazzer on each target for {@code -Dfaults.fuzz-minutes} (default 1; 10 for a release), in a JVM of its own that begins
 * with the corpus. What it learns stays in {@code target/fuzz}; an input that breaks a promise fails the test and belongs
 * into the corpus once it is mended.
 */
class FuzzFaults {
    private static final long MINUTES = Long.getLong("faults.fuzz-minutes", 1);
    private static final long SPARE_MINUTES = 10;
    private static final int LONGEST_INPUT = 4_096;

    @ParameterizedTest
    @EnumSource
    void jazzer_findsNothing(FuzzTarget target) throws Exception {
        Path folder = Files.createDirectories(
                Path.of("target", "fuzz", target.entry().getSimpleName()).toAbsolutePath());
        Path log = folder.resolveSibling(target.entry().getSimpleName() + ".log");
        Process jazzer = new ProcessBuilder(command(target, folder))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(jazzer.waitFor(MINUTES + SPARE_MINUTES, TimeUnit.MINUTES))
                    .isTrue();
        } finally {
            jazzer.destroyForcibly();
        }
        String said = Files.readString(log);
        System.out.println(target + ": "
                + said.lines()
                        .filter(line -> line.startsWith("Done "))
                        .findFirst()
                        .orElse("not done"));
        assertThat(jazzer.exitValue()).as(findings(said)).isZero();
    }

    private static List<String> command(FuzzTarget target, Path folder) throws IOException {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx600m",
                "-cp",
                absolute(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.entry().getName(),
                "--instrumentation_includes=" + target.watched(),
                "--custom_hook_excludes=**", // they look for injections into what is not there, and take a minute to
                // start
                folder.toString(),
                target.corpus().toAbsolutePath().toString(),
                "-max_total_time=" + TimeUnit.MINUTES.toSeconds(MINUTES),
                "-max_len=" + LONGEST_INPUT,
                "-rss_limit_mb=2000");
    }

    private static String absolute(String classPath) {
        return String.join(
                java.io.File.pathSeparator,
                List.of(classPath.split(java.io.File.pathSeparator)).stream()
                        .map(entry -> Path.of(entry).toAbsolutePath().toString())
                        .toList());
    }

    private static String findings(String log) {
        int start = Math.max(log.indexOf("== Java Exception"), 0);
        return log.substring(start, Math.min(log.length(), start + 4_000));
    }
}
