package io.tallygate.catalogue;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.schema.Pointers;
import io.tallygate.schema.SensitiveFields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Lists the fields of a schema, those of objects within it by their paths. */
final class FieldList {
    /** A table that goes deeper is read by nobody; the schema says the rest. */
    private static final int MAX_DEPTH = 8;

    private static final List<String> CONSTRAINTS = List.of(
            "const",
            "enum",
            "format",
            "pattern",
            "minLength",
            "maxLength",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
            "minItems",
            "maxItems",
            "uniqueItems",
            "minProperties",
            "maxProperties");

    private final JsonNode root;
    private final List<FieldEntry> fields = new ArrayList<>();
    private final Set<String> open = new HashSet<>();

    private FieldList(JsonNode root) {
        this.root = root;
    }

    static List<FieldEntry> of(JsonNode schema) {
        FieldList list = new FieldList(schema);
        list.object("", schema, 0);
        return List.copyOf(list.fields);
    }

    private void object(String prefix, JsonNode schema, int depth) {
        if (depth == MAX_DEPTH) {
            return;
        }
        Set<String> required = new HashSet<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            field(prefix + property.getKey(), property.getValue(), required.contains(property.getKey()), depth);
        }
    }

    private void field(String name, JsonNode stated, boolean required, int depth) {
        String reference = stated.path("$ref").asText();
        if (!reference.isEmpty() && !open.add(reference)) {
            fields.add(new FieldEntry(name, "as above", required, "", "")); // leads back to itself
            return;
        }
        JsonNode schema = reference.isEmpty() ? stated : root.at(JsonPointer.compile(Pointers.ofFragment(reference)));
        fields.add(new FieldEntry(
                name,
                type(schema),
                required,
                schema.path("description").asText(),
                constraints(schema) + sensitive(stated, schema)));
        object(name + ".", schema, depth + 1);
        JsonNode items = schema.path("items");
        if (items.isObject()) {
            field(name + "[]", items, true, depth + 1);
        }
        open.remove(reference);
    }

    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        if (type.isTextual()) {
            return type.asText();
        }
        if (type.isArray()) {
            List<String> types = new ArrayList<>();
            type.forEach(one -> types.add(one.asText()));
            return String.join(" or ", types);
        }
        JsonNode value =
                schema.has("const") ? schema.path("const") : schema.path("enum").path(0);
        return value.isMissingNode()
                ? "any"
                : value.isTextual() ? "string" : value.getNodeType().name().toLowerCase(java.util.Locale.ROOT);
    }

    private static String sensitive(JsonNode stated, JsonNode schema) {
        boolean sensitive = Stream.of(stated, schema)
                .anyMatch(one -> one.path(SensitiveFields.KEYWORD).asBoolean());
        String before = constraints(schema).isEmpty() ? "" : ", ";
        return sensitive ? before + "sensitive: masked for all but auditors" : "";
    }

    private static String constraints(JsonNode schema) {
        List<String> constraints = new ArrayList<>();
        for (String keyword : CONSTRAINTS) {
            if (schema.has(keyword)) {
                constraints.add(keyword + " " + schema.path(keyword));
            }
        }
        JsonNode others = schema.path("additionalProperties");
        if (others.isObject()) {
            String inner = constraints(others);
            constraints.add("each value: " + type(others) + (inner.isEmpty() ? "" : ", " + inner));
        }
        if (schema.has("if")) {
            constraints.add("more under a condition: see the schema");
        }
        if (schema.has("default")) {
            constraints.add("default " + schema.path("default"));
        }
        return String.join(", ", constraints);
    }
}
