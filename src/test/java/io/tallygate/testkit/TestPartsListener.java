package io.tallygate.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Writes, at the end of each JVM that runs tests, what they stood on and what was left out to a file that the build shows
 * last: a skipped test must not pass for a success unseen. A JVM may be given one test class after the other, each a test
 * plan of its own.
 */
public final class TestPartsListener implements TestExecutionListener {
    private static final AtomicInteger EXECUTED = new AtomicInteger();
    private static final AtomicInteger FAILED = new AtomicInteger();
    private static final List<String> SKIPPED = Collections.synchronizedList(new ArrayList<>());
    private static final AtomicBoolean WRITES_AT_END = new AtomicBoolean();

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        SKIPPED.add("skipped: " + name(test) + ": " + firstLine(reason));
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        switch (result.getStatus()) {
            case ABORTED ->
                SKIPPED.add("skipped: " + name(test) + ": "
                        + firstLine(
                                result.getThrowable().map(Throwable::getMessage).orElse("no reason given")));
            case FAILED -> FAILED.incrementAndGet();
            case SUCCESSFUL -> EXECUTED.addAndGet(test.isTest() ? 1 : 0);
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        if (WRITES_AT_END.compareAndSet(false, true)) {
            Runtime.getRuntime().addShutdownHook(new Thread(TestPartsListener::write, "test-parts-writer"));
        }
    }

    private static void write() {
        if (EXECUTED.get() + FAILED.get() + SKIPPED.size() == 0) {
            return;
        }
        List<String> lines = new ArrayList<>();
        lines.add("%s: %d passed, %d failed, %d skipped"
                .formatted(
                        Settings.value("tallygate.test.run").orElse("tests"),
                        EXECUTED.get(),
                        FAILED.get(),
                        SKIPPED.size()));
        TestRun.notes().stream().sorted().forEach(note -> lines.add("  " + note));
        SKIPPED.forEach(line -> lines.add("  " + line));
        append(lines);
    }

    private static void append(List<String> lines) {
        Path file = Path.of(Settings.value("tallygate.test.parts").orElse("target/test-parts.txt"));
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }

    private static String name(TestIdentifier test) {
        return test.getSource()
                .map(source -> {
                    if (source instanceof MethodSource method) {
                        return simple(method.getClassName()) + "." + method.getMethodName();
                    }
                    return source instanceof ClassSource type ? simple(type.getClassName()) : test.getDisplayName();
                })
                .orElse(test.getDisplayName());
    }

    private static String simple(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("no reason given");
    }
}
