package io.tallygate.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Makes schemas that are not in the catalogue, by the same rules and for the same engine: one that somebody thinks of
 * publishing, or one that is published, but of another version. Thread-safe.
 */
public final class CandidateSchemas {
    private static final String BASE = "https://tallygate.io/candidates/";
    private static final String CANDIDATE = "the candidate";
    private static final String ANY = "candidate";
    private static final ValidationLimits LIMITS = ValidationLimits.DEFAULTS;

    private final SchemaCompiler compiler = new SchemaCompiler();
    private final JsonReader reader = new JsonReader(LIMITS.maxDepth());

    /**
     * Reads a schema of a type that is in the catalogue. Its version is the one that it pins, if it does.
     *
     * @throws SchemaLoadException if it could not be in the catalogue: no JSON, no draft-07 schema, a rule of ours broken,
     *     or pinned to another type
     */
    public EventSchema read(Dialect dialect, String type, byte[] bytes) {
        JsonNode document = compiler.read(CANDIDATE, bytes);
        String version = pinned(dialect, EventField.VERSION, document).orElse(ANY);
        Optional<String> pinnedType = pinned(dialect, EventField.TYPE, document);
        if (pinnedType.isPresent() && !pinnedType.get().equals(type)) {
            throw new SchemaLoadException(
                    CANDIDATE, "its type is the constant \"" + pinnedType.get() + "\", not \"" + type + "\"");
        }
        return compile(CANDIDATE, dialect.name(), type, version, document);
    }

    /** The same schema for events that state another version: what it says beside its version. */
    public EventSchema ofVersion(EventSchema schema, Dialect dialect, String version) {
        return rewritten(schema, dialect, version, (property, pinned) -> property.put("const", version));
    }

    /** The same schema for events of any version. */
    public EventSchema ofAnyVersion(EventSchema schema, Dialect dialect) {
        return rewritten(schema, dialect, schema.version(), (property, pinned) -> property.remove("const"));
    }

    private EventSchema rewritten(
            EventSchema schema, Dialect dialect, String version, BiConsumer<ObjectNode, String> rewrite) {
        JsonNode document = schema.document();
        for (JsonPointer pointer : dialect.pointers(EventField.VERSION)) {
            if (document.at(Pointers.inSchema(pointer)) instanceof ObjectNode property
                    && property.path("const").isTextual()
                    && property.path("const").asText().equals(schema.version())) {
                rewrite.accept(property, version);
            }
        }
        return compile(schema.path(), schema.dialect(), schema.type(), version, document);
    }

    private static Optional<String> pinned(Dialect dialect, EventField field, JsonNode document) {
        return dialect.pointers(field).stream()
                .map(pointer -> document.at(Pointers.inSchema(pointer)).path("const"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .findFirst();
    }

    /**
     * A schema of its own, e.g. a part of another one.
     *
     * @throws SchemaLoadException if the document is no schema that the gateway takes
     */
    public EventSchema compile(String origin, String dialect, String type, String version, JsonNode document) {
        String source = document.toString();
        String id = BASE + "schema.json";
        JsonNode known = document;
        if (document instanceof ObjectNode object && object.has("$id")) {
            known = object.deepCopy().without("$id");
        }
        return new EventSchema(dialect, type, version, source, known, compiler.compile(origin, id, known));
    }

    /** A document as the gateway reads one that arrives; empty if it would be refused as unreadable. */
    public Optional<JsonNode> arrived(JsonNode document) {
        byte[] bytes = document.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > LIMITS.maxBytes()) {
            return Optional.empty();
        }
        try {
            return Optional.of(reader.read(bytes));
        } catch (UnreadableException e) {
            return Optional.empty();
        }
    }

    /** What a schema finds wrong with a document that has {@link #arrived}. */
    public static List<io.tallygate.event.Violation> violations(EventSchema schema, JsonNode document) {
        return schema.violations(document, 10);
    }
}
