package io.tallygate.broker;

import io.quarkus.arc.DefaultBean;
import jakarta.inject.Singleton;
import java.util.List;

/** The addresses of {@link BrokerConfig#url()}; an unreadable one fails the start, since no waiting can cure it. */
@DefaultBean
@Singleton
final class ConfiguredAddresses implements BrokerAddresses {
    private final List<BrokerAddress> addresses;

    ConfiguredAddresses(BrokerConfig config) {
        this.addresses = config.url().map(BrokerAddress::parseAll).orElse(List.of());
    }

    @Override
    public List<BrokerAddress> current() {
        return addresses;
    }
}
