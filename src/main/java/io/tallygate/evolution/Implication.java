package io.tallygate.evolution;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether a keyword of a reader follows from the keywords of the writer at the same place. False says nothing. */
final class Implication {
    /** Up to here the validator, which compares integers by 64 bits, and arithmetic agree on every number. */
    private static final BigDecimal EXACT = BigDecimal.valueOf(1L << 53);

    private Implication() {}

    static boolean holds(Shape writer, Part reader, String keyword) {
        JsonNode asked = reader.get(keyword);
        return switch (keyword) {
            case "type" -> Kind.allowedBy(asked).containsAll(writer.kinds());
            case "required" -> required(writer, asked);
            case "enum", "const" -> listed(writer, asked, keyword);
            case "minLength", "minItems" -> asked.isInt() && writer.atLeast(keyword) >= asked.asInt();
            case "minProperties" ->
                asked.isInt()
                        && Math.max(writer.atLeast(keyword), writer.required().size()) >= asked.asInt();
            case "maxLength", "maxItems", "maxProperties" -> asked.isInt() && writer.atMost(keyword) <= asked.asInt();
            case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum" -> bound(writer, reader, keyword);
            case "if" -> !reader.has("then") && !reader.has("else");
            case "uniqueItems" -> !asked.asBoolean() || writer.atMost("maxItems") <= 1;
            default -> false;
        };
    }

    private static boolean required(Shape writer, JsonNode names) {
        Set<String> given = writer.required();
        for (JsonNode name : names) {
            if (!given.contains(name.asText())) {
                return false;
            }
        }
        return true;
    }

    private static boolean listed(Shape writer, JsonNode asked, String keyword) {
        List<JsonNode> accepted = new ArrayList<>();
        if (keyword.equals("const")) {
            accepted.add(asked);
        } else {
            asked.forEach(accepted::add);
        }
        return writer.parts().stream()
                .flatMap(part -> Shape.listed(part).stream())
                .anyMatch(accepted::containsAll);
    }

    private static boolean bound(Shape writer, Part reader, String keyword) {
        Bound asked = Bound.of(reader, keyword).orElseThrow();
        return writer.parts().stream()
                .flatMap(part -> Bound.KEYWORDS.stream().flatMap(own -> Bound.of(part, own).stream()))
                .anyMatch(own -> own.implies(asked, !writer.kinds().contains(Kind.FRACTION)));
    }

    /**
     * The least or greatest number.
     *
     * @param side 1 for the least, -1 for the greatest
     * @param comparison how the validator compares: beside the type {@code integer} by 64 bits, elsewhere exactly
     */
    private record Bound(BigDecimal value, int side, boolean included, String comparison) {
        static final List<String> KEYWORDS = List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum");

        static Optional<Bound> of(Part part, String keyword) {
            if (!part.has(keyword)) {
                return Optional.empty();
            }
            return Optional.of(new Bound(
                    part.get(keyword).decimalValue(),
                    keyword.endsWith("inimum") ? 1 : -1,
                    !keyword.startsWith("exclusive"),
                    comparison(part.get("type"), part.get(keyword))));
        }

        private static String comparison(JsonNode type, JsonNode bound) {
            String types = type.toString();
            return types.contains("\"integer\"") && bound.isIntegralNumber() ? types : "exact";
        }

        boolean implies(Bound asked, boolean wholeNumbers) {
            return side == asked.side
                    && (comparison.equals(asked.comparison) || wholeNumbers && isExact() && asked.isExact())
                    && isWithin(asked, wholeNumbers);
        }

        private boolean isExact() {
            return value.abs().compareTo(EXACT) < 0;
        }

        private boolean isWithin(Bound asked, boolean wholeNumbers) {
            int comparison = value.compareTo(asked.value) * side;
            if (comparison > 0 || comparison == 0 && (asked.included || !included)) {
                return true;
            }
            // above 0 is from 1 on, for whole numbers
            return wholeNumbers
                    && !included
                    && asked.included
                    && isExact()
                    && asked.isExact()
                    && value.stripTrailingZeros().scale() <= 0
                    && value.add(BigDecimal.valueOf(side)).subtract(asked.value).signum() * side >= 0;
        }
    }
}
