package io.tallygate.event;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Something that arrived at a door and claims to be an event; nothing of it has been checked.
 *
 * @param content the bytes as they came
 * @param door where they came in
 * @param receivedAt when the gateway took them in
 * @param routingKey the key under which the broker delivered them; empty where the door has none
 * @param headers what the wire said beside the body, as text, for whoever reads a quarantined event later. Never a
 *     reason to trust, accept or skip the event.
 * @param correlationId the AMQP property {@code correlation-id} or its HTTP equivalent
 * @param traceparent the W3C trace context ({@code traceparent}) of the sender
 * @param redelivered whether the broker says that it delivered this message before, perhaps to a gateway that died
 *     after it had kept it
 * @param sender who sent it, as the door has made sure of it; {@link Sender#ANYONE} where nothing is known of senders
 */
public record Arrival(
        Content content,
        Door door,
        Instant receivedAt,
        Optional<String> routingKey,
        Map<String, String> headers,
        Optional<String> correlationId,
        Optional<String> traceparent,
        boolean redelivered,
        Sender sender) {

    public Arrival {
        headers = Map.copyOf(headers);
    }

    /** An arrival with nothing but a body, from {@link Sender#ANYONE}. */
    public static Arrival of(Content content, Door door, Instant receivedAt) {
        return new Arrival(
                content,
                door,
                receivedAt,
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                false,
                Sender.ANYONE);
    }
}
