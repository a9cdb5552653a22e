package io.tallygate.audit;

import io.tallygate.audit.Outbox.Pending;
import io.tallygate.audit.Outbox.Stretch;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The newest entries that this instance has committed, so that its relay need not read them back. A shortcut and nothing
 * more: it is bounded, takes nothing while nobody relays here, and where it has a gap the log itself is read.
 */
@Singleton
class OutboxTail {
    private static final int MAX_EVENTS = 4_000;
    private static final long MAX_BYTES = 8L << 20;
    /** Batches without an event to publish cost no more than this object, but there may be many. */
    private static final int MAX_STRETCHES = 10_000;

    private final Deque<Stretch> stretches = new ArrayDeque<>();
    private boolean open;
    private int events;
    private long bytes;

    /** From now on, keeps what is committed. */
    synchronized void open() {
        open = true;
    }

    /** Forgets everything and takes nothing more. */
    synchronized void close() {
        open = false;
        stretches.clear();
        events = 0;
        bytes = 0;
    }

    /** A batch has been committed; batches come in the order of the log. What does not fit is left out. */
    synchronized void add(Stretch committed) {
        long size = bytesOf(committed);
        if (open
                && stretches.size() < MAX_STRETCHES
                && events + committed.events().size() <= MAX_EVENTS
                && bytes + size <= MAX_BYTES) {
            stretches.addLast(committed);
            events += committed.events().size();
            bytes += size;
        }
    }

    /**
     * What directly follows a number of the log, taken out.
     *
     * @param limit at most so many events, but at least one batch as it was committed
     */
    synchronized Optional<Stretch> take(long after, int limit) {
        while (!stretches.isEmpty() && stretches.getFirst().upTo() <= after) {
            removeFirst();
        }
        if (stretches.isEmpty() || stretches.getFirst().after() != after) {
            return Optional.empty();
        }
        List<Pending> taken = new ArrayList<>();
        long upTo = after;
        while (!stretches.isEmpty()
                && stretches.getFirst().after() == upTo
                && (upTo == after
                        || taken.size() + stretches.getFirst().events().size() <= limit)) {
            Stretch next = removeFirst();
            taken.addAll(next.events());
            upTo = next.upTo();
        }
        return Optional.of(new Stretch(after, upTo, taken));
    }

    /** Whether there is something, but not what directly follows a number of the log. */
    synchronized boolean beginsBehind(long after) {
        return !stretches.isEmpty() && stretches.getFirst().after() > after;
    }

    private Stretch removeFirst() {
        Stretch first = stretches.removeFirst();
        events -= first.events().size();
        bytes -= bytesOf(first);
        return first;
    }

    private static long bytesOf(Stretch stretch) {
        return stretch.events().stream()
                .mapToLong(event -> event.content().size())
                .sum();
    }
}
