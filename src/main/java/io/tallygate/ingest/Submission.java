package io.tallygate.ingest;

import io.tallygate.ingest.IngestOutcome.Undetermined;
import java.time.Duration;
import java.util.ArrayList;
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
        return decisions.get(0).arrival().door().isBroker();
    }

    int size() {
        return decisions.size();
    }

    /**
     * The same in parts that may be carried out one after the other. This one is answered when all of them are; once an
     * outcome of one is unknown, so are those of all behind it, so that nothing is stored before what was sent before it.
     *
     * @param most decisions of a part
     */
    List<Submission> slices(int most) {
        if (size() <= most) {
            return List.of(this);
        }
        List<Submission> slices = new ArrayList<>();
        for (int from = 0; from < size(); from += most) {
            Submission slice = new Submission(
                    decisions.subList(from, Math.min(size(), from + most)),
                    submittedAt,
                    patience,
                    channel,
                    new CompletableFuture<>());
            if (!slices.isEmpty()) {
                slice.follows(slices.get(slices.size() - 1));
            }
            slices.add(slice);
        }
        answerWith(slices);
        return slices;
    }

    private void answerWith(List<Submission> slices) {
        var unused = CompletableFuture.allOf(
                        slices.stream().map(Submission::outcomes).toArray(CompletableFuture[]::new))
                .thenRun(() -> outcomes.complete(slices.stream()
                        .flatMap(slice -> slice.outcomes.join().stream())
                        .toList()));
        // Its sender was told something else, that is that its patience has ended: what still waits waits for nobody.
        var alsoUnused =
                outcomes.thenRun(() -> slices.forEach(slice -> slice.completeUndetermined(WriterRun.TOO_SLOW)));
    }

    private void follows(Submission before) {
        var unused = before.outcomes.thenAccept(told -> told.stream()
                .filter(Undetermined.class::isInstance)
                .map(Undetermined.class::cast)
                .findFirst()
                .ifPresent(undetermined -> completeUndetermined(undetermined.why())));
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
        IngestOutcome undetermined = new Undetermined(why);
        return decisions.stream().map(decision -> undetermined).toList();
    }
}
