package io.tallygate.testkit;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A producer that shares no code with the gateway. It publishes persistent, mandatory messages, waits for the broker's
 * confirms and keeps a {@link Ledger} of what it knows of each. When its connection breaks, all that was on its way is
 * of unknown outcome, and the next publication connects again.
 *
 * <p>One thread publishes; the ledger may be read by any.
 */
public final class AmqpProducer implements AutoCloseable {
    /** How often a frozen broker is asked whether it is there, in seconds; after two silences it is given up. */
    private static final int HEARTBEAT_SECONDS = 5;

    private static final int CONNECT_MILLIS = 5_000;
    private static final int IN_FLIGHT = 1_000;
    private static final Duration RECONNECT = Duration.ofSeconds(120);
    private static final Duration ROOM = Duration.ofSeconds(120);
    private static final String TAG = "test-publication";

    private final URI broker;
    private final String exchange;
    private final Ledger ledger = new Ledger();
    private @Nullable Session session;

    /** A producer to an exchange, {@code coder_events} for the gateway's. It connects when it first publishes. */
    public AmqpProducer(URI broker, String exchange) {
        this.broker = broker;
        this.exchange = exchange;
    }

    public Ledger ledger() {
        return ledger;
    }

    /** Publishes an event under its {@link TestEvent#key()}. */
    public CompletableFuture<Ledger.Outcome> publish(TestEvent event) {
        return publish(event.key(), event.routingKey(), event.id(), event.body());
    }

    /**
     * Publishes a message; blocks while too many wait for their confirm, or while there is no broker.
     *
     * @param key under which the ledger has it
     * @return what will be known of it
     * @throws RuntimeException if no broker could be reached for two minutes; the message was not sent then
     */
    public CompletableFuture<Ledger.Outcome> publish(String key, String routingKey, String messageId, byte[] body) {
        Session open = openSession();
        if (!open.takeRoom()) {
            throw new IllegalStateException("No confirm came for " + ROOM);
        }
        return open.publish(key, routingKey, messageId, body);
    }

    /** Waits until nothing is on its way any more. */
    public void awaitSettled(Duration bound) {
        Awaitility.await("confirms")
                .atMost(bound)
                .pollInterval(Duration.ofMillis(20))
                .until(ledger::isSettled);
    }

    /** Ends the connection; what is on its way then is of unknown outcome. */
    @Override
    public void close() {
        if (session != null) {
            session.connection.abort(CONNECT_MILLIS);
            session.lose();
        }
    }

    private Session openSession() {
        if (session == null || !session.channel.isOpen()) {
            session = Awaitility.await("a broker at port " + broker.getPort())
                    .atMost(RECONNECT)
                    .pollInterval(Duration.ofMillis(100))
                    .until(this::tryConnect, Objects::nonNull);
        }
        return Objects.requireNonNull(session);
    }

    private @Nullable Session tryConnect() {
        try {
            ConnectionFactory factory = new ConnectionFactory();
            factory.setUri(broker);
            factory.setAutomaticRecoveryEnabled(false);
            factory.setConnectionTimeout(CONNECT_MILLIS);
            factory.setHandshakeTimeout(CONNECT_MILLIS);
            factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
            Connection connection = factory.newConnection("test producer");
            return new Session(connection, connection.createChannel());
        } catch (Exception e) {
            return null;
        }
    }

    /** One connection's life; its numbers mean nothing on another. */
    private final class Session {
        private final Connection connection;
        private final Channel channel;
        private final Semaphore room = new Semaphore(IN_FLIGHT);
        private final NavigableMap<Long, Publication> waiting = new TreeMap<>();

        Session(Connection connection, Channel channel) throws IOException {
            this.connection = connection;
            this.channel = channel;
            channel.confirmSelect();
            channel.addConfirmListener(
                    (tag, multiple) -> settle(tag, multiple, Ledger.Outcome.CONFIRMED),
                    (tag, multiple) -> settle(tag, multiple, Ledger.Outcome.REFUSED));
            channel.addReturnListener(returned -> markReturned(returned.getProperties()));
            channel.addShutdownListener(this::lost);
        }

        boolean takeRoom() {
            try {
                return room.tryAcquire(ROOM.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        CompletableFuture<Ledger.Outcome> publish(String key, String routingKey, String messageId, byte[] body) {
            long tag = channel.getNextPublishSeqNo();
            Publication publication = new Publication(ledger.begin(key), new CompletableFuture<>());
            synchronized (waiting) {
                waiting.put(tag, publication);
            }
            AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                    .deliveryMode(2)
                    .contentType("application/json")
                    .messageId(messageId)
                    .headers(Map.of(TAG, tag))
                    .build();
            try {
                channel.basicPublish(exchange, routingKey, true, properties, body);
            } catch (IOException | ShutdownSignalException e) {
                lose();
            }
            if (!channel.isOpen()) {
                // the listener may have run before this one was added
                lose();
            }
            return publication.outcome;
        }

        private void markReturned(AMQP.BasicProperties properties) {
            synchronized (waiting) {
                // RabbitMQ acks what it returned, Qpid nacks it: the return is what counts, and it comes first
                Publication publication =
                        waiting.remove((Long) properties.getHeaders().get(TAG));
                if (publication != null) {
                    end(publication, Ledger.Outcome.REFUSED);
                }
            }
        }

        private void settle(long tag, boolean multiple, Ledger.Outcome outcome) {
            synchronized (waiting) {
                NavigableMap<Long, Publication> settled = waiting.subMap(multiple ? 0 : tag, true, tag, true);
                settled.values().forEach(publication -> end(publication, outcome));
                settled.clear();
            }
        }

        private void lost(ShutdownSignalException why) {
            lose();
        }

        private void lose() {
            synchronized (waiting) {
                waiting.values().forEach(publication -> end(publication, Ledger.Outcome.UNKNOWN));
                waiting.clear();
            }
        }

        private void end(Publication publication, Ledger.Outcome outcome) {
            ledger.end(publication.key, outcome);
            room.release();
            publication.outcome.complete(outcome);
        }
    }

    private record Publication(String key, CompletableFuture<Ledger.Outcome> outcome) {}
}
