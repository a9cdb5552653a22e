package io.tallygate.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The threads by which a JVM compiles what it runs often. While they are at work it is not warm. */
final class CompilerThreads {
    private final Path tasks;

    CompilerThreads(ProcessHandle jvm) {
        tasks = Path.of("/proc", Long.toString(jvm.pid()), "task");
    }

    /** Waits until they are at rest; where there is no {@code /proc}, for a look. */
    void awaitRest() {
        boolean atRest = false;
        for (int look = 0; look < CpuRest.MOST_LOOKS && !atRest; look++) {
            atRest = CpuRest.isAtRest(this::seconds);
        }
    }

    /** A thread that ends meanwhile, as the JVM's surplus compilers do, counts no more. */
    private double seconds() {
        if (!Files.isDirectory(tasks)) {
            return 0;
        }
        double seconds = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
            for (Path thread : threads) {
                if (isCompiler(thread)) {
                    seconds += CpuUse.seconds(thread);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return seconds;
    }

    /** Linux keeps 15 bytes of a thread's name. */
    private static boolean isCompiler(Path thread) {
        try {
            return Files.readString(thread.resolve("comm"), StandardCharsets.ISO_8859_1)
                    .matches("C[12] CompilerThre\\s*");
        } catch (IOException e) {
            return false;
        }
    }
}
