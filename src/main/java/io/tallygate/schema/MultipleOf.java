package io.tallygate.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.keyword.Keyword;
import com.networknt.schema.keyword.KeywordValidator;
import com.networknt.schema.keyword.MultipleOfValidator;
import com.networknt.schema.path.NodePath;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * The keyword {@code multipleOf}. The library's own divides, and 1e308 by 1e-7 has 315 digits: an event full of those
 * takes 90 ms. Whether nothing remains can be told without the quotient.
 */
final class MultipleOf implements Keyword {
    @Override
    public String getValue() {
        return "multipleOf";
    }

    @Override
    public KeywordValidator newValidator(
            SchemaLocation location, JsonNode value, Schema parent, SchemaContext context) {
        return new Check(location, value, parent, context);
    }

    private static final class Check extends MultipleOfValidator {
        private final BigDecimal divisor;

        Check(SchemaLocation location, JsonNode value, Schema parent, SchemaContext context) {
            super(location, value, parent, context);
            this.divisor = value.decimalValue();
        }

        @Override
        public void validate(ExecutionContext context, JsonNode node, JsonNode root, NodePath place) {
            if (node.isNumber() && !isMultiple(node.decimalValue(), divisor)) {
                context.addError(error().instanceNode(node)
                        .instanceLocation(place)
                        .evaluationPath(context.getEvaluationPath())
                        .locale(context.getExecutionConfig().getLocale())
                        .arguments(divisor.toString())
                        .build());
            }
        }
    }

    /** Whether a number is a whole number of times the divisor, which is positive. */
    static boolean isMultiple(BigDecimal number, BigDecimal divisor) {
        BigInteger digits = number.unscaledValue();
        BigInteger by = divisor.unscaledValue();
        int shift = divisor.scale() - number.scale();
        if (digits.signum() == 0) {
            return true;
        }
        if (shift >= 0) {
            BigInteger power = BigInteger.TEN.modPow(BigInteger.valueOf(shift), by);
            return digits.multiply(power).mod(by).signum() == 0;
        }
        // More zeros in the divisor than the number has digits: it is smaller.
        return -shift <= number.precision()
                && digits.mod(by.multiply(BigInteger.TEN.pow(-shift))).signum() == 0;
    }
}
