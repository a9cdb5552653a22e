package io.tallygate.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.tallygate.broker.BrokerConfig;
import io.tallygate.schema.SchemaCatalog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BeansTest {
    private final SchemaCatalog catalog = SchemaCatalog.load(Optional.empty());

    @Test
    void auditBindings_areThoseOfTheDialects_unlessTheOperatorNamesOthers() {
        assertThat(bindings(Map.of())).containsExactlyElementsOf(catalog.bindingKeys());
        assertThat(bindings(Map.of("tallygate.rabbitmq.audit-bindings", "a.#,b.*")))
                .containsExactly("a.#", "b.*");
    }

    private List<String> bindings(Map<String, String> properties) {
        BrokerConfig config = new SmallRyeConfigBuilder()
                .withMapping(BrokerConfig.class)
                .withConverter(Duration.class, 200, new DurationConverter())
                .withSources(new PropertiesConfigSource(properties, "test", 500))
                .build()
                .getConfigMapping(BrokerConfig.class);
        return new Beans().auditBindings(config, catalog).keys();
    }
}
