package io.tallygate.ingest.amqp;

import io.tallygate.broker.BrokerAddress;
import io.tallygate.broker.BrokerAddresses;
import io.tallygate.broker.BrokerConfig;
import io.tallygate.event.NamePatterns;
import io.tallygate.event.Sender;
import io.tallygate.event.Tenants;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** The users of the broker as senders, as {@link AmqpAccessConfig} names them. */
@Singleton
public final class AmqpSenders {
    private static final String USERS = "tallygate.access.amqp.users";
    private static final String OWN_USER = "tallygate.access.amqp.own-user";

    private final Map<String, Sender> senders;
    private final Optional<String> ownUser;

    /** @throws IllegalStateException if the configuration contradicts itself; the message names the key */
    AmqpSenders(AmqpAccessConfig config, BrokerConfig broker, BrokerAddresses addresses) {
        this.senders = configured(config);
        this.ownUser = senders.isEmpty()
                ? Optional.empty()
                : Optional.of(config.ownUser().orElseGet(() -> userOf(addresses.current(), broker)));
        ownUser.ifPresent(own -> {
            if (senders.put(own, Sender.ANYONE) != null) {
                throw new IllegalStateException(
                        USERS + " names " + own
                                + ", which is the gateway's own user and may send everything: give the gateway a user of its own");
            }
        });
    }

    /** Who sent a message with this {@code user-id}. */
    public Sender of(Optional<String> userId) {
        if (senders.isEmpty()) {
            return Sender.ANYONE;
        }
        return userId.map(senders::get).orElse(Sender.NOBODY);
    }

    /** The user that the gateway names as the sender of what it publishes itself, if senders are told apart. */
    public Optional<String> ownUser() {
        return ownUser;
    }

    private static Map<String, Sender> configured(AmqpAccessConfig config) {
        Map<String, Sender> senders = new HashMap<>();
        config.users().forEach((name, user) -> {
            String id = user.userId().orElse(name);
            if (senders.put(id, sender(name, user)) != null) {
                throw new IllegalStateException(USERS + " names " + id + " twice");
            }
        });
        return senders;
    }

    private static Sender sender(String name, AmqpAccessConfig.User user) {
        return new Sender(
                tenants(USERS + "." + name + ".tenants", user.tenants()),
                new NamePatterns(user.sources()),
                new NamePatterns(user.types()));
    }

    private static Tenants tenants(String key, List<String> names) {
        if (names.contains("*")) {
            return Tenants.ALL;
        }
        try {
            return new Tenants.Some(names.stream().map(UUID::fromString).collect(Collectors.toSet()));
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(key + " must be UUIDs separated by commas, or *");
        }
    }

    private static String userOf(List<BrokerAddress> addresses, BrokerConfig broker) {
        List<String> users =
                addresses.stream().map(BrokerAddress::user).distinct().toList();
        if (users.size() != 1 || broker.tls().external()) {
            throw new IllegalStateException(OWN_USER + " is needed where " + USERS
                    + " is set and tallygate.rabbitmq.url does not say as whom the gateway publishes: the name under"
                    + " which the broker knows it");
        }
        return users.get(0);
    }
}
