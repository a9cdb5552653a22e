package io.tallygate.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Shows, on thousands of seeded schedules of the pure pipeline, that nothing is lost, nothing is twice, and nothing
 * overtakes. {@code -Dtallygate.test.seed} replays from a seed, {@code -Dsimulation.schedules} says how many.
 */
class SimulationTest {

    @BeforeAll
    static void silence() {
        Simulations.silence();
    }

    @AfterAll
    static void speak() {
        Simulations.speak();
    }

    @Test
    void schedules_ofRandomSeedsKeepEveryInvariant() {
        long seed =
                Long.getLong("tallygate.test.seed", ThreadLocalRandom.current().nextLong(1L << 40));
        int schedules = Integer.getInteger("simulation.schedules", 3_000);
        long begun = System.nanoTime();

        assertThat(Simulations.run(seed, schedules))
                .as("replay with -Dtallygate.test.seed=<seed> -Dsimulation.schedules=1")
                .isEmpty();

        System.out.printf(
                "%d simulated schedules from seed %d, %d ms%n",
                schedules, seed, (System.nanoTime() - begun) / 1_000_000);
    }

    /**
     * Seeds that once showed a bug. They show it for as long as the simulation draws its chances in the same order; whoever
     * changes that undoes each fix once, looks for a new seed and pins it here.
     *
     * <ul>
     *   <li>39: ending a relay's run noted what stood behind something unconfirmed
     *   <li>5: a batch of unknown outcome was acknowledged
     *   <li>540: one batch of the broker was given back, and those waiting behind it were stored before it came again
     *   <li>2465: the same, with one that was handed over while the other was being given back
     *   <li>1214: after a reconnect the relay published on, behind a batch that the old connection had lost
     *   <li>313: a fault of ours while a run ended was the end of the relay
     * </ul>
     */
    @ParameterizedTest
    @ValueSource(longs = {39, 5, 540, 2465, 1214, 313})
    void schedule_ofAPinnedSeedKeepsEveryInvariant(long seed) {
        assertThat(Simulations.run(seed)).isEmpty();
    }
}
