package io.tallygate.relay;

import io.tallygate.audit.Outbox;
import io.tallygate.audit.Outbox.Pending;
import io.tallygate.audit.Outbox.Stretch;
import io.tallygate.audit.Outbox.Unroutable;
import io.tallygate.broker.PublishOutcome;
import io.tallygate.crash.CrashPoint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Publishing the log from one position on, for as long as nothing fails. Several batches are on their way at a time, so
 * that the broker does not wait while the next one is read. For one thread.
 */
final class RelayRun {
    /** Entries that need no publishing and may be passed without noting it: a restart looks through them again. */
    private static final int UNNOTED = 100_000;

    private final Outbox outbox;
    private final Function<List<Pending>, CompletableFuture<List<PublishOutcome>>> publisher;
    private final RelayConfig config;
    private final LongSupplier nanoTime;
    private final Deque<Sent> sent = new ArrayDeque<>();

    private long readUpTo;
    private long notedUpTo;
    private long lookedAt;
    private boolean catchingUp = true;
    private boolean sentFullBatch;
    private boolean over;
    private String trouble = "";

    private record Sent(Stretch stretch, CompletableFuture<List<PublishOutcome>> outcomes) {}

    /** @param publisher publishes events in their order */
    RelayRun(
            Outbox outbox,
            Function<List<Pending>, CompletableFuture<List<PublishOutcome>>> publisher,
            RelayConfig config,
            LongSupplier nanoTime) {
        this.outbox = outbox;
        this.publisher = publisher;
        this.config = config;
        this.nanoTime = nanoTime;
        this.notedUpTo = outbox.open();
        this.readUpTo = notedUpTo;
    }

    /** What one step came to. */
    enum Step {
        /** Something was passed; the next may be waiting already. */
        PASSED,
        /** The log ends here. */
        IDLE,
        /** This run is over: the broker failed, or another instance has noted a position. Begin a new one. */
        OVER
    }

    /**
     * Sends what there is, and settles the oldest that is on its way.
     *
     * @throws io.tallygate.audit.StorageUnavailableException if the storage is away; the run is over
     */
    Step step() {
        while (sent.size() < config.batchesInFlight()) {
            Optional<Stretch> next = next();
            if (next.isEmpty() || hasUnconfirmed()) {
                break;
            }
            readUpTo = next.get().upTo();
            sentFullBatch = next.get().events().size() >= config.batch() / 2;
            sent.addLast(new Sent(next.get(), publish(next.get().events())));
        }
        return sent.isEmpty() ? Step.IDLE : settleOldest();
    }

    /**
     * Sends nothing more and settles what is on its way. If the run is over, that is only waited for: what was sent behind
     * something unconfirmed is published again behind it, confirmed or not.
     */
    void finish() {
        while (!over && !sent.isEmpty()) {
            settleOldest();
        }
        sent.forEach(batch -> batch.outcomes.join());
    }

    /** Whether so much was waiting at the last look that it may be worth to look again at once. */
    boolean isBusy() {
        return sentFullBatch || catchingUp;
    }

    /** Why the run is over; empty if it is not, or if another instance has gone on. */
    String trouble() {
        return trouble;
    }

    /**
     * Whether something on its way is known to have failed: what follows it would go out over the next connection, and
     * consumers would see it first.
     */
    private boolean hasUnconfirmed() {
        return sent.stream()
                .filter(batch -> batch.outcomes.isDone())
                .anyMatch(batch -> batch.outcomes.join().stream()
                        .anyMatch(outcome -> outcome instanceof PublishOutcome.Unconfirmed));
    }

    private Step settleOldest() {
        Sent oldest = sent.removeFirst();
        List<PublishOutcome> outcomes = oldest.outcomes.join();
        CrashPoint.AFTER_PUBLISH_BEFORE_MARK.reached();
        // Also if the storage fails here: nothing behind this may be noted before it is.
        over = true;
        over = !settle(oldest.stretch, outcomes);
        return over ? Step.OVER : Step.PASSED;
    }

    /**
     * What other instances have committed is looked for now and then; what this one has is at hand, and only a gap in it
     * has to be read.
     */
    private Optional<Stretch> next() {
        Optional<Stretch> fresh = outbox.fresh(readUpTo, config.batch());
        boolean look = catchingUp
                || outbox.hasGap(readUpTo)
                || nanoTime.getAsLong() - lookedAt > config.pollInterval().toNanos();
        if (fresh.isPresent() || !look) {
            return fresh;
        }
        Optional<Stretch> read = outbox.read(readUpTo, config.batch());
        lookedAt = nanoTime.getAsLong();
        catchingUp = read.isPresent();
        return read;
    }

    private CompletableFuture<List<PublishOutcome>> publish(List<Pending> events) {
        return events.isEmpty() ? CompletableFuture.completedFuture(List.of()) : publisher.apply(events);
    }

    private boolean settle(Stretch stretch, List<PublishOutcome> outcomes) {
        List<Unroutable> unroutable = new ArrayList<>();
        int passed = 0;
        while (passed < outcomes.size() && !(outcomes.get(passed) instanceof PublishOutcome.Unconfirmed)) {
            if (outcomes.get(passed) instanceof PublishOutcome.Unroutable returned) {
                // It reached nobody, so the order that anybody saw is kept by going on.
                unroutable.add(RelayRetries.unroutable(stretch.events().get(passed), returned, config));
            }
            passed++;
        }
        boolean all = passed == outcomes.size();
        if (!all && outcomes.get(passed) instanceof PublishOutcome.Unconfirmed unconfirmed) {
            trouble = unconfirmed.cause();
        }
        long doneUpTo = all ? stretch.upTo() : stretch.events().get(passed).sequence() - 1;
        if (passed > 0 || doneUpTo - notedUpTo >= UNNOTED) {
            if (!outbox.advance(notedUpTo, doneUpTo, passed, unroutable)) {
                return false;
            }
            notedUpTo = doneUpTo;
        }
        return all;
    }
}
