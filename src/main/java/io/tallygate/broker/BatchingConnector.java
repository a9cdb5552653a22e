package io.tallygate.broker;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction;
import io.smallrye.reactive.messaging.connector.InboundConnector;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.eclipse.microprofile.reactive.messaging.spi.ConnectorFactory;

/**
 * The inbound connector {@code tallygate-rabbitmq}: a queue as a stream of {@code Message<DeliveryBatch>}. Used by
 * {@code mp.messaging.incoming.<channel>.connector=tallygate-rabbitmq}; without further attributes it reads the audit
 * queue. Each channel has a connection of its own. See {@link DeliveryStream} for what its subscriber may count on.
 *
 * <p>It exists beside the stock connector since that one acknowledges one message at a time, fails for good if batches
 * are slower than deliveries, and after a reconnect may acknowledge a message that nobody has handled.
 *
 * <p>At a stop ({@link ShutdownEvent}, before all others that observe it without a priority) it takes nothing more and
 * waits, at most for {@link BrokerConfig#drainTimeout()}, until what was handed out is settled. Storage must outlive
 * this: beans destroyed after the event, as connection pools are, do.
 */
@Singleton
@Connector(BatchingConnector.NAME)
@ConnectorAttribute(
        name = "queue",
        type = "string",
        direction = Direction.INCOMING,
        description = "The queue; without it the audit queue")
@ConnectorAttribute(
        name = "batch-size",
        type = "int",
        direction = Direction.INCOMING,
        description = "The most messages in a batch; without it tallygate.rabbitmq.batch-size")
@ConnectorAttribute(
        name = "linger-ms",
        type = "long",
        direction = Direction.INCOMING,
        description = "How many milliseconds the first message of a batch waits for others;"
                + " without it tallygate.rabbitmq.linger")
@ConnectorAttribute(
        name = "prefetch",
        type = "int",
        direction = Direction.INCOMING,
        description = "How many messages may be unsettled at a time; without it tallygate.rabbitmq.prefetch")
public final class BatchingConnector implements InboundConnector {
    /** The value of {@code mp.messaging.incoming.<channel>.connector}. */
    public static final String NAME = "tallygate-rabbitmq";

    private static final int BEFORE_ALL_WHO_STORE = 100;

    private final BrokerLinks links;
    private final List<DeliveryStream> streams = new CopyOnWriteArrayList<>();

    /** Opens nothing yet: the subscriber of a channel does. */
    public BatchingConnector(BrokerLinks links) {
        this.links = links;
    }

    @Override
    public Flow.Publisher<? extends Message<?>> getPublisher(Config config) {
        return stream(config);
    }

    DeliveryStream stream(Config channel) {
        String name = channel.getOptionalValue(ConnectorFactory.CHANNEL_NAME_ATTRIBUTE, String.class)
                .orElse("audit");
        DeliveryStream stream = new DeliveryStream(name, settingsOf(channel), links);
        streams.add(stream);
        return stream;
    }

    private StreamSettings settingsOf(Config channel) {
        BrokerConfig defaults = links.config();
        return new StreamSettings(
                channel.getOptionalValue("queue", String.class).orElse(defaults.auditQueue()),
                channel.getOptionalValue("batch-size", Integer.class).orElse(defaults.batchSize()),
                defaults.batchBytes(),
                channel.getOptionalValue("linger-ms", Long.class)
                        .map(Duration::ofMillis)
                        .orElse(defaults.linger()),
                channel.getOptionalValue("prefetch", Integer.class).orElse(defaults.prefetch()));
    }

    /**
     * Takes nothing more, lets what was handed out be settled within the bound, and closes the connections.
     *
     * @param bound for each channel
     */
    public void drain(Duration bound) {
        streams.forEach(stream -> stream.close(bound, links.config().connectionTimeout()));
    }

    void stop(@Observes @Priority(BEFORE_ALL_WHO_STORE) ShutdownEvent event) {
        drain(links.config().drainTimeout());
    }
}
