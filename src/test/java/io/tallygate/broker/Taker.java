package io.tallygate.broker;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

/** A subscriber in the hands of a test: it asks for what the test asks for, and settles what the test settles. */
final class Taker implements Flow.Subscriber<Message<DeliveryBatch>> {
    private static final int SECONDS = 30;

    private final BatchingConnector connector;
    private final BlockingQueue<Message<DeliveryBatch>> batches = new LinkedBlockingQueue<>();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private final CompletableFuture<Throwable> error = new CompletableFuture<>();

    Taker(BatchingConnector connector) {
        this.connector = connector;
    }

    BatchingConnector connector() {
        return connector;
    }

    Taker request(long batches) {
        subscription.join().request(batches);
        return this;
    }

    Message<DeliveryBatch> next() throws InterruptedException {
        Message<DeliveryBatch> batch = batches.poll(SECONDS, TimeUnit.SECONDS);
        return Objects.requireNonNull(batch, "no batch within " + SECONDS + " s");
    }

    /** The next batch; null once the test stops. */
    @Nullable
    Message<DeliveryBatch> nextUnless(AtomicBoolean stop) {
        try {
            Message<DeliveryBatch> batch = null;
            while (batch == null && !stop.get()) {
                batch = batches.poll(100, TimeUnit.MILLISECONDS);
            }
            return batch;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** The next batch, if there is one so soon. */
    @Nullable
    Message<DeliveryBatch> nextWithin(Duration bound) {
        try {
            return batches.poll(bound.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    boolean hasNone() {
        return batches.isEmpty();
    }

    Throwable error() throws Exception {
        return error.get(SECONDS, TimeUnit.SECONDS);
    }

    static void ack(Message<DeliveryBatch> batch) throws Exception {
        batch.ack().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    }

    static void nack(Message<DeliveryBatch> batch) throws Exception {
        batch.nack(new IllegalStateException("on purpose"))
                .toCompletableFuture()
                .get(SECONDS, TimeUnit.SECONDS);
    }

    static List<Integer> numbers(Message<DeliveryBatch> batch) {
        return batch.getPayload().deliveries().stream().map(Taker::number).toList();
    }

    static int number(Delivery delivery) {
        return Integer.parseInt(new String(delivery.body(), StandardCharsets.UTF_8));
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription.complete(given);
    }

    @Override
    public void onNext(Message<DeliveryBatch> batch) {
        batches.add(batch);
    }

    @Override
    public void onError(Throwable fault) {
        error.complete(fault);
    }

    @Override
    public void onComplete() {
        error.completeExceptionally(new AssertionError("A queue's stream does not end"));
    }
}
