package io.tallygate.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.schema.ValidationLimits;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Immutable copies of JSON values, in which a number is always a {@link BigDecimal}, so that equal values are equal. */
final class JsonValues {
    private static final int MAX_DEPTH = ValidationLimits.DEFAULTS.maxDepth();

    private JsonValues() {}

    /** @throws IllegalArgumentException if there is anything that is no JSON value, or too deep, or part of itself */
    static Map<String, @Nullable Object> object(Map<?, ?> map) {
        return object(map, 1);
    }

    static List<@Nullable Object> array(List<?> list) {
        return array(list, 1);
    }

    static @Nullable Object value(@Nullable Object value) {
        return value(value, 0);
    }

    private static @Nullable Object value(@Nullable Object value, int depth) {
        if (value == null || value instanceof String || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Number number) {
            return number(number);
        }
        if (value instanceof Map<?, ?> map) {
            return object(map, depth + 1);
        }
        if (value instanceof List<?> list) {
            return array(list, depth + 1);
        }
        throw new IllegalArgumentException(
                "A " + value.getClass().getName() + " is no JSON value: map, list, text, number, boolean or null");
    }

    private static Map<String, @Nullable Object> object(Map<?, ?> map, int depth) {
        checkDepth(depth);
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((name, value) -> {
            if (!(name instanceof String text)) {
                throw new IllegalArgumentException("\"" + name + "\" is no name of a JSON property: not a text");
            }
            copy.put(text, value(value, depth));
        });
        return Collections.unmodifiableMap(copy);
    }

    private static List<@Nullable Object> array(List<?> list, int depth) {
        checkDepth(depth);
        List<@Nullable Object> copy = new ArrayList<>(list.size());
        list.forEach(item -> copy.add(value(item, depth)));
        return Collections.unmodifiableList(copy);
    }

    private static BigDecimal number(Number number) {
        if (number instanceof BigDecimal decimal) {
            return decimal;
        }
        if (number instanceof BigInteger integer) {
            return new BigDecimal(integer);
        }
        try {
            return new BigDecimal(number.toString()); // as a float or double is written
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(number + " is no JSON number", e);
        }
    }

    private static void checkDepth(int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("Objects and arrays nest deeper than " + MAX_DEPTH);
        }
    }

    /** @param node a tree whose decimals are exact */
    static @Nullable Object of(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> ofObject(node);
            case ARRAY -> {
                List<@Nullable Object> items = new ArrayList<>(node.size());
                node.forEach(item -> items.add(of(item)));
                yield Collections.unmodifiableList(items);
            }
            case STRING -> node.textValue();
            case NUMBER -> node.decimalValue();
            case BOOLEAN -> node.booleanValue();
            default -> null;
        };
    }

    static Map<String, @Nullable Object> ofObject(JsonNode node) {
        Map<String, @Nullable Object> properties = new LinkedHashMap<>();
        node.properties().forEach(entry -> properties.put(entry.getKey(), of(entry.getValue())));
        return Collections.unmodifiableMap(properties);
    }
}
