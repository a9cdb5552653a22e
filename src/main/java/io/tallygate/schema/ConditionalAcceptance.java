package io.tallygate.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * {@code if}, {@code then} and {@code else}. To know which of the two counts takes a condition that is as sure of what it
 * refuses as of what it accepts: texts that some properties must have. Of any other condition both must be satisfied.
 */
record ConditionalAcceptance(Map<String, String> texts, Acceptance then, Acceptance otherwise) implements Acceptance {

    static Acceptance of(JsonNode schema, Function<JsonNode, Acceptance> compiler) {
        Acceptance then = schema.has("then") ? compiler.apply(schema.get("then")) : ANYTHING;
        Acceptance otherwise = schema.has("else") ? compiler.apply(schema.get("else")) : ANYTHING;
        JsonNode condition = schema.get("if");
        if (condition.size() == 1 && condition.path("required").isArray()) {
            return value -> hasAll(value, condition.get("required")) ? then.isSureOf(value) : otherwise.isSureOf(value);
        }
        Map<String, String> texts = new HashMap<>();
        return isOfTexts(schema.get("if"), texts)
                ? new ConditionalAcceptance(texts, then, otherwise)
                : value -> then.isSureOf(value) && otherwise.isSureOf(value);
    }

    private static boolean isOfTexts(JsonNode condition, Map<String, String> texts) {
        condition.path("properties").fields().forEachRemaining(property -> {
            JsonNode text = property.getValue().path("const");
            if (property.getValue().size() == 1 && text.isTextual()) {
                texts.put(property.getKey(), text.asText());
            }
        });
        return condition.size() == 1
                && !texts.isEmpty()
                && texts.size() == condition.path("properties").size();
    }

    private static boolean hasAll(JsonNode value, JsonNode names) {
        for (JsonNode name : names) {
            if (value.isObject() && !value.has(name.asText())) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean isSureOf(JsonNode value) {
        return holds(value) ? then.isSureOf(value) : otherwise.isSureOf(value);
    }

    /** A property that is absent, and a value that has none, is no fault. */
    private boolean holds(JsonNode value) {
        return texts.entrySet().stream()
                .noneMatch(text -> value.isObject()
                        && value.has(text.getKey())
                        && !text.getValue().equals(value.get(text.getKey()).textValue()));
    }
}
