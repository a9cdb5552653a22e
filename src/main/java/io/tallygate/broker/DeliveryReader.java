package io.tallygate.broker;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import java.util.Collections;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Turns what the client delivers into a {@link Delivery}, whatever a stranger put into its properties. */
final class DeliveryReader {
    private static final int MAX_HEADERS = 64;
    private static final int MAX_HEADER_LENGTH = 1_024;

    private DeliveryReader() {}

    static Delivery read(Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
        return new Delivery(
                body,
                WireText.property(envelope.getExchange()),
                WireText.property(envelope.getRoutingKey()),
                envelope.isRedeliver(),
                text(properties.getMessageId()),
                text(properties.getCorrelationId()),
                text(properties.getType()),
                text(properties.getContentType()),
                Optional.ofNullable(properties.getTimestamp()).map(Date::toInstant),
                text(properties.getUserId()),
                headers(properties.getHeaders()));
    }

    private static Optional<String> text(@Nullable String property) {
        return Optional.ofNullable(property).map(WireText::property);
    }

    private static Map<String, String> headers(@Nullable Map<String, Object> table) {
        if (table == null || table.isEmpty()) {
            return Map.of();
        }
        SortedMap<String, String> headers = new TreeMap<>();
        // Sorted before they are counted: the client has lost the order of the wire, and the same message shows the
        // same headers each time.
        new TreeMap<>(table)
                .entrySet().stream()
                        .limit(MAX_HEADERS)
                        .forEach(header -> headers.putIfAbsent(
                                WireText.property(header.getKey()),
                                WireText.render(header.getValue(), MAX_HEADER_LENGTH)));
        return Collections.unmodifiableSortedMap(headers);
    }
}
