package io.tallygate.evolution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.schema.Pointers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A schema with all references written out and without what refuses nothing. Of two schemas with the same form, both accept
 * the same; those with different forms may still.
 */
final class CanonicalForm {
    private static final Set<String> ONE_SCHEMA = Set.of(
            "not",
            "if",
            "then",
            "else",
            "items",
            "additionalItems",
            "contains",
            "additionalProperties",
            "propertyNames");
    private static final Set<String> SCHEMA_LISTS = Set.of("allOf", "anyOf", "oneOf");
    private static final Set<String> SCHEMA_MAPS = Set.of("properties", "patternProperties", "dependencies");

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final SchemaTree tree;

    /** The targets of the references within which the walk is, each with the level at which it is written. */
    private final Map<String, Integer> open = new HashMap<>();

    private int level;

    private CanonicalForm(SchemaTree tree) {
        this.tree = tree;
    }

    /** The form of the whole schema. */
    static JsonNode of(SchemaTree tree) {
        return new CanonicalForm(tree).schema("");
    }

    /** The form of one keyword of a part, with those that it depends on. */
    static JsonNode of(SchemaTree tree, Part part, String keyword) {
        CanonicalForm form = new CanonicalForm(tree);
        ObjectNode written = NODES.objectNode();
        for (String one : together(keyword)) {
            if (part.has(one)) {
                written.set(one, form.argument(one, part.get(one), part.place(one)));
            }
        }
        return written;
    }

    private static List<String> together(String keyword) {
        return switch (keyword) {
            case "if" -> List.of("if", "then", "else");
            case "items" -> List.of("items", "additionalItems");
            default -> List.of(keyword);
        };
    }

    private JsonNode schema(String pointer) {
        tree.step();
        JsonNode schema = tree.at(pointer);
        if (schema.has("$ref")) {
            return referred(tree.resolved(pointer));
        }
        if (!schema.isObject()) {
            return schema;
        }
        ObjectNode written = NODES.objectNode();
        level++;
        schema.fieldNames().forEachRemaining(keyword -> {
            if (!Keywords.isAnnotation(keyword)) {
                written.set(keyword, argument(keyword, schema.get(keyword), pointer + "/" + keyword));
            }
        });
        level--;
        return written;
    }

    /**
     * A reference back to where the walk is already is written as the number of levels up to it. That says the same in any
     * document, whatever is a reference there and what is not.
     */
    private JsonNode referred(String target) {
        Integer at = open.get(target);
        if (at != null) {
            return NODES.objectNode().put("$ref", level - at);
        }
        open.put(target, level);
        try {
            return schema(target);
        } finally {
            open.remove(target);
        }
    }

    private JsonNode argument(String keyword, JsonNode value, String pointer) {
        if (keyword.equals("required")) {
            Set<String> names = new TreeSet<>();
            value.forEach(name -> names.add(name.asText()));
            return names.stream().map(NODES::textNode).collect(NODES::arrayNode, ArrayNode::add, ArrayNode::addAll);
        }
        if (SCHEMA_MAPS.contains(keyword) && value.isObject()) {
            ObjectNode map = NODES.objectNode();
            value.fieldNames()
                    .forEachRemaining(
                            name -> map.set(name, element(value.get(name), pointer + "/" + Pointers.escape(name))));
            return map;
        }
        if (value.isArray() && (SCHEMA_LISTS.contains(keyword) || keyword.equals("items"))) {
            ArrayNode list = NODES.arrayNode();
            for (int i = 0; i < value.size(); i++) {
                list.add(schema(pointer + "/" + i));
            }
            return list;
        }
        return ONE_SCHEMA.contains(keyword) ? schema(pointer) : value;
    }

    /** A dependency may be a list of names. */
    private JsonNode element(JsonNode value, String pointer) {
        return value.isArray() ? value : schema(pointer);
    }
}
