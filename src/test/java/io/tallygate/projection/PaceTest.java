package io.tallygate.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.testkit.Configured;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Pace pace = new Pace(Configured.by(
            Map.of(
                    "tallygate.projection.pause", "100ms",
                    "tallygate.projection.share", "0.5",
                    "tallygate.projection.busy-share", "0.1",
                    "tallygate.projection.busy-rate", "1000"),
            ProjectionConfig.class));

    @Test
    void fewAreStored_itRestsAsLongAsItWorked() {
        pace.sees(5_000, 0);
        pace.sees(5_900, SECOND.toNanos());

        assertThat(pace.restAfter(SECOND)).isEqualTo(SECOND);
    }

    @Test
    void manyAreStored_itLeavesTheMachineToThem_untilFewerAre() {
        pace.sees(0, 0);
        pace.sees(600, SECOND.toNanos() / 2);
        assertThat(pace.restAfter(SECOND)).isEqualTo(Duration.ofSeconds(9));

        pace.sees(700, SECOND.toNanos());
        assertThat(pace.restAfter(SECOND)).isEqualTo(SECOND);
    }

    @Test
    void shortWork_isFollowedByThePause() {
        assertThat(pace.restAfter(Duration.ofMillis(1))).isEqualTo(Duration.ofMillis(100));
    }
}
