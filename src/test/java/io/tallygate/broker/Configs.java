package io.tallygate.broker;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;

/** Configurations as the application would read them. */
final class Configs {

    private Configs() {}

    /** The defaults with these keys changed; the keys are given in full. */
    static BrokerConfig broker(Map<String, String> properties) {
        return smallRye(properties).getConfigMapping(BrokerConfig.class);
    }

    static SmallRyeConfig smallRye(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .withMapping(BrokerConfig.class)
                .withConverter(Duration.class, 200, new DurationConverter())
                .withSources(new PropertiesConfigSource(properties, "test", 500))
                .build();
    }
}
