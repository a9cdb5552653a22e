package io.tallygate.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.figures.DurationScale;
import io.tallygate.query.FigureRanges.Axis;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeatmapTest {
    private static final Axis AXIS = new Axis(new Span(0, 3600), Interval.PT1M);

    @Test
    void of_anyDurations_putsEachBelowItsBoundAndNotBelowTheOneBefore() {
        SplittableRandom random = new SplittableRandom(5);
        for (int run = 0; run < 50; run++) {
            double millis = Math.pow(10, random.nextDouble(15)) - 1;
            SortedMap<Long, SortedMap<Integer, Long>> slots = new TreeMap<>();
            SortedMap<Integer, Long> counted = new TreeMap<>();
            IntStream.of(0, 90, DurationScale.slotOf(millis)).forEach(slot -> counted.merge(slot, 1L, Long::sum));
            slots.put(60L, counted);

            Heatmap map = Heatmap.of(AXIS, slots, 48);

            List<Long> counts = map.points().get(0).counts();
            assertThat(map.bounds())
                    .hasSize(counts.size())
                    .hasSizeLessThanOrEqualTo(48)
                    .isSorted();
            assertThat(counts.stream().mapToLong(Long::longValue).sum()).isEqualTo(3);
            int row = 0;
            while (map.bounds().get(row) <= millis) {
                row++;
            }
            assertThat(counts.get(row)).as("%f in %s", millis, map).isPositive();
        }
    }

    @Test
    void of_nothing_isEmpty() {
        Heatmap map = Heatmap.of(AXIS, new TreeMap<>(), 48);

        assertThat(map.bounds()).isEmpty();
        assertThat(map.points()).isEmpty();
    }
}
