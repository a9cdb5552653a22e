package io.tallygate.broker;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One message as the broker delivered it. Every text is fit for a log, a page and a database: at most as long as said
 * here, control characters and unpaired surrogates replaced by <code>&#92;uXXXX</code>.
 *
 * @param body the content, not a copy: read only
 * @param exchange where it was published; at most 255 characters, like all texts here but the headers
 * @param routingKey under which it was published
 * @param redelivered whether the broker delivered it before, perhaps to a gateway that died after it had kept it
 * @param messageId the property {@code message-id}
 * @param correlationId the property {@code correlation-id}
 * @param type the property {@code type}
 * @param contentType the property {@code content-type}
 * @param timestamp the property {@code timestamp}, in whole seconds
 * @param userId the property {@code user-id}; RabbitMQ delivers none but that of the user who published the message
 * @param headers the first 64 headers in the order of their names, values as text of at most 1,024 characters: a nested
 *     table as <code>{a=1, b=2}</code>, an array as {@code [1, 2]}, bytes as hexadecimal digits after {@code 0x}
 */
@SuppressWarnings("ArrayRecordComponent") // bodies are handed on, never compared or copied
public record Delivery(
        byte[] body,
        String exchange,
        String routingKey,
        boolean redelivered,
        Optional<String> messageId,
        Optional<String> correlationId,
        Optional<String> type,
        Optional<String> contentType,
        Optional<Instant> timestamp,
        Optional<String> userId,
        Map<String, String> headers) {}
