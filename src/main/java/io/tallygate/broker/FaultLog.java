package io.tallygate.broker;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jboss.logging.Logger;

/** Logs each reason of a lasting fault once, and again every minute while it lasts. For one thread. */
final class FaultLog {
    private static final long REPEAT_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int MAX_REASONS = 16;

    private final Logger log;
    private final String name;
    private final Set<String> reported = new HashSet<>();
    private long since = System.nanoTime();
    private String address = "";

    FaultLog(Logger log, String name) {
        this.log = log;
        this.name = name;
    }

    /** Where the next faults happen, {@code host:port/vhost}. */
    void at(String redactedAddress) {
        address = redactedAddress;
    }

    /** The reason with the place where it happened. */
    String located(String reason) {
        return address.isEmpty() ? reason : address + ": " + reason;
    }

    void report(String reason, Throwable fault) {
        long now = System.nanoTime();
        if (now - since > REPEAT_NANOS) {
            reported.clear();
            since = now;
        }
        if (reported.size() < MAX_REASONS && reported.add(located(reason))) {
            log.warnf("%s: no connection to the broker (%s); trying again", name, located(reason));
            log.debugf(fault, "%s: the fault in full", name);
        }
    }

    /** The fault is over. */
    void clear() {
        reported.clear();
    }
}
