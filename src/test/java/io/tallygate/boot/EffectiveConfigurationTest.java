package io.tallygate.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.tallygate.boot.EffectiveConfiguration.Entry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EffectiveConfigurationTest {
    private static List<Entry> entries(Map<String, String> values) {
        return new EffectiveConfiguration(new SmallRyeConfigBuilder()
                        .addDefaultInterceptors()
                        .withSources(new PropertiesConfigSource(
                                values, "PropertiesConfigSource[source=file:/home/x/application.properties]", 100))
                        .build())
                .entries();
    }

    @Test
    void secret_isMaskedByName_andWhereverElseItStands() {
        List<Entry> entries = entries(Map.of(
                "tallygate.database.password", "s3cret-1",
                "tallygate.access.key-secret", "s3cret-2",
                "quarkus.oidc.credentials.client-secret.value", "x",
                "tallygate.rabbitmq.url", "amqps://gate:s3cret-3@mq.example:5671,amqp://gate:s3cret-3@other",
                "tallygate.database.url", "jdbc:postgresql://db/t?user=u&password=s3cret-4&ssl=true",
                "tallygate.jobs.note", "the same s3cret-1 again",
                "quarkus.datasource.password", "${tallygate.database.password}"));

        assertThat(entries.toString()).doesNotContain("s3cret");
        assertThat(entries)
                .filteredOn(entry -> entry.key().equals("tallygate.rabbitmq.url"))
                .extracting(Entry::value)
                .containsExactly(
                        "amqps://gate:\u2022\u2022\u2022@mq.example:5671,amqp://gate:\u2022\u2022\u2022@other");
        assertThat(entries).hasSize(7).allMatch(Entry::masked);
    }

    @Test
    void entry_saysItsOrigin_andWhatIsNobodysBusinessIsLeftOut() {
        assertThat(entries(Map.of("tallygate.ingest.max-batch", "7", "java.home", "/opt", "user.name", "root")))
                .containsExactly(new Entry("tallygate.ingest.max-batch", "7", "file application.properties", false));
    }

    @Test
    void valueThatNamesAKeyWithoutOne_isLeftOut() {
        assertThat(entries(Map.of("tallygate.a", "${no.such.key}", "tallygate.b", "1")))
                .extracting(Entry::key)
                .containsExactly("tallygate.b");
    }
}
