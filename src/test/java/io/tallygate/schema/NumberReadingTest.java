package io.tallygate.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A number is the double that is nearest to what is written, whichever parser of numbers the library is told to use. */
class NumberReadingTest {
    private static final int NUMBERS = 50_000;

    private final JsonReader reader = new JsonReader(ValidationLimits.DEFAULTS.maxDepth());

    @Test
    void decimals_areTheNearestDouble() throws UnreadableException {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < NUMBERS; i++) {
            requireNearest(decimal(random));
            requireNearest(Double.toString(Math.abs(Double.longBitsToDouble(random.nextLong() & ~(1L << 62)))));
        }
    }

    @Test
    void betweenTwoDoubles_theEvenOneIsRead() throws UnreadableException {
        requireNearest("9007199254740993.0");
        requireNearest("9007199254740993.00000000000000000000000000000000000000000000000000000000000001");
        requireNearest("2.2250738585072011e-308");
        requireNearest("4.9e-324");
        requireNearest("2.4703282292062327e-324");
        requireNearest("2.4703282292062328e-324");
        requireNearest("1.7976931348623157e308");
        requireNearest("1.7976931348623158e308");
        requireNearest("0.0e999999");
        requireNearest("-0.0");
    }

    private void requireNearest(String text) throws UnreadableException {
        JsonNode read = reader.read(("{\"a\":" + text + "}").getBytes(StandardCharsets.UTF_8))
                .get("a");
        assertThat(Double.doubleToLongBits(read.doubleValue()))
                .as(text)
                .isEqualTo(Double.doubleToLongBits(Double.parseDouble(text)));
    }

    /** Up to 90 digits, with or without an exponent. */
    private static String decimal(SplittableRandom random) {
        StringBuilder text = new StringBuilder(random.nextBoolean() ? "" : "-");
        text.append(random.nextInt(1, 10)).append(digits(random, random.nextInt(20)));
        text.append('.').append(digits(random, 1 + random.nextInt(random.nextInt(8) == 0 ? 60 : 18)));
        if (random.nextBoolean()) {
            text.append(random.nextBoolean() ? 'e' : 'E').append(random.nextInt(-340, 280));
        }
        return text.toString();
    }

    private static String digits(SplittableRandom random, int count) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < count; i++) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        return digits.toString();
    }
}
