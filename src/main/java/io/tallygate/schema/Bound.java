package io.tallygate.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;

/**
 * One of the keywords {@code minimum}, {@code maximum}, {@code exclusiveMinimum} and {@code exclusiveMaximum}.
 *
 * <p>Beside the type {@code integer} the library cuts off what a number has after the point and what is beyond 64 bits
 * before it compares: such numbers are left to it.
 */
final class Bound implements Acceptance {
    private static final double MAX_EXACT = 1L << 53;

    private final JsonNode bound;
    private final BigDecimal exactBound;
    private final int side;
    private final boolean included;
    private final boolean cutsOff;

    private Bound(JsonNode bound, int side, boolean included, boolean cutsOff) {
        this.bound = bound;
        this.exactBound = bound.decimalValue();
        this.side = side;
        this.included = included;
        this.cutsOff = cutsOff;
    }

    static Bound of(String keyword, JsonNode schema) {
        JsonNode bound = schema.get(keyword);
        return new Bound(
                bound,
                keyword.endsWith("inimum") ? 1 : -1,
                !keyword.startsWith("exclusive"),
                isLong(bound) && mentionsInteger(schema.path("type")));
    }

    private static boolean mentionsInteger(JsonNode type) {
        boolean mentioned = type.asText().equals("integer");
        for (JsonNode one : type) {
            mentioned |= one.asText().equals("integer");
        }
        return mentioned;
    }

    @Override
    public boolean isSureOf(JsonNode value) {
        if (!value.isNumber()) {
            return true;
        }
        if (isLong(value) && isLong(bound)) {
            return isWithin(Long.compare(value.longValue(), bound.longValue()));
        }
        return (!cutsOff || isExactLong(value)) && isWithin(value.decimalValue().compareTo(exactBound));
    }

    private static boolean isLong(JsonNode number) {
        return number.isInt() || number.isLong();
    }

    private static boolean isExactLong(JsonNode number) {
        double value = number.doubleValue();
        return Math.rint(value) == value && Math.abs(value) < MAX_EXACT;
    }

    private boolean isWithin(int comparison) {
        return comparison == 0 ? included : comparison * side > 0;
    }
}
