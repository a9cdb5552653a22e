package io.tallygate.broker;

import java.util.Optional;

/**
 * As whom the gateway publishes, for those who let nobody else speak for it.
 *
 * @param userId sent as the property {@code user-id} of every message; RabbitMQ closes the channel if it is not the user of
 *     the connection. Empty to send none
 */
public record PublisherIdentity(Optional<String> userId) {
    /** Says nothing of it. */
    public static final PublisherIdentity NONE = new PublisherIdentity(Optional.empty());
}
