package io.tallygate.schema;

import com.fasterxml.jackson.databind.JsonNode;

/** The keyword {@code type}. */
final class TypeAcceptance {
    private TypeAcceptance() {}

    static Acceptance of(JsonNode type) {
        if (!type.isArray()) {
            return named(type.asText());
        }
        Acceptance[] types = new Acceptance[type.size()];
        for (int i = 0; i < types.length; i++) {
            types[i] = named(type.get(i).asText());
        }
        return value -> {
            for (Acceptance one : types) {
                if (one.isSureOf(value)) {
                    return true;
                }
            }
            return false;
        };
    }

    private static Acceptance named(String type) {
        return switch (type) {
            case "object" -> JsonNode::isObject;
            case "array" -> JsonNode::isArray;
            case "string" -> JsonNode::isTextual;
            case "integer" ->
                value -> value.isIntegralNumber() || value.isNumber() && value.canConvertToExactIntegral();
            case "number" -> JsonNode::isNumber;
            case "boolean" -> JsonNode::isBoolean;
            case "null" -> JsonNode::isNull;
            default -> Acceptance.UNSURE;
        };
    }
}
