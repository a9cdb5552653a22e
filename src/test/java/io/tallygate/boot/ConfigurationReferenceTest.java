package io.tallygate.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.tallygate.access.AccessConfig;
import io.tallygate.broker.BrokerConfig;
import io.tallygate.demo.DemoConfig;
import io.tallygate.figures.FiguresConfig;
import io.tallygate.ingest.IngestConfig;
import io.tallygate.ingest.amqp.AmqpAccessConfig;
import io.tallygate.jobs.JobsConfig;
import io.tallygate.projection.ProjectionConfig;
import io.tallygate.quarantine.QuarantineConfig;
import io.tallygate.query.EvolutionConfig;
import io.tallygate.query.QueryConfig;
import io.tallygate.query.StreamConfig;
import io.tallygate.relay.RelayConfig;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds docs/configuration.md against the keys and defaults in the code. */
class ConfigurationReferenceTest {
    @ParameterizedTest
    @ValueSource(
            classes = {
                AccessConfig.class,
                AmqpAccessConfig.class,
                BrokerConfig.class,
                DemoConfig.class,
                EvolutionConfig.class,
                FiguresConfig.class,
                HttpConfig.class,
                IngestConfig.class,
                JobsConfig.class,
                ProjectionConfig.class,
                QuarantineConfig.class,
                QueryConfig.class,
                RelayConfig.class,
                StorageConfig.class,
                StreamConfig.class
            })
    void everyKeyIsDocumentedWithItsDefault(Class<?> mapping) throws IOException {
        String page = Files.readString(Path.of("docs", "configuration.md"));

        assertThat(rows(mapping.getAnnotation(ConfigMapping.class).prefix(), mapping))
                .allSatisfy(row -> assertThat(page).contains(row));
    }

    private static Stream<String> rows(String prefix, Class<?> mapping) {
        return Stream.of(mapping.getDeclaredMethods())
                .filter(method -> !method.isSynthetic())
                .flatMap(method -> rows(prefix + "." + kebab(method.getName()), method));
    }

    private static Stream<String> rows(String key, Method method) {
        Class<?> type = method.getReturnType();
        if (type.isInterface() && type.getName().startsWith("io.tallygate.")) {
            return rows(key, type);
        }
        if (type == Map.class && values(method) instanceof Class<?> value && value.isInterface()) {
            return rows(key + ".<user>", value);
        }
        WithDefault value = method.getAnnotation(WithDefault.class);
        String name = type == Map.class ? key + ".<job>" : key;
        return Stream.of("| `" + name + "` | " + (value == null ? "|" : "`" + value.value() + "` |"));
    }

    private static Type values(Method map) {
        return ((ParameterizedType) map.getGenericReturnType()).getActualTypeArguments()[1];
    }

    private static String kebab(String camelCase) {
        return camelCase.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
