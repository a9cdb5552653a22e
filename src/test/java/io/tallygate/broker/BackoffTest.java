package io.tallygate.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {

    @Test
    void next_doublesUpToTheBound() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofMillis(350));
        assertThat(backoff.next()).isBetween(75L, 100L);
        assertThat(backoff.next()).isBetween(150L, 200L);
        assertThat(backoff.next()).isBetween(262L, 350L);
        assertThat(backoff.next()).isBetween(262L, 350L);
        backoff.reset();
        assertThat(backoff.next()).isBetween(75L, 100L);
    }

    @Test
    void next_zero_stillWaits() {
        assertThat(new Backoff(Duration.ZERO, Duration.ZERO).next()).isEqualTo(1);
    }
}
