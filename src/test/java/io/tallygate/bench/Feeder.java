package io.tallygate.bench;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Publishes persistent messages with confirms, a thousand unconfirmed at most, as PerfTest does; PerfTest itself repeats
 * a few bodies, and an audit log knows a repeated event. One thread publishes.
 */
final class Feeder implements AutoCloseable {
    private static final int WINDOW = 1_000;
    /** A power of two; far more than the window, since one message may be confirmed long after those that follow it. */
    private static final int REMEMBERED = 1 << 16;

    private static final long PATIENCE_SECONDS = 60;
    private static final long SURE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final AMQP.BasicProperties PERSISTENT =
            new AMQP.BasicProperties.Builder().deliveryMode(2).build();

    private final Connection connection;
    private final Channel channel;
    private final Semaphore room = new Semaphore(WINDOW);
    /** The time of sending by the number of the message; 0 where none is unconfirmed. */
    private final AtomicLongArray unconfirmed = new AtomicLongArray(REMEMBERED);
    /** No message before it is unconfirmed. Used by the client's thread alone. */
    private long oldest = 1;
    /** Written by the client's thread, read when nothing is under way. */
    private volatile Latencies confirms = new Latencies();

    private final AtomicLong refused = new AtomicLong();

    Feeder(URI broker) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker);
        factory.setAutomaticRecoveryEnabled(false);
        connection = factory.newConnection("bench feeder");
        channel = connection.createChannel();
        channel.confirmSelect();
        channel.addConfirmListener(this::confirmed, (tag, multiple) -> {
            refused.incrementAndGet();
            confirmed(tag, multiple);
        });
    }

    void publish(String exchange, String routingKey, byte[] body) throws IOException, InterruptedException {
        take(1);
        if (unconfirmed.getAndSet(slot(channel.getNextPublishSeqNo()), System.nanoTime()) != 0) {
            throw new IllegalStateException("A message is unconfirmed after " + REMEMBERED + " more");
        }
        channel.basicPublish(exchange, routingKey, PERSISTENT, body);
    }

    /** Waits until the broker has confirmed all. */
    void awaitConfirms() throws InterruptedException {
        take(WINDOW);
        room.release(WINDOW);
        if (refused.get() > 0) {
            throw new IllegalStateException("The broker refused " + refused + " messages");
        }
    }

    /**
     * The messages that a queue holds ready. The broker says none of a quorum queue that has not answered it within a quarter
     * of a second; that does not count.
     */
    long ready(String queue) throws IOException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        for (long asked = System.nanoTime(); asked < until; asked = System.nanoTime()) {
            long messages = channel.messageCount(queue);
            if (messages > 0 || System.nanoTime() - asked < SURE_NANOS) {
                return messages;
            }
        }
        throw new IllegalStateException("The queue " + queue + " does not answer");
    }

    Channel channel() {
        return channel;
    }

    private void take(int permits) throws InterruptedException {
        if (!room.tryAcquire(permits, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("No confirm within " + PATIENCE_SECONDS + " s");
        }
    }

    private void confirmed(long tag, boolean multiple) {
        int count = 0;
        for (long number = multiple ? oldest : tag; number <= tag; number++) {
            long sent = unconfirmed.getAndSet(slot(number), 0);
            if (sent != 0) {
                confirms.add(System.nanoTime() - sent);
                count++;
            }
        }
        if (multiple) {
            oldest = Math.max(oldest, tag + 1);
        }
        room.release(count);
    }

    private static int slot(long number) {
        return (int) number & REMEMBERED - 1;
    }

    /** How long the broker has taken to confirm each message since this was called last; all must be confirmed. */
    Latencies confirms() {
        Latencies taken = confirms;
        confirms = new Latencies();
        return taken;
    }

    @Override
    public void close() {
        connection.abort(5_000);
    }
}
