package io.tallygate.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The same as {@link SimulationTest} on all cores and for long: {@code -Dfaults.schedules=1000000}, which is the default;
 * {@code -Dtallygate.test.seed} says from which seed on.
 */
class SimulationFaults {

    @BeforeAll
    static void silence() {
        Simulations.silence();
    }

    @AfterAll
    static void speak() {
        Simulations.speak();
    }

    @Test
    void schedules_aMillionKeepEveryInvariant() {
        long seed =
                Long.getLong("tallygate.test.seed", ThreadLocalRandom.current().nextLong(1L << 40));
        int schedules = Integer.getInteger("faults.schedules", 1_000_000);
        long begun = System.nanoTime();

        assertThat(Simulations.run(seed, schedules))
                .as("of %d schedules from seed %d; replay each with -Dtallygate.test.seed", schedules, seed)
                .isEmpty();

        System.out.printf(
                "%d simulated schedules from seed %d: no violation, %d s%n",
                schedules, seed, (System.nanoTime() - begun) / 1_000_000_000);
    }
}
