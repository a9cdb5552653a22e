package io.tallygate.broker;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A batch that was handed out and what has been said of it since. For the loop alone, but for {@link #settled}. */
final class OpenBatch {
    private final DeliveryWindow window;
    private final long lastTag;
    private final DeliveryBatch content;
    private final CompletableFuture<Void> settled = new CompletableFuture<>();
    private Verdict verdict = Verdict.NONE;

    /** What its handler says of a batch. */
    enum Verdict {
        /** Nothing yet. */
        NONE,
        /** All of it is kept. */
        DONE,
        /** It must come again, all of it. */
        AGAIN
    }

    OpenBatch(DeliveryWindow window, long lastTag, List<Delivery> deliveries) {
        this.window = window;
        this.lastTag = lastTag;
        this.content = new DeliveryBatch(deliveries, window.number());
    }

    DeliveryWindow window() {
        return window;
    }

    /** The delivery tag of its last message. */
    long lastTag() {
        return lastTag;
    }

    DeliveryBatch content() {
        return content;
    }

    /** Completes once the broker was told, or once it is known that there is nobody to tell. */
    CompletableFuture<Void> settled() {
        return settled;
    }

    Verdict verdict() {
        return verdict;
    }

    /** Only the first verdict counts. */
    void judge(Verdict given) {
        if (verdict == Verdict.NONE) {
            verdict = given;
        }
    }
}
