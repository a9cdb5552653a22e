package io.tallygate.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The threads by which a JVM compiles what it runs often. While they are at work it is not warm. */
final class CompilerThreads {
    private static final long PAUSE_MILLIS = 250;
    /** CPU seconds within a pause. */
    private static final double AT_REST = 0.03;

    /** A method that is compiled again and again must not hold up the benchmark. */
    private static final int MOST_PAUSES = 40;

    private final Path tasks;

    CompilerThreads(ProcessHandle jvm) {
        tasks = Path.of("/proc", Long.toString(jvm.pid()), "task");
    }

    /** Waits until they are at rest; where there is no {@code /proc}, for a pause. */
    void awaitRest() throws InterruptedException {
        double before = seconds();
        for (int pause = 0; pause < MOST_PAUSES; pause++) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            double now = seconds();
            if (now - before < AT_REST) {
                return;
            }
            before = now;
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
