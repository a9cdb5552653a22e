package io.tallygate.broker;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What the client's thread hands over to the loop, in its order. Messages come one by one, and to wake a thread for each of
 * them costs more than all else that is done with it: so the loop says from how many on it wants to be woken, where it looks
 * by itself before long.
 */
final class DeliveryInbox {
    private static final Room NONE = new Room(1, 1);

    private final Queue<DeliveryBuffer.Arrived> arrived = new ConcurrentLinkedQueue<>();
    private final AtomicInteger messages = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicBoolean noticed = new AtomicBoolean();
    private volatile Room room = NONE;

    /**
     * What may come before the loop wants to know.
     *
     * @param messages as many wake it
     * @param bytes of bodies; as many wake it
     */
    record Room(int messages, long bytes) {
        static final Room ANY = new Room(Integer.MAX_VALUE, Long.MAX_VALUE);
    }

    /**
     * Adds a message; from any thread.
     *
     * @return whether the loop must be woken, to {@link #open} it
     */
    boolean add(DeliveryBuffer.Arrived message) {
        arrived.add(message);
        int messagesNow = messages.incrementAndGet();
        long bytesNow = bytes.addAndGet(message.delivery().body().length);
        Room left = room;
        return (messagesNow >= left.messages || bytesNow >= left.bytes) && noticed.compareAndSet(false, true);
    }

    /** On the loop, before it takes out what there is: it is woken for whatever comes from now on. */
    void open() {
        room = NONE;
        noticed.set(false);
    }

    /** On the loop: the next message; null if there is none. */
    DeliveryBuffer.@Nullable Arrived poll() {
        DeliveryBuffer.Arrived next = arrived.poll();
        if (next != null) {
            messages.decrementAndGet();
            bytes.addAndGet(-next.delivery().body().length);
        }
        return next;
    }

    /** On the loop, which will {@link #open} this by itself: until then it is woken only for what does not fit in there. */
    void rest(Room until) {
        room = until;
    }
}
