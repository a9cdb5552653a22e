package io.tallygate.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.broker.BrokerConfig;
import io.tallygate.schema.SchemaCatalog;
import io.tallygate.testkit.Configured;
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
        BrokerConfig config = Configured.by(properties, BrokerConfig.class);
        return new Beans().auditBindings(config, catalog).keys();
    }
}
