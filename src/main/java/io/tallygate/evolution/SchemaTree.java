package io.tallygate.evolution;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.schema.Pointers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The document of one schema, in which references are followed and {@code allOf} is taken apart. */
final class SchemaTree {
    private static final String REF = "$ref";

    private final JsonNode root;
    private final Budget budget;

    SchemaTree(JsonNode root, Budget budget) {
        this.root = root;
        this.budget = budget;
    }

    Shape root() {
        return shape("");
    }

    /** What the schema at a place asks for. */
    Shape shape(String pointer) {
        Map<String, Part> parts = new LinkedHashMap<>();
        collect(pointer, parts);
        return new Shape(this, List.copyOf(parts.values()));
    }

    /** What the schemas at all of these places ask for. */
    Shape shape(List<String> pointers) {
        Map<String, Part> parts = new LinkedHashMap<>();
        pointers.forEach(pointer -> collect(pointer, parts));
        return new Shape(this, List.copyOf(parts.values()));
    }

    private void collect(String pointer, Map<String, Part> parts) {
        budget.step();
        String target = resolved(pointer);
        JsonNode schema = at(target);
        if (parts.containsKey(target) || schema.isBoolean() && schema.asBoolean()) {
            return;
        }
        parts.put(target, new Part(schema, target));
        for (int i = 0; i < schema.path("allOf").size(); i++) {
            collect(target + "/allOf/" + i, parts);
        }
    }

    /** Where the schema stands that the one at a place refers to. Chains of references have an end: SchemaRules. */
    String resolved(String pointer) {
        String target = pointer;
        while (at(target).has(REF)) {
            budget.step();
            target = Pointers.ofFragment(at(target).path(REF).asText());
        }
        return target;
    }

    JsonNode at(String pointer) {
        return root.at(JsonPointer.compile(pointer));
    }

    /** The examples that the schema gives. */
    List<JsonNode> examples() {
        List<JsonNode> examples = new ArrayList<>();
        root.path("examples").forEach(examples::add);
        return examples;
    }

    void step() {
        budget.step();
    }
}
