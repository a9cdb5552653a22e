package io.tallygate.evolution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Values that a schema may accept; whether it does is for the validator to say. */
final class Samples {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int MAX_DEPTH = 6;
    private static final int MAX_LENGTH = 5_000;
    private static final int MAX_COUNT = 300;
    private static final String TIME = "2026-01-31T12:00:00Z";

    private static final Map<String, List<String>> OF_FORMAT = Map.of(
            "uuid", List.of("00000000-0000-4000-8000-000000000000"),
            "date-time", List.of(TIME, "2026-01-31T12:00:00.123456+01:00"),
            "date", List.of("2026-01-31"),
            "time", List.of("12:00:00Z"),
            "email", List.of("a@b.example"),
            "hostname", List.of("a.example", "a"),
            "ipv4", List.of("192.0.2.1"),
            "ipv6", List.of("2001:db8::1"),
            "uri", List.of("https://a.example/b"));

    private Samples() {}

    /** The first is as small as can be. */
    static List<JsonNode> of(Shape shape) {
        return of(shape, MAX_DEPTH);
    }

    private static List<JsonNode> of(Shape shape, int depth) {
        shape.tree().step();
        Set<JsonNode> samples = new LinkedHashSet<>(shape.values().orElse(List.of()));
        if (!samples.isEmpty()) {
            return List.copyOf(samples);
        }
        for (Kind kind : shape.kinds()) {
            switch (kind) {
                case NULL -> samples.add(NODES.nullNode());
                case BOOLEAN -> samples.addAll(List.of(NODES.booleanNode(true), NODES.booleanNode(false)));
                case OBJECT -> samples.addAll(objects(shape, depth));
                case ARRAY -> samples.addAll(arrays(shape, depth));
                case STRING -> texts(shape).forEach(text -> samples.add(NODES.textNode(text)));
                default -> samples.addAll(numbers(shape, kind));
            }
        }
        return List.copyOf(samples);
    }

    /** The first, or {@code null} in JSON where there is none. */
    static JsonNode first(Shape shape) {
        return of(shape).stream().findFirst().orElse(NODES.nullNode());
    }

    private static List<JsonNode> objects(Shape shape, int depth) {
        ObjectNode least = NODES.objectNode();
        if (depth == 0) {
            return List.of(least);
        }
        shape.required().forEach(name -> least.set(name, firstOf(shape.property(name), depth)));
        for (int i = 0; least.size() < Math.min(shape.atLeast("minProperties"), MAX_COUNT); i++) {
            least.set("p" + i, firstOf(shape.property("p" + i), depth));
        }
        ObjectNode all = least.deepCopy();
        if (depth > MAX_DEPTH - 3) { // further down the two of each level would multiply
            shape.names().stream()
                    .filter(name -> !all.has(name))
                    .filter(name -> !shape.property(name).kinds().isEmpty())
                    .forEach(name -> all.set(name, firstOf(shape.property(name), depth)));
        }
        return List.of(least, all);
    }

    private static JsonNode firstOf(Shape shape, int depth) {
        return of(shape, depth - 1).stream().findFirst().orElse(NODES.nullNode());
    }

    private static List<JsonNode> arrays(Shape shape, int depth) {
        int least = Math.min(shape.atLeast("minItems"), MAX_COUNT);
        List<JsonNode> arrays = new ArrayList<>();
        arrays.add(array(shape, least, depth));
        if (depth > 0) {
            arrays.add(array(shape, least + 1, depth));
        }
        return arrays;
    }

    private static ArrayNode array(Shape shape, int size, int depth) {
        ArrayNode array = NODES.arrayNode();
        if (size > 0 && depth > 0) {
            List<JsonNode> items = of(shape.items(), depth - 1);
            for (int i = 0; i < size && !items.isEmpty(); i++) {
                array.add(items.get(i % items.size()));
            }
        }
        return array;
    }

    private static List<String> texts(Shape shape) {
        int least = Math.min(shape.atLeast("minLength"), MAX_LENGTH);
        List<String> texts = new ArrayList<>();
        shape.all("format").forEach(format -> texts.addAll(OF_FORMAT.getOrDefault(format.asText(), List.of())));
        texts.add("a".repeat(least));
        texts.add("a".repeat(Math.min(least + 1, MAX_LENGTH)));
        texts.add("Z".repeat(Math.max(least, 1)));
        texts.add("0".repeat(Math.max(least, 1)));
        if (shape.atMost("maxLength") <= MAX_LENGTH) {
            texts.add("a".repeat(shape.atMost("maxLength")));
        }
        texts.addAll(List.of("", " ", "-", "a b", "\u00e9\ud83d\ude00", TIME, "a-1"));
        return texts;
    }

    private static List<JsonNode> numbers(Shape shape, Kind kind) {
        List<JsonNode> numbers = new ArrayList<>();
        for (Part part : shape.parts()) {
            Keywords.OF_NUMBERS.stream()
                    .filter(part::has)
                    .forEach(keyword -> numbers.addAll(around(part.get(keyword), kind)));
        }
        numbers.addAll(around(NODES.numberNode(0), kind));
        return numbers;
    }

    /** The number itself, and those next to it. */
    static List<JsonNode> around(JsonNode number, Kind kind) {
        BigDecimal value = number.decimalValue();
        if (kind == Kind.FRACTION) {
            return List.of(
                    NODES.numberNode(value.doubleValue() + 0.5),
                    NODES.numberNode(value.doubleValue() - 0.5),
                    NODES.numberNode(value.doubleValue()));
        }
        BigInteger whole = value.toBigInteger();
        return List.of(
                NODES.numberNode(whole),
                NODES.numberNode(whole.add(BigInteger.ONE)),
                NODES.numberNode(whole.subtract(BigInteger.ONE)));
    }
}
