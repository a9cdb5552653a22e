package io.tallygate.broker;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Messages published together and what became of each. The first outcome of a message stands: a confirm that comes after
 * the timeout changes nothing.
 */
final class PublishBatch {
    private final List<OutboundMessage> messages;
    private final BrokerMetrics metrics;
    private final AtomicReferenceArray<@Nullable PublishOutcome> outcomes;
    private final AtomicInteger open;
    private final CompletableFuture<List<PublishOutcome>> result = new CompletableFuture<>();
    private int next; // only the publisher's loop counts it up

    PublishBatch(List<OutboundMessage> messages, BrokerMetrics metrics) {
        this.messages = messages;
        this.metrics = metrics;
        this.outcomes = new AtomicReferenceArray<>(messages.size());
        this.open = new AtomicInteger(messages.size());
        completeIfSettled();
    }

    CompletableFuture<List<PublishOutcome>> result() {
        return result;
    }

    OutboundMessage message(int index) {
        return messages.get(index);
    }

    boolean hasNext() {
        return next < messages.size() && !result.isDone();
    }

    /** The index of the message whose turn it is. */
    int takeNext() {
        return next++;
    }

    void settle(int index, PublishOutcome outcome) {
        if (outcomes.compareAndSet(index, null, outcome)) {
            metrics.settled(outcome);
            open.decrementAndGet();
            completeIfSettled();
        }
    }

    /** Whatever has no outcome yet has this one. */
    void giveUp(String cause) {
        PublishOutcome outcome = new PublishOutcome.Unconfirmed(cause);
        IntStream.range(0, messages.size()).forEach(index -> settle(index, outcome));
    }

    private void completeIfSettled() {
        if (open.get() == 0) {
            result.complete(
                    IntStream.range(0, messages.size()).mapToObj(outcomes::get).toList());
        }
    }
}
