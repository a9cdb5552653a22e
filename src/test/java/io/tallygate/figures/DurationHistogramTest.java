package io.tallygate.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Percentiles of the histogram beside exact ones. */
class DurationHistogramTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 19, 20, 21, 99, 100, 101, 5_000})
    void percentile_ofAnySpread_isAsCloseAsPromised(int count) {
        SplittableRandom random = new SplittableRandom(count);
        for (DoubleUnaryOperator spread : new DoubleUnaryOperator[] {
            x -> 1 + x * 100, x -> Math.pow(10, x * 14.9), x -> 42, x -> x < 0.9 ? 20 : 1e6 * (1 + x), x -> x * 3
        }) {
            double[] durations = random.doubles(count).map(spread).sorted().toArray();
            DurationHistogram histogram = new DurationHistogram();
            Arrays.stream(durations).forEach(histogram::add);

            for (int percent : new int[] {1, 50, 95, 99, 100}) {
                double exact = durations[(int) Math.ceil(count * percent / 100.0 - 1e-9) - 1];
                double told = histogram.percentile(percent);
                if (exact < 1) {
                    assertThat(told).isCloseTo(exact, within(0.5));
                } else {
                    assertThat(Math.abs(told - exact) / exact)
                            .as("%d %% of %d: %f told as %f", percent, count, exact, told)
                            .isLessThanOrEqualTo(DurationScale.RELATIVE_ERROR);
                }
            }
        }
    }

    @Test
    void slotOf_isThatOfWidthBucket_atItsVeryBounds() {
        Double[] thresholds = DurationScale.thresholds();
        for (int slot = 1; slot <= DurationScale.LAST_SLOT; slot++) {
            double begin = thresholds[slot - 1];
            assertThat(DurationScale.slotOf(begin)).isEqualTo(slot);
            assertThat(DurationScale.slotOf(Math.nextDown(begin))).isEqualTo(slot - 1);
        }
        assertThat(DurationScale.slotOf(0)).isZero();
        assertThat(DurationScale.slotOf(Double.MAX_VALUE)).isEqualTo(DurationScale.LAST_SLOT);
    }

    @Test
    void add_anotherHistogram_isAsIfItsDurationsWereAdded() {
        DurationHistogram one = new DurationHistogram();
        DurationHistogram other = new DurationHistogram();
        one.add(10);
        other.add(1000);
        other.add(1000);
        one.add(other);

        assertThat(one.count()).isEqualTo(3);
        assertThat(one.percentile(50)).isCloseTo(1000, within(45.0));
    }

    @Test
    void percentile_ofNothing_isRefused() {
        assertThatThrownBy(() -> new DurationHistogram().percentile(50)).isInstanceOf(IllegalStateException.class);
    }
}
