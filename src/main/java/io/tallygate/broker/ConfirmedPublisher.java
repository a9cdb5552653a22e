package io.tallygate.broker;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Return;
import com.rabbitmq.client.ShutdownSignalException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Date;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Publishes on the exchange and answers for every message. Messages of one call go out in their order, calls in the
 * order of their arrival; every call ends within the confirm timeout, whatever the broker does.
 *
 * <p>Not promised: that an {@link PublishOutcome.Unconfirmed} message did not arrive. Whoever publishes it again with
 * the same id may cause a second copy, never a loss.
 *
 * <p>Threads: everything happens on the loop of the publisher's own {@link BrokerLink}, so a confirm can never meet a
 * message whose number is not noted yet. Only the timeouts have a thread beside it, since the loop may be held up in a
 * write while the broker is frozen.
 */
@Singleton
public final class ConfirmedPublisher {
    private static final int PERSISTENT = 2;
    /** A return follows its rejection at once, in the next frame. */
    private static final long REJECTION_GRACE_NANOS = Duration.ofMillis(250).toNanos();

    private static final int AFTER_ALL_WHO_PUBLISH = 10_000;

    private final BrokerConfig config;
    private final BrokerMetrics metrics;
    private final BrokerLink link;
    private final @Nullable String userId;
    private final ScheduledThreadPoolExecutor timeouts;

    // of the loop
    private final Deque<PublishBatch> waiting = new ArrayDeque<>();
    private final ConfirmWindow window = new ConfirmWindow();
    private @Nullable Channel channel;

    /** Why the broker takes nothing at the moment, e.g. that its disk is full; null if it does. */
    private volatile @Nullable String blocked;

    /** Does not connect yet: {@link #start()} does. */
    public ConfirmedPublisher(BrokerLinks links, PublisherIdentity identity) {
        this.config = links.config();
        this.metrics = links.metrics();
        this.userId = identity.userId().orElse(null);
        this.link = links.link("publish", new LinkUser());
        this.timeouts = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "tallygate-publish-timeouts");
            thread.setDaemon(true);
            return thread;
        });
        // Else every batch, with its bodies, would stay in memory for the whole timeout.
        timeouts.setRemoveOnCancelPolicy(true);
    }

    /** Begins to connect and returns at once, the broker being there or not. Quarkus calls it at the start. */
    public void start() {
        link.start();
    }

    void start(@Observes StartupEvent event) {
        start();
    }

    /** Closes the connection; what is in flight is {@link PublishOutcome.Unconfirmed}, and so is all that follows. */
    public void close() {
        link.close(config.connectionTimeout());
        timeouts.shutdownNow();
    }

    void close(@Observes @Priority(AFTER_ALL_WHO_PUBLISH) ShutdownEvent event) {
        close();
    }

    /** Where the publisher's connection stands. */
    public LinkState state() {
        return link.state();
    }

    /**
     * Publishes messages in their order.
     *
     * @return one outcome for each message, in their order, within the confirm timeout; never completes exceptionally.
     *     While there is no connection, that is at once. What depends on it may run on the publisher's own thread and
     *     must not wait there: use the {@code Async} forms, or {@code join()} from another thread.
     */
    public CompletableFuture<List<PublishOutcome>> publish(List<OutboundMessage> messages) {
        PublishBatch batch = new PublishBatch(List.copyOf(messages), metrics);
        if (!link.state().isUp() || !link.execute(() -> enqueue(batch))) {
            batch.giveUp(whyNotConnected());
            return batch.result();
        }
        limitTime(batch);
        return batch.result();
    }

    private void limitTime(PublishBatch batch) {
        try {
            Future<?> timeout = timeouts.schedule(
                    () -> expire(batch), config.confirmTimeout().toNanos(), TimeUnit.NANOSECONDS);
            batch.result().whenComplete((outcomes, fault) -> timeout.cancel(false));
        } catch (RejectedExecutionException e) {
            // Closed meanwhile, and whoever closes gives up every batch.
            batch.giveUp("the gateway closes its connection");
        }
    }

    private String whyNotConnected() {
        return link.state() instanceof LinkState.Connecting connecting
                ? "not connected to the broker: " + connecting.lastError().orElse("the first attempt is under way")
                : "not connected to the broker";
    }

    private void expire(PublishBatch batch) {
        metrics.confirmTimedOut();
        String hindrance = blocked;
        String within = " within " + config.confirmTimeout().toMillis() + " ms";
        batch.giveUp(
                hindrance == null
                        ? "no confirm" + within
                        : "the broker takes nothing (" + hindrance + "): no confirm" + within);
        link.execute(() -> abandon(batch));
    }

    // A broker that says it is blocked will confirm what it has once it is free again: the connection stays. One that
    // keeps silent for no stated reason is begun anew, which also frees the window.
    private void abandon(PublishBatch batch) {
        waiting.remove(batch);
        if (blocked == null && window.holds(batch)) {
            link.restart("the broker confirmed nothing within " + config.confirmTimeout());
        }
    }

    private void enqueue(PublishBatch batch) {
        if (channel == null) {
            batch.giveUp(whyNotConnected());
            return;
        }
        waiting.add(batch);
        pump();
    }

    private void pump() {
        if (channel == null || waiting.isEmpty() || window.size() >= config.publishWindow()) {
            return;
        }
        try {
            link.writeTogether(this::sendWhatMayGo);
        } catch (IOException e) {
            link.restart("publishing failed: " + Faults.describe(e), e);
        }
    }

    private void sendWhatMayGo() {
        Channel open = channel;
        PublishBatch batch = waiting.peek();
        while (open != null && batch != null && blocked == null && window.size() < config.publishWindow()) {
            if (!batch.hasNext()) {
                waiting.remove();
            } else if (!send(open, batch, batch.takeNext())) {
                return;
            }
            batch = waiting.peek();
        }
    }

    private boolean send(Channel open, PublishBatch batch, int index) {
        OutboundMessage message = batch.message(index);
        try {
            // Noted before it is sent: whatever happens from here on, it has an outcome.
            window.add(open.getNextPublishSeqNo(), batch, index);
            open.basicPublish(
                    config.exchange(), message.routingKey(), true, false, propertiesOf(message), message.body());
            return true;
        } catch (IOException | AlreadyClosedException e) {
            link.restart("publishing failed: " + Faults.describe(e), e);
            return false;
        }
    }

    private AMQP.BasicProperties propertiesOf(OutboundMessage message) {
        return new AMQP.BasicProperties.Builder()
                .deliveryMode(PERSISTENT)
                .contentType("application/json")
                .messageId(message.messageId())
                .type(message.type())
                .timestamp(Date.from(message.timestamp()))
                .correlationId(message.correlationId().orElse(null))
                .userId(userId)
                .headers(new HashMap<>(message.headers()))
                .build();
    }

    /** Hands what the client's threads report to the loop. */
    private final class LinkUser implements BrokerLink.User {

        @Override
        public void opened(Connection connection) throws IOException {
            Channel opened = connection.createChannel();
            opened.confirmSelect();
            opened.addConfirmListener(
                    (number, multiple) -> link.execute(() -> accepted(opened, number, multiple)),
                    (number, multiple) -> link.execute(() -> rejected(opened, number, multiple)));
            opened.addReturnListener(returned -> link.execute(() -> cameBack(opened, returned)));
            opened.addShutdownListener(signal -> link.execute(() -> ended(opened, signal)));
            connection.addBlockedListener(
                    reason -> link.execute(() -> blocked = WireText.property(reason)),
                    () -> link.execute(this::unblocked));
            blocked = null;
            channel = opened;
        }

        @Override
        public void lost(String reason) {
            channel = null;
            blocked = null;
            String cause = "the connection to the broker is lost: " + reason;
            window.giveUp(cause);
            waiting.forEach(batch -> batch.giveUp(cause));
            waiting.clear();
        }

        private void unblocked() {
            blocked = null;
            pump();
        }

        private void accepted(Channel from, long number, boolean multiple) {
            if (from == channel) {
                window.accepted(number, multiple, metrics);
                pump();
            }
        }

        private void rejected(Channel from, long number, boolean multiple) {
            if (from == channel) {
                window.rejected(number, multiple);
                link.schedule(() -> giveUpRejected(from, number, multiple), REJECTION_GRACE_NANOS);
                pump();
            }
        }

        private void giveUpRejected(Channel from, long number, boolean multiple) {
            if (from == channel) {
                window.giveUpRejected(number, multiple);
                pump();
            }
        }

        private void cameBack(Channel from, Return returned) {
            if (from == channel) {
                window.cameBack(returned);
                pump();
            }
        }

        private void ended(Channel from, ShutdownSignalException signal) {
            if (from == channel) {
                link.restart("the publishing channel was closed: " + Faults.describe(signal), signal);
            }
        }
    }
}
