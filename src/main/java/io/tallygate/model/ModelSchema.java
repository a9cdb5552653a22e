package io.tallygate.model;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.schema.Dialect;
import io.tallygate.schema.EventSchema;
import io.tallygate.schema.SchemaCatalog;
import java.util.ArrayList;
import java.util.List;

/**
 * The JSON Schema of a model. For validation it is the schema of the catalogue, to the letter: what it has a default for is
 * not required there. For serialization it is the same, but requires that, and has only such examples as state it.
 */
final class ModelSchema {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final ObjectNode document;
    private final SchemaTree tree;

    private ModelSchema(ObjectNode document) {
        this.document = document;
        this.tree = new SchemaTree(document);
    }

    /**
     * The schema as text, with a line break at its end.
     *
     * @param type a type of the catalogue, or one that matches a pattern of it
     * @param version a version of that type
     */
    static String of(SchemaCatalog catalog, String type, String version, SchemaForm form) {
        EventSchema schema = catalog.find(type, version).orElseThrow();
        if (form == SchemaForm.VALIDATION) {
            return schema.source();
        }
        ModelSchema model = new ModelSchema((ObjectNode) schema.document());
        model.requireDefaults(catalog.dialectOf(type).orElseThrow());
        return model.text();
    }

    private void requireDefaults(Dialect dialect) {
        requireDefaults(document);
        Completion.defaulted(dialect)
                .forEach(field -> requireAt(dialect.pointers(field).get(0)));
        if (document.has("$id")) {
            document.put("$id", document.get("$id").asText() + "?form=" + SchemaForm.SERIALIZATION.label());
        }
        keepCompleteExamples(dialect);
    }

    /** Wherever in the document: also in its definitions. */
    private void requireDefaults(JsonNode schema) {
        SchemaTree.eachProperty(schema, (name, property) -> {
            if (tree.resolved(property).has("default")) {
                require((ObjectNode) schema, name);
            }
            requireDefaults(property);
        });
        if (schema.path("items").isObject()) {
            requireDefaults(schema.path("items"));
        }
        schema.path("definitions").forEach(this::requireDefaults);
    }

    private void requireAt(JsonPointer pointer) {
        tree.holderOf(pointer)
                .ifPresent(holder -> require((ObjectNode) holder, pointer.last().getMatchingProperty()));
    }

    private static void require(ObjectNode schema, String property) {
        if (!SchemaTree.requires(schema, property)) {
            schema.withArray("required").add(property);
        }
    }

    private void keepCompleteExamples(Dialect dialect) {
        List<JsonNode> complete = new ArrayList<>();
        document.path("examples").forEach(example -> {
            if (isComplete(example, tree.root())
                    && Completion.defaulted(dialect).stream()
                            .noneMatch(field ->
                                    example.at(dialect.pointers(field).get(0)).isMissingNode())) {
                complete.add(example);
            }
        });
        if (document.get("examples") instanceof ArrayNode examples) {
            examples.removeAll().addAll(complete);
        }
    }

    private boolean isComplete(JsonNode value, JsonNode schema) {
        boolean[] complete = {true};
        SchemaTree.eachProperty(
                schema,
                (name, property) -> complete[0] &= value.has(name)
                        ? isComplete(value.get(name), tree.resolved(property))
                        : !tree.resolved(property).has("default"));
        JsonNode items = tree.resolved(schema.path("items"));
        if (value.isArray()) {
            value.forEach(item -> complete[0] &= isComplete(item, items));
        }
        return complete[0];
    }

    private String text() {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(
                        Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                .withObjectIndenter(indenter)
                .withArrayIndenter(indenter);
        try {
            return MAPPER.writer(printer).writeValueAsString(document) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A schema could not be written", e);
        }
    }
}
