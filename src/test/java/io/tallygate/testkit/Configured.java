package io.tallygate.testkit;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;

/** Configurations as the application would read them. */
public final class Configured {
    private Configured() {}

    /** The mapping's defaults with these keys changed; the keys are given in full. */
    public static <T> T by(Map<String, String> properties, Class<T> mapping) {
        return config(properties, mapping).getConfigMapping(mapping);
    }

    /** The same, and whatever else these properties have. */
    public static SmallRyeConfig config(Map<String, String> properties, Class<?> mapping) {
        return new SmallRyeConfigBuilder()
                .withMapping(mapping)
                .withConverter(Duration.class, 200, new DurationConverter())
                .withConverter(MemorySize.class, 200, new MemorySizeConverter())
                .withSources(new PropertiesConfigSource(properties, "test", 500))
                .build();
    }
}
