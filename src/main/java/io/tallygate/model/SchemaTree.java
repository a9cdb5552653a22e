package io.tallygate.model;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tallygate.schema.Pointers;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.StreamSupport;

/** Finds its way in a schema: through {@code properties}, {@code items} and references within the document. */
final class SchemaTree {
    private final JsonNode document;

    /** @param document the schema as a whole */
    SchemaTree(JsonNode document) {
        this.document = document;
    }

    JsonNode root() {
        return resolved(document);
    }

    /** The properties that a schema names; nobody's references are followed yet. */
    static void eachProperty(JsonNode schema, BiConsumer<String, JsonNode> action) {
        schema.path("properties").properties().forEach(entry -> action.accept(entry.getKey(), entry.getValue()));
    }

    static boolean requires(JsonNode schema, String property) {
        return StreamSupport.stream(schema.path("required").spliterator(), false)
                .anyMatch(name -> name.asText().equals(property));
    }

    /** The schema that a reference leads to, or the schema itself. */
    JsonNode resolved(JsonNode schema) {
        JsonNode found = schema;
        // a reference to a reference to itself is no schema, but it must not hang us
        for (int steps = 0; steps < 100 && found.path("$ref").asText().startsWith("#"); steps++) {
            String fragment = Pointers.ofFragment(found.path("$ref").asText());
            found = fragment.isEmpty() || fragment.startsWith("/")
                    ? document.at(JsonPointer.compile(fragment))
                    : MissingNode.getInstance();
        }
        return found;
    }

    /** The schema of the object that has the property at a pointer, if the schema names that property. */
    Optional<JsonNode> holderOf(JsonPointer pointer) {
        JsonNode holder = root();
        JsonPointer step = pointer;
        while (!step.tail().matches()) {
            holder = resolved(holder.path("properties").path(step.getMatchingProperty()));
            step = step.tail();
        }
        return holder.path("properties").has(step.getMatchingProperty()) ? Optional.of(holder) : Optional.empty();
    }
}
