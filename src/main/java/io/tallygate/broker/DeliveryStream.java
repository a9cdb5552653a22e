package io.tallygate.broker;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A queue as a stream of batches for one subscriber.
 *
 * <p>What the subscriber may count on: batches come in the order of the queue and only on demand; acknowledging one is a
 * single {@code basic.ack} up to its last message, sent on the channel that delivered it, and only after all batches
 * before it are settled; a batch whose channel is gone is settled without effect, since its messages come again. Giving
 * one back ({@code nack}) gives back everything behind it, too, so that the order is kept: once all before it is settled
 * the channel is closed, and after a growing wait a new one begins where the old one stopped. What was handed out
 * meanwhile comes again. Not promised: that a message comes only once.
 *
 * <p>Backpressure is the broker's: it hands over no more than the prefetch without an acknowledgement. Nothing here
 * fails or drops for lack of demand.
 *
 * <p>Threads: all state belongs to the loop of the stream's own {@link BrokerLink}, which also calls the subscriber; no
 * lock is held anywhere. A subscriber that works hands the batch to a thread of its own (a handler with
 * {@code @Blocking} or one that returns a {@code Uni}), so that the next batch fills meanwhile. Settling is possible from
 * every thread. The client's thread only turns a delivery into a {@link Delivery} and puts it into the inbox.
 */
final class DeliveryStream implements Flow.Publisher<Message<DeliveryBatch>> {
    private static final Logger LOG = Logger.getLogger(DeliveryStream.class);

    private final StreamSettings settings;
    private final BrokerMetrics metrics;
    private final BrokerLink link;
    private final Backoff redelivery;

    private final DeliveryInbox inbox = new DeliveryInbox();
    private final AtomicBoolean subscribed = new AtomicBoolean();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();

    // of the loop
    private final DeliveryBuffer buffer;
    private Flow.@Nullable Subscriber<? super Message<DeliveryBatch>> downstream;
    private @Nullable Connection connection;
    private @Nullable DeliveryWindow window;
    private long channels;
    private long demand;
    private @Nullable Future<?> lingering;
    private boolean lingered;
    private boolean stopping;
    private boolean refusing;

    DeliveryStream(String name, StreamSettings settings, BrokerLinks links) {
        this.settings = settings;
        this.metrics = links.metrics();
        this.buffer = new DeliveryBuffer(settings.batchSize(), settings.batchBytes());
        this.redelivery =
                new Backoff(links.config().reconnectDelayMin(), links.config().redeliveryDelayMax());
        this.link = links.link(name, new LinkUser());
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Message<DeliveryBatch>> subscriber) {
        if (!subscribed.compareAndSet(false, true)) {
            subscriber.onSubscribe(new Demand(false));
            subscriber.onError(new IllegalStateException("A queue's stream has one subscriber"));
            return;
        }
        link.execute(() -> downstream = subscriber);
        subscriber.onSubscribe(new Demand(true));
        link.start();
    }

    /**
     * Takes nothing more, lets what was handed out be settled, then closes the connection; what is not settled within
     * the bound comes again to the next who asks.
     */
    void close(Duration bound, Duration closeBound) {
        stop();
        try {
            drained.get(bound.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.warnf("Queue '%s': not all batches were settled within %s; they come again", settings.queue(), bound);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        link.close(closeBound);
    }

    private void stop() {
        if (!link.execute(this::stopNow)) {
            drained.complete(null);
        }
    }

    // The consumer is not cancelled: the broker would give back at once what it had just sent, and only at the
    // channel's
    // end what came before that, so that the next who asks would get it in the wrong order.
    private void stopNow() {
        stopping = true;
        DeliveryWindow open = window;
        if (open != null) {
            dropArrived(open);
        }
        noteIfDrained();
    }

    private void noteIfDrained() {
        if (stopping && (window == null || window.isEmpty())) {
            drained.complete(null);
            leave();
        }
    }

    /** Gives back all that came and was not handed out, in its order, by closing the channel. */
    private void leave() {
        DeliveryWindow open = window;
        window = null;
        if (open != null) {
            abort(open.channel());
        }
    }

    private void abort(Channel channel) {
        try {
            channel.abort();
        } catch (IOException e) {
            LOG.debugf(e, "Queue '%s': its channel was gone already", settings.queue());
        }
    }

    private void subscribeToQueue(Connection at) throws IOException {
        Channel channel = at.createChannel();
        channel.basicQos(settings.prefetch());
        DeliveryWindow opened = new DeliveryWindow(channel, ++channels);
        window = opened;
        channel.addShutdownListener(signal -> link.execute(() -> channelEnded(opened, signal)));
        channel.basicConsume(settings.queue(), false, new Inbox(opened));
    }

    private void channelEnded(DeliveryWindow of, ShutdownSignalException signal) {
        if (of == window) {
            link.restart("the consuming channel was closed: " + Faults.describe(signal), signal);
        }
    }

    // What is in the buffer may exist nowhere else any more, so it is handed out; what also waits in the queue comes
    // twice, which is harmless. The connection is begun anew for the sake of one way back that declares everything.
    private void cancelled(DeliveryWindow of) {
        if (of == window && !stopping) {
            empty();
            window = null;
            forget(of);
            link.restart("the broker cancelled the consumer of queue '" + settings.queue() + "': was it deleted?");
            emit();
        }
    }

    private void forget(DeliveryWindow gone) {
        for (int untold = gone.abandon(); untold > 0; untold--) {
            metrics.staleSettlement();
        }
    }

    private void takeIn() {
        empty();
        emit();
        rest();
    }

    private void empty() {
        inbox.open();
        DeliveryBuffer.Arrived next = inbox.poll();
        while (next != null) {
            if (next.window() == window && !stopping) {
                buffer.add(next);
            }
            next = inbox.poll();
        }
    }

    private void emit() {
        while (demand > 0 && isBatchReady()) {
            demand--;
            stopLingering();
            handOut(buffer.takeBatch());
        }
        linger();
    }

    /** Nothing can be done before there is demand, and nothing but gathering before the linger ends. */
    private void rest() {
        if (demand == 0) {
            inbox.rest(DeliveryInbox.Room.ANY);
        } else if (lingering != null && !lingered) {
            inbox.rest(buffer.room());
        }
    }

    private boolean isBatchReady() {
        if (buffer.isEmpty() || (window != null && window.holdsRefused())) {
            return false;
        }
        return lingered || buffer.holdsFullBatch() || window == null || !buffer.beginsWith(window);
    }

    private void linger() {
        if (lingering == null && !lingered && !buffer.isEmpty()) {
            lingering = link.schedule(this::endLinger, settings.linger().toNanos());
        }
    }

    private void endLinger() {
        lingered = true;
        takeIn();
    }

    private void stopLingering() {
        if (lingering != null) {
            lingering.cancel(false);
            lingering = null;
        }
        lingered = false;
    }

    private void dropArrived(DeliveryWindow of) {
        buffer.drop(of);
        stopLingering();
        inbox.open();
    }

    private void handOut(OpenBatch batch) {
        batch.window().handOut(batch);
        metrics.delivered(batch.content().size());
        Flow.Subscriber<? super Message<DeliveryBatch>> subscriber = downstream;
        if (subscriber != null) {
            subscriber.onNext(messageOf(batch));
        }
    }

    private Message<DeliveryBatch> messageOf(OpenBatch batch) {
        return Message.of(
                batch.content(),
                Metadata.empty(),
                () -> judge(batch, OpenBatch.Verdict.DONE, null),
                reason -> judge(batch, OpenBatch.Verdict.AGAIN, reason));
    }

    private CompletionStage<Void> judge(OpenBatch batch, OpenBatch.Verdict verdict, @Nullable Throwable reason) {
        if (!link.execute(() -> judgeNow(batch, verdict, reason))) {
            metrics.staleSettlement();
            batch.settled().complete(null);
        }
        return batch.settled();
    }

    private void judgeNow(OpenBatch batch, OpenBatch.Verdict verdict, @Nullable Throwable reason) {
        if (batch.verdict() != OpenBatch.Verdict.NONE) {
            return;
        }
        DeliveryWindow open = batch.window();
        open.judge(batch, verdict);
        if (open != window) {
            settleStale(batch, verdict, reason);
            return;
        }
        if (verdict == OpenBatch.Verdict.AGAIN) {
            reportRefusal(batch, reason);
        }
        if (open.acknowledgeDone() > 0) {
            refusing = refusing && open.holdsRefused();
            redelivery.reset();
        }
        if (open.isRefusedNext()) {
            giveBack(open);
        }
        noteIfDrained();
    }

    private void settleStale(OpenBatch batch, OpenBatch.Verdict verdict, @Nullable Throwable reason) {
        metrics.staleSettlement();
        if (verdict == OpenBatch.Verdict.AGAIN) {
            LOG.warnf(
                    reason,
                    "Queue '%s': a batch of %d messages could not be handled, and its channel is gone;"
                            + " it comes again, unless the queue was deleted",
                    settings.queue(),
                    batch.content().size());
        }
        batch.settled().complete(null);
    }

    private void reportRefusal(OpenBatch batch, @Nullable Throwable reason) {
        metrics.givenBack();
        String text = "Queue '%s': a batch of %d messages could not be handled and goes back into the queue";
        LOG.logf(
                refusing ? Logger.Level.DEBUG : Logger.Level.WARN,
                reason,
                text,
                settings.queue(),
                batch.content().size());
        refusing = true;
    }

    // Closing the channel is the one way that gives back exactly what is unsettled, in its order, with nothing new in
    // between: a rejected message could be delivered again behind others that are already on the way.
    private void giveBack(DeliveryWindow refused) {
        window = null;
        dropArrived(refused);
        forget(refused);
        abort(refused.channel());
        Connection at = connection;
        link.schedule(() -> comeBack(at), TimeUnit.MILLISECONDS.toNanos(redelivery.next()));
    }

    private void comeBack(@Nullable Connection at) {
        if (at == null || at != connection || window != null || stopping) {
            return;
        }
        try {
            subscribeToQueue(at);
        } catch (IOException | AlreadyClosedException e) {
            link.restart("subscribing again failed: " + Faults.describe(e), e);
        }
    }

    /** Tells the stream where its connection stands; on the loop. */
    private final class LinkUser implements BrokerLink.User {

        @Override
        public void opened(Connection opened) throws IOException {
            connection = opened;
            if (!stopping) {
                subscribeToQueue(opened);
            }
        }

        @Override
        public void lost(String reason) {
            connection = null;
            DeliveryWindow gone = window;
            window = null;
            if (gone != null) {
                dropArrived(gone);
                forget(gone);
            }
            noteIfDrained();
        }
    }

    /** Takes deliveries from the client's thread, in their order. */
    private final class Inbox extends DefaultConsumer {
        private final DeliveryWindow of;

        Inbox(DeliveryWindow of) {
            super(of.channel());
            this.of = of;
        }

        // On the thread that reads the connection: a fault that got through to the client would make it wait there for
        // the
        // broker's word, which nobody reads.
        @Override
        public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
            try {
                if (inbox.add(arrived(envelope, properties, body))) {
                    link.execute(DeliveryStream.this::takeIn);
                }
            } catch (RuntimeException e) {
                LOG.errorf(e, "Queue '%s': a fault of the gateway while reading a message", settings.queue());
                link.execute(() -> link.restart("a fault of the gateway: " + e));
            }
        }

        private DeliveryBuffer.Arrived arrived(Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
            return new DeliveryBuffer.Arrived(
                    of, envelope.getDeliveryTag(), DeliveryReader.read(envelope, properties, body));
        }

        @Override
        public void handleCancel(String tag) {
            link.execute(() -> cancelled(of));
        }
    }

    /** What the subscriber asks for, from any thread. */
    private final class Demand implements Flow.Subscription {
        private final boolean accepted;

        Demand(boolean accepted) {
            this.accepted = accepted;
        }

        @Override
        public void request(long messages) {
            if (accepted) {
                link.execute(() -> add(messages));
            }
        }

        private void add(long messages) {
            Flow.Subscriber<? super Message<DeliveryBatch>> subscriber = downstream;
            if (messages <= 0) {
                stopNow();
                if (subscriber != null) {
                    subscriber.onError(new IllegalArgumentException("Demand is a positive number (rule 3.9)"));
                }
            } else {
                demand = demand + messages < 0 ? Long.MAX_VALUE : demand + messages;
                takeIn();
            }
        }

        @Override
        public void cancel() {
            if (accepted) {
                stop();
            }
        }
    }
}
