package io.tallygate.testkit;

import java.util.Collection;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * What belongs to the whole run of a test JVM: what must be closed at its end, and what must be said there.
 *
 * <p>Quarkus loads test classes by class loaders of its own, so a static field may exist more than once; the system
 * properties exist once, and hold types of the JDK only.
 */
final class TestRun {
    private static final String CLOSED_AT_END = "tallygate.test.closed-at-end";
    private static final String NOTES = "tallygate.test.notes";

    private TestRun() {}

    /** Closes something when the JVM ends, last in first out: test plans of one class each follow one another in it. */
    static void closeAtEnd(AutoCloseable closeable) {
        closeables().push(closeable);
    }

    /** What has been closed needs no closing at the end. */
    static void forget(AutoCloseable closeable) {
        closeables().remove(closeable);
    }

    /** Says something in the closing summary, once. */
    static void note(String line) {
        notes().add(line);
    }

    @SuppressWarnings("unchecked")
    static Collection<String> notes() {
        return (Set<String>)
                System.getProperties().computeIfAbsent(NOTES, key -> ConcurrentHashMap.<String>newKeySet());
    }

    private static void closeAll() {
        for (AutoCloseable next = closeables().poll();
                next != null;
                next = closeables().poll()) {
            try {
                next.close();
            } catch (Exception e) {
                System.getLogger(TestRun.class.getName())
                        .log(System.Logger.Level.WARNING, "Could not close " + next, e);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static Deque<AutoCloseable> closeables() {
        return (Deque<AutoCloseable>) System.getProperties().computeIfAbsent(CLOSED_AT_END, key -> {
            Runtime.getRuntime().addShutdownHook(new Thread(TestRun::closeAll, "test-run-closer"));
            return new ConcurrentLinkedDeque<AutoCloseable>();
        });
    }
}
