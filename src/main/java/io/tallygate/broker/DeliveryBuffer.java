package io.tallygate.broker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Messages that have arrived and are in no batch yet; the prefetch bounds their number. For the loop alone. */
final class DeliveryBuffer {

    /**
     * A message on its way into a batch.
     *
     * @param window of the channel that delivered it
     * @param tag its number on that channel
     */
    record Arrived(DeliveryWindow window, long tag, Delivery delivery) {}

    private final int batchSize;
    private final long batchBytes;
    private final Deque<Arrived> arrived = new ArrayDeque<>();
    private long bytes;

    DeliveryBuffer(int batchSize, long batchBytes) {
        this.batchSize = batchSize;
        this.batchBytes = batchBytes;
    }

    void add(Arrived message) {
        arrived.add(message);
        bytes += message.delivery().body().length;
    }

    boolean isEmpty() {
        return arrived.isEmpty();
    }

    /** What it lacks of a full batch. */
    DeliveryInbox.Room room() {
        return new DeliveryInbox.Room(batchSize - arrived.size(), batchBytes - bytes);
    }

    /** Whether waiting for more messages would not make the next batch any larger. */
    boolean holdsFullBatch() {
        return arrived.size() >= batchSize || bytes >= batchBytes;
    }

    /** Whether the next message came over this channel. */
    boolean beginsWith(DeliveryWindow window) {
        Arrived first = arrived.peek();
        return first != null && first.window() == window;
    }

    /** Takes the next batch; all of it came over the same channel. The buffer must not be empty. */
    OpenBatch takeBatch() {
        DeliveryWindow window = arrived.element().window();
        List<Delivery> batch = new ArrayList<>(Math.min(batchSize, arrived.size()));
        long lastTag = 0;
        long taken = 0;
        Arrived next = arrived.peek();
        while (next != null
                && next.window() == window
                && batch.size() < batchSize
                && (batch.isEmpty() || taken + next.delivery().body().length <= batchBytes)) {
            arrived.remove();
            batch.add(next.delivery());
            lastTag = next.tag();
            taken += next.delivery().body().length;
            next = arrived.peek();
        }
        bytes -= taken;
        return new OpenBatch(window, lastTag, batch);
    }

    /** Forgets what came over a channel: it comes again. */
    void drop(DeliveryWindow window) {
        arrived.removeIf(message -> message.window() == window);
        bytes = arrived.stream()
                .mapToLong(message -> message.delivery().body().length)
                .sum();
    }
}
