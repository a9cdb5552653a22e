package io.tallygate.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.testkit.Configured;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the order and the batches in which events are added, their runs are those of a plain computation. */
class RunPropertiesTest {
    private final ProjectionConfig config = Configured.by(Map.of(), ProjectionConfig.class);
    private final RunsProjection projection = new RunsProjection(config);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void runs_ofAnyOrderAndBatches_areThoseOfThePlainComputation(long seed) {
        List<ProjectedEvent> events = new History(seed).events(400);
        Random dice = new Random(seed);

        for (int round = 0; round < 25; round++) {
            List<ProjectedEvent> shuffled = new ArrayList<>(events);
            Collections.shuffle(shuffled, dice);

            assertThat(PlainRuns.seen(inBatches(shuffled, dice).values().stream()))
                    .as("seed %s, round %s", seed, round)
                    .isEqualTo(PlainRuns.of(events, config.stallsAfter()));
        }
    }

    private Map<RunKey, Run> inBatches(List<ProjectedEvent> events, Random dice) {
        Map<RunKey, Run> all = new HashMap<>();
        for (int at = 0; at < events.size(); ) {
            int end = Math.min(events.size(), at + 1 + dice.nextInt(60));
            // Either may be what is there already.
            projection
                    .runsOf(events.subList(at, end))
                    .forEach((key, run) -> all.merge(
                            key, run, dice.nextBoolean() ? Run::merge : (before, more) -> more.merge(before)));
            at = end;
        }
        return all;
    }
}
