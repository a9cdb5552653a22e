package io.tallygate.broker;

import com.rabbitmq.client.Return;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The published messages of one channel that await the broker's word, by their sequence number. For one thread. */
final class ConfirmWindow {
    private final NavigableMap<Long, InFlight> inFlight = new TreeMap<>();

    private static final class InFlight {
        private final PublishBatch batch;
        private final int index;
        private final long sentNanos = System.nanoTime();
        private @Nullable String returned;
        private boolean rejected;

        InFlight(PublishBatch batch, int index) {
            this.batch = batch;
            this.index = index;
        }

        boolean is(Return message) {
            OutboundMessage sent = batch.message(index);
            return returned == null
                    && sent.messageId().equals(message.getProperties().getMessageId())
                    && sent.routingKey().equals(message.getRoutingKey());
        }

        void settle(PublishOutcome outcome) {
            batch.settle(index, outcome);
        }
    }

    int size() {
        return inFlight.size();
    }

    boolean holds(PublishBatch batch) {
        return inFlight.values().stream().anyMatch(message -> message.batch == batch);
    }

    void add(long number, PublishBatch batch, int index) {
        inFlight.put(number, new InFlight(batch, index));
    }

    /** The broker has taken one message or, if multiple, all up to it that it has not rejected. */
    void accepted(long number, boolean multiple, BrokerMetrics metrics) {
        long now = System.nanoTime();
        for (InFlight message : takeOut(number, multiple, candidate -> !candidate.rejected)) {
            metrics.confirmTook(now - message.sentNanos);
            message.settle(
                    message.returned == null
                            ? new PublishOutcome.Confirmed()
                            : new PublishOutcome.Unroutable(message.returned));
        }
    }

    /**
     * The broker has not taken one message or, if multiple, all up to it. Those that came back before are settled by
     * that; the others wait for {@link #cameBack}, as Qpid rejects first and returns then, until {@link #giveUpRejected}.
     */
    void rejected(long number, boolean multiple) {
        range(number, multiple).forEach(message -> message.rejected = true);
        takeOut(number, multiple, message -> message.returned != null)
                .forEach(message -> message.settle(new PublishOutcome.Unroutable(String.valueOf(message.returned))));
    }

    /** Nothing came back of what was {@link #rejected}: the broker has another reason. */
    void giveUpRejected(long number, boolean multiple) {
        PublishOutcome outcome = new PublishOutcome.Unconfirmed("the broker could not take it (basic.nack)");
        takeOut(number, multiple, message -> message.rejected).forEach(message -> message.settle(outcome));
    }

    /**
     * A message that no queue wanted. RabbitMQ says so before it confirms the message. A return carries no sequence
     * number, so it is told by id and key; of several copies it is the oldest, since returns come in the order of
     * publishing.
     */
    void cameBack(Return message) {
        String text = WireText.property(message.getReplyText());
        inFlight.entrySet().stream()
                .filter(candidate -> candidate.getValue().is(message))
                .findFirst()
                .ifPresent(found -> cameBack(found.getKey(), found.getValue(), text));
    }

    private void cameBack(long number, InFlight message, String text) {
        message.returned = text;
        if (message.rejected) {
            inFlight.remove(number);
            message.settle(new PublishOutcome.Unroutable(text));
        }
    }

    private Collection<InFlight> range(long number, boolean multiple) {
        return multiple
                ? inFlight.headMap(number, true).values()
                : inFlight.subMap(number, true, number, true).values();
    }

    // Out of the window before anybody hears of it: what they do next may need the room.
    private List<InFlight> takeOut(long number, boolean multiple, Predicate<InFlight> which) {
        Collection<InFlight> range = range(number, multiple);
        List<InFlight> taken = range.stream().filter(which).toList();
        range.removeIf(which);
        return taken;
    }

    /** Nothing more will be heard of any of them. */
    void giveUp(String cause) {
        List<InFlight> lost = new ArrayList<>(inFlight.values());
        inFlight.clear();
        lost.forEach(message -> message.settle(new PublishOutcome.Unconfirmed(cause)));
    }
}
