package io.tallygate.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.audit.TestTransactions;
import io.tallygate.testkit.Configured;
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
        StorageConfig config = Configured.by(Map.of(), StorageConfig.class);
        return new ClockCheck(TestTransactions.on(PostgresNode.shared().createDatabase()), clock, config);
    }
}
