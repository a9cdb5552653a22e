package io.tallygate.ingest.amqp;

import io.tallygate.broker.Delivery;
import io.tallygate.event.Arrival;
import io.tallygate.event.Content;
import io.tallygate.event.Door;
import io.tallygate.event.Sender;
import io.tallygate.event.Traceparent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Messages of the broker as arrivals. */
final class DeliveredArrivals {
    private DeliveredArrivals() {}

    static Arrival of(Delivery delivery, Content content, Instant receivedAt, Sender sender) {
        return new Arrival(
                content,
                Door.AMQP,
                receivedAt,
                Optional.of(delivery.routingKey()),
                kept(delivery),
                delivery.correlationId().filter(id -> !id.isBlank()),
                Traceparent.wellFormed(delivery.headers().get("traceparent")),
                delivery.redelivered(),
                sender);
    }

    /** Headers under their own names, properties under names that no two of them share. */
    private static Map<String, String> kept(Delivery delivery) {
        Map<String, String> kept = new LinkedHashMap<>(delivery.headers());
        // RabbitMQ counts redeliveries in a header of its own: it would make the same message look like another one.
        kept.remove("x-delivery-count");
        delivery.messageId().ifPresent(value -> kept.put("properties.message-id", value));
        delivery.correlationId().ifPresent(value -> kept.put("properties.correlation-id", value));
        delivery.type().ifPresent(value -> kept.put("properties.type", value));
        delivery.contentType().ifPresent(value -> kept.put("properties.content-type", value));
        delivery.timestamp().ifPresent(value -> kept.put("properties.timestamp", value.toString()));
        delivery.userId().ifPresent(value -> kept.put("properties.user-id", value));
        return kept;
    }
}
