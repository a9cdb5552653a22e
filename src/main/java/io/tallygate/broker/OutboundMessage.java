package io.tallygate.broker;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A message to publish on the exchange: JSON, persistent, mandatory.
 *
 * @param routingKey at most 255 bytes of UTF-8
 * @param body the content, given away: it must not be written to any more
 * @param messageId the event's own id, the same at every retry; not empty, at most 255 bytes of UTF-8
 * @param type the event type; at most 255 bytes of UTF-8
 * @param timestamp when the event happened; AMQP keeps whole seconds of it
 * @param correlationId what the event belongs to; at most 255 bytes of UTF-8
 * @param headers e.g. {@code traceparent}; names of at most 255 bytes of UTF-8, together at most 64 KiB
 */
@SuppressWarnings("ArrayRecordComponent") // bodies are handed on, never compared or copied
public record OutboundMessage(
        String routingKey,
        byte[] body,
        String messageId,
        String type,
        Instant timestamp,
        Optional<String> correlationId,
        Map<String, String> headers) {

    private static final int MAX_SHORT_BYTES = 255;
    private static final int MAX_HEADER_BYTES = 64 << 10;

    /**
     * Checks what the protocol cannot carry: found only while it is written, it would end the connection.
     *
     * @throws IllegalArgumentException if the id is empty or anything is longer than said above
     */
    public OutboundMessage {
        if (messageId.isEmpty()) {
            throw new IllegalArgumentException("A message needs its event's id");
        }
        headers = Map.copyOf(headers);
        checkShort("routing key", routingKey);
        checkShort("message id", messageId);
        checkShort("type", type);
        correlationId.ifPresent(id -> checkShort("correlation id", id));
        headers.keySet().forEach(name -> checkShort("header name", name));
        if (headers.entrySet().stream()
                        .mapToInt(e -> bytesOf(e.getKey()) + bytesOf(e.getValue()))
                        .sum()
                > MAX_HEADER_BYTES) {
            throw new IllegalArgumentException("The headers of a message have at most " + MAX_HEADER_BYTES + " bytes");
        }
    }

    private static void checkShort(String what, String text) {
        if (bytesOf(text) > MAX_SHORT_BYTES) {
            throw new IllegalArgumentException(
                    "The " + what + " of a message has at most " + MAX_SHORT_BYTES + " bytes");
        }
    }

    private static int bytesOf(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
