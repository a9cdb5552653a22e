package io.tallygate.ingest;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Decisions that are carried out together and answered together.
 *
 * @param decisions in the order of arrival
 * @param submittedAt when it was handed over, on the scale of {@link System#nanoTime()}
 * @param patience how long its sender can wait, in nanoseconds
 * @param channel of the broker, over which it came; {@link #NO_CHANNEL} if what follows it need not stay behind it
 * @param outcomes completed with one outcome a decision, in the same order
 */
record Submission(
        List<Decision> decisions,
        long submittedAt,
        long patience,
        long channel,
        CompletableFuture<List<IngestOutcome>> outcomes) {
    static final long NO_CHANNEL = Long.MAX_VALUE;

    static Submission of(List<Decision> decisions, long now, Duration patience, long channel) {
        return new Submission(decisions, now, patience.toNanos(), channel, new CompletableFuture<>());
    }

    boolean isOverdue(long now) {
        return now - submittedAt >= patience;
    }

    /** Whether it came from the broker, which sends again what is not settled, and sends it in order. */
    boolean isFromBroker() {
        return !decisions.get(0).arrival().door().publishes();
    }

    int size() {
        return decisions.size();
    }

    /** Tells the sender that its events were not taken, since too many of its tenant wait already. */
    void completeThrottled(String why) {
        IngestOutcome throttled = new IngestOutcome.Throttled(why);
        outcomes.complete(decisions.stream().map(decision -> throttled).toList());
    }

    void completeUndetermined(String why) {
        outcomes.complete(undetermined(why));
    }

    /** Tells the sender when its patience ends, even while a transaction hangs that has its events in it. */
    void completeUndeterminedInTime(String why) {
        outcomes.completeOnTimeout(undetermined(why), patience, TimeUnit.NANOSECONDS);
    }

    private List<IngestOutcome> undetermined(String why) {
        IngestOutcome undetermined = new IngestOutcome.Undetermined(why);
        return decisions.stream().map(decision -> undetermined).toList();
    }
}
