package io.tallygate.evolution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Schemas, changed schemas and documents by dice, from few names and values, so that they often meet. */
final class SchemaDice {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> NAMES = List.of("a", "b", "c");
    private static final List<String> TYPES =
            List.of("object", "array", "string", "integer", "number", "boolean", "null");
    private static final List<String> KEYWORDS =
            List.of(("type type type const enum required required properties properties properties additionalProperties"
                            + " items allOf minItems maxItems minProperties maxProperties minLength maxLength pattern format"
                            + " minimum maximum exclusiveMinimum exclusiveMaximum $ref title x-note anyOf oneOf not if"
                            + " patternProperties uniqueItems multipleOf dependencies propertyNames contains")
                    .split(" "));
    private static final List<JsonNode> SCALARS = scalars();

    private final SplittableRandom random;

    SchemaDice(long seed) {
        random = new SplittableRandom(seed);
    }

    private static List<JsonNode> scalars() {
        List<JsonNode> scalars = new ArrayList<>();
        Schemas.json("[null, true, false, 0, 1, 2, 3, -1, 1.0, 2.0, 0.5, 1.5, 2.9, 1e300, -1e300, 9223372036854775807,"
                        + " 9223372036854775808, -9223372036854775809, 18446744073709551621, 1.8446744073709552E19,"
                        + " '', 'a', 'ab', 'abc', 'b', '1', '2026-01-31', '00000000-0000-4000-8000-000000000000']")
                .forEach(scalars::add);
        return List.copyOf(scalars);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T one(List<T> of) {
        return of.get(below(of.size()));
    }

    JsonNode value(int depth) {
        int dice = below(10);
        if (depth == 0 || dice < 4) {
            return one(SCALARS);
        }
        if (dice < 6) {
            ArrayNode array = NODES.arrayNode();
            for (int i = below(4); i > 0; i--) {
                array.add(value(depth - 1));
            }
            return array;
        }
        return object(depth);
    }

    ObjectNode object(int depth) {
        ObjectNode object = NODES.objectNode();
        for (int i = below(4); i > 0; i--) {
            object.set(one(NAMES), value(depth - 1));
        }
        if (below(8) == 0) {
            object.set("other", value(depth - 1));
        }
        return object;
    }

    /** A schema with two definitions, of which the second leads back to itself. */
    ObjectNode document() {
        ObjectNode document = schema(3);
        document.remove("$ref");
        ObjectNode definitions = document.putObject("definitions");
        definitions.putObject("flat").set("type", type());
        ObjectNode nested = definitions.putObject("nested");
        nested.putObject("properties").putObject("a").put("$ref", "#/definitions/nested");
        nested.set("required", list(NODES.textNode(one(NAMES))));
        return document;
    }

    private ObjectNode schema(int depth) {
        ObjectNode schema = NODES.objectNode();
        for (int i = 1 + below(3); i > 0; i--) {
            String keyword = one(below(6) == 0 ? KEYWORDS : KEYWORDS.subList(0, 27));
            schema.set(keyword, argument(keyword, depth));
        }
        return schema;
    }

    private JsonNode subschema(int depth) {
        return depth <= 0 ? NODES.booleanNode(below(4) > 0) : schema(depth - 1);
    }

    private JsonNode argument(String keyword, int depth) {
        return switch (keyword) {
            case "type" -> type();
            case "const" -> value(1);
            case "enum" -> list(value(1), NODES.textNode("only here"));
            case "required" -> list(NODES.textNode(one(NAMES)));
            case "properties" -> {
                ObjectNode properties = NODES.objectNode();
                for (int i = 1 + below(3); i > 0; i--) {
                    properties.set(one(NAMES), subschema(depth - 1));
                }
                yield properties;
            }
            case "patternProperties" -> NODES.objectNode().set("^a", subschema(depth - 1));
            case "dependencies" -> NODES.objectNode().set("a", list(NODES.textNode("b")));
            case "allOf", "anyOf", "oneOf" -> list(subschema(depth - 1), subschema(depth - 1));
            case "additionalProperties" -> below(2) == 0 ? NODES.booleanNode(false) : subschema(depth - 1);
            case "items" -> below(5) == 0 ? list(subschema(depth - 1)) : subschema(depth - 1);
            case "not", "if", "then", "propertyNames", "contains" -> subschema(depth - 1);
            case "pattern" -> NODES.textNode(one(List.of("^a", "b$", "^[a-z]+$")));
            case "format" -> NODES.textNode(one(List.of("uuid", "date-time", "date", "email")));
            case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum" -> one(SCALARS.subList(3, 20));
            case "uniqueItems" -> NODES.booleanNode(true);
            case "multipleOf" -> NODES.numberNode(2);
            case "$ref" -> NODES.textNode(one(List.of("#/definitions/flat", "#/definitions/nested")));
            case "title", "x-note" -> NODES.textNode("a");
            default -> NODES.numberNode(below(3));
        };
    }

    private JsonNode type() {
        if (below(3) > 0) {
            return NODES.textNode(one(TYPES));
        }
        List<String> two = new ArrayList<>(TYPES);
        return list(NODES.textNode(two.remove(below(7))), NODES.textNode(two.remove(below(6))));
    }

    private static ArrayNode list(JsonNode... elements) {
        return NODES.arrayNode().addAll(List.of(elements));
    }

    /** Changes a schema at one place: one keyword is taken away, changed, or added. */
    void change(ObjectNode document) {
        List<ObjectNode> places = new ArrayList<>();
        collect(document, places);
        ObjectNode place = one(places);
        List<String> keywords = new ArrayList<>();
        place.fieldNames().forEachRemaining(keywords::add);
        keywords.removeAll(List.of("$schema", "$id", "definitions", "examples", "description"));
        int dice = below(6);
        if (dice < 2 && !keywords.isEmpty()) {
            place.remove(one(keywords));
        } else if (dice < 4 && !keywords.isEmpty()) {
            bend(place, one(keywords));
        } else if (!place.has("$ref")) {
            String keyword = one(below(3) == 0 ? KEYWORDS : KEYWORDS.subList(0, 25));
            if (!place.has(keyword) && !keyword.equals("$ref")) {
                place.set(keyword, argument(keyword, 1));
            }
        }
    }

    private static void collect(ObjectNode schema, List<ObjectNode> places) {
        places.add(schema);
        for (String map : List.of("properties", "definitions", "patternProperties")) {
            schema.path(map).forEach(child -> {
                if (child instanceof ObjectNode object) {
                    collect(object, places);
                }
            });
        }
        for (String keyword : List.of("items", "additionalProperties", "if", "then", "not")) {
            if (schema.get(keyword) instanceof ObjectNode object) {
                collect(object, places);
            }
        }
    }

    /** The keyword with another value of its kind. */
    private void bend(ObjectNode schema, String keyword) {
        JsonNode value = schema.get(keyword);
        if (value.isInt() && !keyword.equals("const")) {
            schema.put(keyword, Math.max(keyword.equals("multipleOf") ? 1 : 0, value.asInt() + below(3) - 1));
        } else if (value instanceof ArrayNode array && array.size() > 1 && below(2) == 0) {
            array.remove(below(array.size()));
        } else if (keyword.equals("required")) {
            ((ArrayNode) value).add("new" + below(1000));
        } else if (keyword.equals("enum")) {
            ((ArrayNode) value).add("new" + below(1000));
        } else if (keyword.equals("properties")) {
            ((ObjectNode) value).set(one(NAMES), subschema(1));
        } else if (List.of("type", "pattern", "format", "const").contains(keyword)) {
            schema.set(keyword, argument(keyword, 1));
        }
    }

    /** Changes one place of a document: takes a property away, gives it another value, or adds one. */
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
        } else {
            object.set(name, value(1));
        }
    }
}
