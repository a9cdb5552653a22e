package io.tallygate.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Values, schemas and mutations by dice, from few names and values, so that schemas and values often meet. */
final class RandomJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> NAMES = List.of("a", "b", "c");
    private static final List<String> SCALARS = List.of(
            ("null true false 0 1 2 3 -1 5 1.0 5.0 0.0 -0.0 0.5 1.5 2.9999999999 1e300 -1e300 9007199254740993.0"
                            + " 9223372036854775807 -9223372036854775808 9223372036854775808 9.223372036854775807E18"
                            + " 123456789012345678901234567890 \"\" \"a\" \"ab\" \"abc\" \"\\uD83D\\uDE00\" \"\\uD83D\\uDE00a\""
                            + " \"\\u0000\" \"1\" \"true\" \"2025-11-20T02:00:00Z\" \"2025-11-20T02:00:60Z\" \"2025-11-20T02:00:00\""
                            + " \"2025-02-29T02:00:00+01:00\" \"2025-11-20\" \"a@b.example\" \"4e5f6a7b-8c9d-4e0f-a1b2-c3d4e5f6a7b8\""
                            + " \"4E5F6A7B-8C9D-4E0F-A1B2-C3D4E5F6A7B8\" \"4e5f6a7b-8c9d-4e0f-a1b2-c3d4e5f6a7bg\""
                            + " \"4e5f6a7b8c9d4e0fa1b2c3d4e5f6a7b8\"")
                    .split(" "));
    private static final List<String> KEYWORDS = List.of(
            ("type type const enum required required properties properties additionalProperties items allOf minItems"
                            + " maxItems minProperties maxProperties minLength maxLength pattern format minimum maximum"
                            + " exclusiveMinimum exclusiveMaximum $ref title x-note")
                    .split(" "));

    /** Keywords that the fast path does not know, drawn now and then. */
    private static final List<String> RARE =
            List.of("not anyOf oneOf if patternProperties uniqueItems multipleOf dependencies propertyNames contains"
                    .split(" "));

    private final SplittableRandom random;

    RandomJson(long seed) {
        random = new SplittableRandom(seed);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    private <T> T one(List<T> of) {
        return of.get(below(of.size()));
    }

    /** A value of up to so many levels. */
    JsonNode value(int depth) {
        int dice = below(10);
        if (depth == 0 || dice < 4) {
            return read(one(SCALARS));
        }
        if (dice < 5) {
            ArrayNode array = NODES.arrayNode();
            for (int i = below(4); i > 0; i--) {
                array.add(value(depth - 1));
            }
            return array;
        }
        ObjectNode object = NODES.objectNode();
        for (int i = below(4); i > 0; i--) {
            object.set(one(NAMES), value(depth - 1));
        }
        return object;
    }

    /** As the gateway would read it: mutated trees must not have kinds of nodes that no event has. */
    static JsonNode read(String json) {
        try {
            byte[] bytes = ("{\"v\":" + json + "}").getBytes(StandardCharsets.UTF_8);
            return new JsonReader(64).read(bytes).get("v");
        } catch (UnreadableException e) {
            throw new IllegalStateException(json, e);
        }
    }

    /** A schema of draft-07 with two definitions, of which the second leads back to itself. */
    ObjectNode document() {
        ObjectNode document = schema(3);
        document.put("$schema", "http://json-schema.org/draft-07/schema#");
        if (document.has("$ref")) {
            document.remove("$ref");
        }
        ObjectNode definitions = document.putObject("definitions");
        ObjectNode flat = definitions.putObject("flat");
        flat.set("type", type());
        ObjectNode nested = definitions.putObject("nested");
        nested.putObject("properties").putObject("a").put("$ref", "#/definitions/nested");
        nested.set("required", names());
        nested.put("maxProperties", 2);
        return document;
    }

    private ObjectNode schema(int depth) {
        ObjectNode schema = NODES.objectNode();
        for (int i = 1 + below(3); i > 0; i--) {
            String keyword = below(25) == 0 ? one(RARE) : one(KEYWORDS);
            schema.set(keyword, argument(keyword, depth));
        }
        return schema;
    }

    private JsonNode subschema(int depth) {
        return depth <= 0 ? NODES.booleanNode(below(3) > 0) : schema(depth - 1);
    }

    private JsonNode argument(String keyword, int depth) {
        return switch (keyword) {
            case "type" -> type();
            case "const" -> value(1);
            case "enum" -> list(value(1), NODES.textNode("only here"));
            case "required" -> names();
            case "properties" -> {
                ObjectNode properties = NODES.objectNode();
                NAMES.forEach(name -> properties.set(name, subschema(depth - 1)));
                yield properties;
            }
            case "patternProperties" -> NODES.objectNode().set("^a", subschema(depth - 1));
            case "dependencies" -> NODES.objectNode().set("a", list(NODES.textNode("b")));
            case "allOf", "anyOf", "oneOf" -> list(subschema(depth - 1), subschema(depth - 1));
            case "additionalProperties" -> below(2) == 0 ? NODES.booleanNode(false) : subschema(depth - 1);
            case "items" -> below(4) == 0 ? list(subschema(depth - 1)) : subschema(depth - 1);
            case "not", "if", "propertyNames", "contains" -> subschema(depth - 1);
            case "pattern" -> NODES.textNode(below(2) == 0 ? "^a" : "b$");
            case "format" -> NODES.textNode(one(List.of("uuid", "date-time", "date", "email")));
            case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum" -> read(one(SCALARS.subList(3, 24)));
            case "uniqueItems" -> NODES.booleanNode(true);
            case "multipleOf" -> NODES.numberNode(2);
            case "$ref" -> NODES.textNode(below(2) == 0 ? "#/definitions/flat" : "#/definitions/nested");
            case "title", "x-note" -> NODES.textNode("a");
            default -> below(8) == 0 ? NODES.numberNode(1.0) : NODES.numberNode(below(3));
        };
    }

    private JsonNode type() {
        List<String> types = List.of("object", "array", "string", "integer", "number", "boolean", "null");
        if (below(3) > 0) {
            return NODES.textNode(one(types));
        }
        List<String> two = new ArrayList<>(types);
        return list(NODES.textNode(two.remove(below(7))), NODES.textNode(two.remove(below(6))));
    }

    private JsonNode names() {
        return list(NODES.textNode(one(NAMES)));
    }

    private static ArrayNode list(JsonNode... elements) {
        return NODES.arrayNode().addAll(List.of(elements));
    }

    /** Changes one place of an object: takes a property away, gives it another value, or adds one. */
    void mutate(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        if (names.isEmpty() || below(8) == 0) {
            object.set(one(NAMES), value(2));
            return;
        }
        String name = one(names);
        JsonNode value = object.get(name);
        if (value instanceof ObjectNode inner && below(3) > 0) {
            mutate(inner);
        } else if (below(4) == 0) {
            object.remove(name);
        } else if (value.isTextual() && below(2) == 0) {
            object.put(name, bent(value.asText()));
        } else {
            object.set(name, value(1));
        }
    }

    /** The text with one character more, less or other. */
    private String bent(String text) {
        int at = below(text.length() + 1);
        String tail = text.substring(Math.min(text.length(), at + below(2)));
        return text.substring(0, at) + one(List.of("", "0", "f", "-", "Z", ".", "G")) + tail;
    }
}
