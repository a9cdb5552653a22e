package io.tallygate.crash;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A place in the pipeline at which the process can be made to die, as by {@code kill -9}: for the fault tests, which try
 * each of them. Nothing happens unless the JVM was started with {@code -Dtallygate.crash-at=<point>:<n>}; it then halts
 * when that point is reached for the n-th time. No environment variable and no configuration file can say so.
 */
public enum CrashPoint {
    /** An arrival was taken from a door, and nothing is known of it. */
    AFTER_RECEIVE,
    /** Its schema was asked. */
    AFTER_VALIDATE,
    /** Events were sent to PostgreSQL in a transaction that is not committed. */
    IN_TRANSACTION,
    /** A batch of the audit queue is committed, and the broker was not told. */
    AFTER_COMMIT_BEFORE_SETTLE,
    /** A request's events are committed, and the client was not told. */
    AFTER_COMMIT_BEFORE_ANSWER,
    /** The broker has confirmed what was published, and that is not noted. */
    AFTER_PUBLISH_BEFORE_MARK,
    /** A partition was created in a transaction that is not committed. */
    IN_PARTITION_CREATION,
    /** A migration was applied in a transaction that is not committed. */
    IN_MIGRATION;

    private static final String PROPERTY = "tallygate.crash-at";
    /** As a shell would show a process that SIGKILL ended. */
    private static final int STATUS = 137;

    private static final @Nullable Armed ARMED = Armed.by(System.getProperty(PROPERTY, ""));

    /** Halts the process here if this is where it shall die. */
    public void reached() {
        if (ARMED != null && ARMED.point == this && ARMED.times.decrementAndGet() == 0) {
            Runtime.getRuntime().halt(STATUS);
        }
    }

    /** The name by which it is asked for, e.g. {@code after-receive}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private record Armed(CrashPoint point, AtomicLong times) {
        static @Nullable Armed by(String setting) {
            if (setting.isEmpty()) {
                return null;
            }
            String[] parts = setting.split(":", -1);
            return Arrays.stream(values())
                    .filter(point ->
                            parts.length == 2 && point.label().equals(parts[0]) && parts[1].matches("[1-9][0-9]{0,8}"))
                    .map(point -> new Armed(point, new AtomicLong(Long.parseLong(parts[1]))))
                    .findFirst()
                    .orElseThrow(
                            () -> new IllegalArgumentException(PROPERTY + "=" + setting + " is not <point>:<n> with "
                                    + Arrays.stream(values())
                                            .map(CrashPoint::label)
                                            .collect(Collectors.joining(", ", "one of ", ""))));
        }
    }
}
