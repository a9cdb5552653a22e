package io.tallygate.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.tallygate.audit.TestTransactions;
import io.tallygate.testkit.PostgresNode;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClockCheckTest {
    @Test
    void complaint_clocksAgree_isNone() {
        assertThat(check(Clock.systemUTC()).complaint()).isEmpty();
    }

    @Test
    void complaint_clockAnHourBehind_saysBothAndTheRemedy() {
        Clock late = Clock.offset(Clock.systemUTC(), Duration.ofHours(-1));

        assertThat(check(late).complaint().orElseThrow()).contains("s apart", "max-clock-skew", "NTP");
    }

    private static ClockCheck check(Clock clock) {
        StorageConfig config = new SmallRyeConfigBuilder()
                .withMapping(StorageConfig.class)
                .withConverter(Duration.class, 200, new DurationConverter())
                .withConverter(MemorySize.class, 200, new MemorySizeConverter())
                .withSources(new PropertiesConfigSource(Map.of(), "test", 1))
                .build()
                .getConfigMapping(StorageConfig.class);
        return new ClockCheck(TestTransactions.on(PostgresNode.shared().createDatabase()), clock, config);
    }
}
