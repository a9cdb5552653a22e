package io.tallygate.ingest.amqp;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who may send which events by the broker. */
@ConfigMapping(prefix = "tallygate.access.amqp")
public interface AmqpAccessConfig {

    /**
     * The users of the broker who may publish events. Where one is named, every message of the audit queue needs the
     * property {@code user-id}, which RabbitMQ lets nobody forge, of one of them; what does not fit is quarantined as
     * {@code not-authorised}. Where none is named, all messages are taken.
     */
    Map<String, User> users();

    /**
     * The user as whom the gateway itself publishes; without it the one in {@code tallygate.rabbitmq.url}. Where users are
     * named, it is sent as {@code user-id}, and may send everything.
     */
    Optional<String> ownUser();

    /** What one user may send. */
    interface User {

        /** The user's name, where it is not the one in the key: a variable of the environment cannot spell all names. */
        Optional<String> userId();

        /** The tenants whose events it may send, separated by commas; {@code *} for all. */
        List<String> tenants();

        /** The sources that it may name; {@code *} at the end stands for any rest. */
        @WithDefault("*")
        List<String> sources();

        /** The types of events that it may send; {@code *} at the end stands for any rest. */
        @WithDefault("*")
        List<String> types();
    }
}
