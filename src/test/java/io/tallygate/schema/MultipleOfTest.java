package io.tallygate.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MultipleOfTest {
    @Test
    void isMultiple_anyTwoNumbers_isWhatDivisionSays() {
        SplittableRandom random = new SplittableRandom(7);
        int multiples = 0;
        for (int i = 0; i < 200_000; i++) {
            BigDecimal number = number(random, true);
            BigDecimal divisor = number(random, false);
            boolean divides = number.remainder(divisor).signum() == 0;

            assertThat(MultipleOf.isMultiple(number, divisor))
                    .as(number + " by " + divisor)
                    .isEqualTo(divides);
            multiples += divides ? 1 : 0;
        }
        assertThat(multiples).isBetween(1_000, 199_000);
    }

    @Test
    void isMultiple_extremes_areExact() {
        assertThat(MultipleOf.isMultiple(new BigDecimal("1e308"), new BigDecimal("1e-7")))
                .isTrue();
        assertThat(MultipleOf.isMultiple(new BigDecimal("1e308"), new BigDecimal("0.123456789")))
                .isFalse();
        assertThat(MultipleOf.isMultiple(new BigDecimal("5e-324"), new BigDecimal("1e308")))
                .isFalse();
        assertThat(MultipleOf.isMultiple(new BigDecimal("0.0075"), new BigDecimal("0.0001")))
                .isTrue();
    }

    private static BigDecimal number(SplittableRandom random, boolean anySign) {
        long digits = random.nextLong(anySign ? -5_000 : 1, 5_000);
        return BigDecimal.valueOf(digits, random.nextInt(-6, 6));
    }
}
