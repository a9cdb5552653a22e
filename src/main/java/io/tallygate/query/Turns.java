package io.tallygate.query;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tallygate.access.Caller;
import io.tallygate.api.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Lets a few at a time do what costs much, and of these a few of one share only, so that nobody takes all turns. Who waits comes
 * in the order of arrival, but for this: a share that had the last turn lets others go first.
 *
 * <p>Callers of one and the same tenant are one share, however many keys they have; a caller of several tenants is one by
 * itself. Where nothing is known of callers, all are one, and may take all turns.
 */
final class Turns {
    private static final int RETRY_AFTER_SECONDS = 5;
    private static final String UNKNOWN = "";

    private final Bounds bounds;
    private final Counter refused;
    private final List<Ticket> waiting = new ArrayList<>();
    private final Map<String, Integer> held = new HashMap<>();
    private int running;
    private String last = UNKNOWN;

    /**
     * How much may be done.
     *
     * @param kind what it is, in metrics
     * @param atATime how many run at a time
     * @param ofOne how many of these are of one share
     * @param waiting how many wait at most; of one share half of them
     * @param patience how long one waits
     */
    record Bounds(String kind, int atATime, int ofOne, int waiting, Duration patience) {}

    /** A place in the queue; no two are the same. */
    private static final class Ticket {
        private final String share;

        Ticket(String share) {
            this.share = share;
        }
    }

    Turns(Bounds bounds, MeterRegistry registry) {
        this.bounds = bounds;
        this.refused = Counter.builder("tallygate.query.refused")
                .description("Questions that were not answered since too many of their kind were being asked")
                .tag("kind", bounds.kind())
                .register(registry);
    }

    /**
     * Does the work when it is its turn, on the thread of the caller.
     *
     * @throws ProblemException 429 if it would have to wait for too long, or behind too many
     */
    <T> T take(Caller caller, Supplier<T> work) {
        String share = shareOf(caller);
        enter(share);
        try {
            return work.get();
        } finally {
            leave(share);
        }
    }

    private static String shareOf(Caller caller) {
        if (caller.kind() == Caller.Kind.OPEN) {
            return UNKNOWN;
        }
        return caller.tenants()
                .single()
                .map(tenant -> "tenant " + tenant)
                .orElseGet(() -> caller.kind() + " " + caller.id());
    }

    private synchronized void enter(String share) {
        Ticket mine = new Ticket(share);
        waiting.add(mine);
        try {
            await(mine);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ProblemException.unavailable("The gateway is stopping", RETRY_AFTER_SECONDS);
        } finally {
            waiting.remove(mine);
            notifyAll();
        }
        running++;
        held.merge(share, 1, Integer::sum);
        last = share;
    }

    private synchronized void leave(String share) {
        running--;
        held.computeIfPresent(share, (of, turns) -> turns > 1 ? turns - 1 : null);
        notifyAll();
    }

    private synchronized void await(Ticket mine) throws InterruptedException {
        long deadline = System.nanoTime() + bounds.patience().toNanos();
        boolean crowded = isCrowded(mine.share);
        while (!isNext(mine)) {
            long left = deadline - System.nanoTime();
            if (crowded || left <= 0) {
                throw busy(mine.share);
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    private ProblemException busy(String share) {
        refused.increment();
        boolean own = held.getOrDefault(share, 0) >= bounds.ofOne() && !share.equals(UNKNOWN);
        return ProblemException.busy(
                own
                        ? "Of this tenant or caller as much of that kind is being done already as may be at a time: "
                                + bounds.ofOne()
                        : "As much of that kind is being done already as may be at a time: " + bounds.atATime(),
                RETRY_AFTER_SECONDS);
    }

    private boolean isCrowded(String share) {
        long ofShare =
                waiting.stream().filter(ticket -> ticket.share.equals(share)).count();
        return waiting.size() > bounds.waiting()
                || (!share.equals(UNKNOWN) && ofShare > Math.max(1, bounds.waiting() / 2));
    }

    private boolean isNext(Ticket mine) {
        if (running >= bounds.atATime()) {
            return false;
        }
        List<Ticket> able = waiting.stream().filter(this::hasRoom).toList();
        Optional<Ticket> other =
                able.stream().filter(ticket -> !ticket.share.equals(last)).findFirst();
        return other.or(() -> able.stream().findFirst())
                .filter(next -> next == mine)
                .isPresent();
    }

    private boolean hasRoom(Ticket ticket) {
        return ticket.share.equals(UNKNOWN) || held.getOrDefault(ticket.share, 0) < bounds.ofOne();
    }
}
