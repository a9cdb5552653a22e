package io.tallygate.bench;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Publishes persistent messages with confirms, a thousand unconfirmed at most, as PerfTest does; PerfTest itself repeats
 * a few bodies, and an audit log knows a repeated event. One thread publishes.
 */
final class Feeder implements AutoCloseable {
    private static final int WINDOW = 1_000;
    private static final long PATIENCE_SECONDS = 60;
    private static final AMQP.BasicProperties PERSISTENT =
            new AMQP.BasicProperties.Builder().deliveryMode(2).build();

    private final Connection connection;
    private final Channel channel;
    private final Semaphore room = new Semaphore(WINDOW);
    /** The time of sending by the number of the message. */
    private final NavigableMap<Long, Long> unconfirmed = new ConcurrentSkipListMap<>();
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
        unconfirmed.put(channel.getNextPublishSeqNo(), System.nanoTime());
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

    /** The messages that a queue holds ready. */
    long ready(String queue) throws IOException {
        return channel.messageCount(queue);
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
        if (multiple) {
            NavigableMap<Long, Long> all = unconfirmed.headMap(tag, true);
            for (Map.Entry<Long, Long> first = all.pollFirstEntry(); first != null; first = all.pollFirstEntry()) {
                confirmed(first.getValue());
            }
        } else {
            Long sent = unconfirmed.remove(tag);
            if (sent != null) {
                confirmed(sent);
            }
        }
    }

    private void confirmed(long sent) {
        confirms.add(System.nanoTime() - sent);
        room.release();
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
