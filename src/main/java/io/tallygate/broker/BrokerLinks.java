package io.tallygate.broker;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * All connections of this gateway to the broker, for health checks and gauges. Publishing and every inbound channel have
 * a connection of their own, so that a broker that holds up publishers does not hold up the audit log.
 */
@Singleton
public final class BrokerLinks {
    private static final Logger LOG = Logger.getLogger(BrokerLinks.class);

    /** A little less than the time for which RabbitMQ waits for a quorum queue. */
    private static final long SILENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final BrokerConfig config;
    private final BrokerAddresses addresses;
    private final BrokerTopology topology;
    private final BrokerMetrics metrics;
    private final Map<String, BrokerLink> links = new ConcurrentHashMap<>();

    /** Opens nothing yet: each user of a connection opens its own. */
    public BrokerLinks(
            BrokerConfig config, BrokerAddresses addresses, AuditBindings auditBindings, MeterRegistry registry) {
        this.config = config;
        this.addresses = addresses;
        this.topology = new BrokerTopology(config, auditBindings);
        this.metrics = new BrokerMetrics(registry);
    }

    /** The connections by what they are for, e.g. {@code publish} or {@code audit}. */
    public Map<String, LinkState> states() {
        Map<String, LinkState> states = new TreeMap<>();
        links.forEach((name, link) -> states.put(name, link.state()));
        return states;
    }

    /** Whether every connection is in working order. */
    public boolean areUp() {
        return links.values().stream().allMatch(link -> link.state().isUp());
    }

    /** The software at the other end, while one of the connections is in working order. */
    public Optional<BrokerServer> server() {
        return links.values().stream()
                .map(BrokerLink::state)
                .filter(LinkState.Connected.class::isInstance)
                .map(LinkState.Connected.class::cast)
                .map(LinkState.Connected::server)
                .findAny();
    }

    /**
     * How many messages are ready in a queue, those being handled not among them. Asks the broker and waits for its
     * answer, at most about twice the connection timeout.
     *
     * @return empty if the broker is away, does not answer, or has no such queue; or if it does not know: of a quorum queue
     *     that has not answered it within a quarter of a second RabbitMQ says that it holds nothing (its {@code
     *     rabbit_quorum_queue:stat})
     */
    public OptionalLong queueDepth(String queue) {
        Optional<Connection> connection = links.values().stream()
                .flatMap(link -> link.connection().stream())
                .findAny();
        return connection.isEmpty() ? OptionalLong.empty() : queueDepth(connection.get(), queue);
    }

    private static OptionalLong queueDepth(Connection connection, String queue) {
        long start = System.nanoTime();
        // A channel of its own: the broker closes the channel of whoever asks for a queue that is not there.
        try (Channel channel = connection.createChannel()) {
            long opened = System.nanoTime();
            long ready = channel.messageCount(queue);
            // opening took the same way there and back, and asked no queue
            long thought = System.nanoTime() - opened - (opened - start);
            return ready == 0 && thought > SILENCE_NANOS ? OptionalLong.empty() : OptionalLong.of(ready);
        } catch (IOException | TimeoutException | ShutdownSignalException e) {
            LOG.debugf(e, "The depth of queue '%s' is unknown", queue);
            return OptionalLong.empty();
        }
    }

    BrokerConfig config() {
        return config;
    }

    BrokerMetrics metrics() {
        return metrics;
    }

    /** A connection of its own for the user, not started yet. */
    BrokerLink link(String name, BrokerLink.User user) {
        BrokerLink link = new BrokerLink(name, config, addresses, topology, metrics, user);
        links.put(name, link);
        metrics.connection(link, name);
        return link;
    }
}
