package io.tallygate.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import io.tallygate.event.Content;
import io.tallygate.event.Violation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Puts a catalogue together from its files and refuses those that contradict their place or each other. */
final class CatalogBuilder {
    private static final String BASE = "https://tallygate.io/schemas/";

    private final SchemaCompiler compiler = new SchemaCompiler();
    private final DialectReader dialectReader = new DialectReader(compiler);
    private final Map<String, SchemaFile> files = new LinkedHashMap<>();
    private final Map<String, Dialect> dialects = new HashMap<>();
    private final Map<String, String> dialectOfType = new HashMap<>();
    private final List<EventSchema> schemas = new ArrayList<>();

    /** Adds a file; one that is there already may come again with the same JSON. */
    void add(SchemaFile file) {
        SchemaFile before = files.putIfAbsent(file.path(), file);
        if (before != null
                && !compiler.read(before.origin(), before.bytes()).equals(compiler.read(file.origin(), file.bytes()))) {
            throw new SchemaLoadException(
                    file.origin(),
                    "says something else than " + before.origin()
                            + "; what is published cannot be redefined, add a version");
        }
    }

    SchemaCatalog build() {
        List<SchemaFile> descriptions =
                files.values().stream().filter(SchemaFile::isDescription).toList();
        descriptions.forEach(file -> dialects.put(file.dialect(), dialectReader.read(file)));
        files.values().stream()
                .filter(file -> !file.isDescription() && !file.isUpcaster())
                .forEach(this::addSchema);
        descriptions.forEach(this::checkTypesNamed);
        checkPatterns();
        checkRecognition(descriptions);
        UpcasterReader upcasters = new UpcasterReader(compiler, dialects, schemas);
        files.values().stream().filter(SchemaFile::isUpcaster).forEach(upcasters::add);
        return new SchemaCatalog(dialects.values(), schemas, upcasters.byType());
    }

    private void addSchema(SchemaFile file) {
        Dialect dialect = dialects.get(file.dialect());
        if (dialect == null) {
            throw new SchemaLoadException(
                    file.origin(), "the dialect \"" + file.dialect() + "\" has no " + SchemaFile.DESCRIPTION);
        }
        String owner = dialectOfType.putIfAbsent(file.type(), file.dialect());
        if (owner != null && !owner.equals(file.dialect())) {
            throw new SchemaLoadException(
                    file.origin(), "the type \"" + file.type() + "\" belongs to the dialect \"" + owner + "\" already");
        }
        schemas.add(schema(file, dialect));
    }

    private EventSchema schema(SchemaFile file, Dialect dialect) {
        JsonNode document = compiler.read(file.origin(), file.bytes());
        checkId(file, document);
        Schema compiled = compiler.compile(file.origin(), BASE + SchemaFile.encoded(file.path()), document);
        checkPinned(file, dialect, document, EventField.TYPE, file.type());
        checkPinned(file, dialect, document, EventField.VERSION, file.version());
        String source = new String(file.bytes(), StandardCharsets.UTF_8);
        EventSchema schema = new EventSchema(file.dialect(), file.type(), file.version(), source, document, compiled);
        checkExamples(file, dialect, schema, document);
        checkShown(file, dialect, schema);
        return schema;
    }

    /** What an event is found and counted by is shown to everybody who may see the event, so it cannot be masked. */
    private static void checkShown(SchemaFile file, Dialect dialect, EventSchema schema) {
        dialect.shownPlaces().filter(schema.sensitive()::covers).findFirst().ifPresent(place -> {
            throw new SchemaLoadException(
                    file.origin(),
                    "what stands at " + place + " is " + SensitiveFields.KEYWORD
                            + ", but its dialect reads it there for"
                            + " lists and figures, which show it to everybody who may see the event");
        });
    }

    private static void checkId(SchemaFile file, JsonNode document) {
        JsonNode id = document.path("$id");
        if (!id.isMissingNode() && !id.asText().endsWith("/" + SchemaFile.encoded(file.path()))) {
            throw new SchemaLoadException(
                    file.origin(),
                    "its $id \"" + id.asText() + "\" does not end with its place, /" + SchemaFile.encoded(file.path()));
        }
    }

    /** A schema must accept its own type and version only; otherwise the event's word and its place could differ. */
    private static void checkPinned(
            SchemaFile file, Dialect dialect, JsonNode document, EventField field, String expected) {
        for (JsonPointer pointer : dialect.pointers(field)) {
            JsonNode pinned = document.at(Pointers.inSchema(pointer)).path("const");
            if (pinned.isTextual() && pinned.asText().equals(expected)) {
                return;
            }
            if (!pinned.isMissingNode()) {
                throw new SchemaLoadException(
                        file.origin(),
                        "its " + field.label() + " is the constant " + pinned + " at " + pointer
                                + ", but its place says \"" + expected + "\"");
            }
        }
        // of a pattern, only events that state a type of it get here
        if (!TypePattern.isPattern(expected) && !dialect.defaultOf(field).equals(Optional.of(expected))) {
            throw new SchemaLoadException(
                    file.origin(),
                    "its " + field.label() + " must be the constant \"" + expected + "\" at "
                            + dialect.pointers(field));
        }
    }

    private static void checkExamples(SchemaFile file, Dialect dialect, EventSchema schema, JsonNode document) {
        int index = 0;
        for (JsonNode example : document.path("examples")) {
            checkExample(file, schema, example, "its own example at /examples/" + index);
            if (!dialect.completes().isEmpty()) {
                checkExample(
                        file,
                        schema,
                        completed(file, dialect, example),
                        "its own example at /examples/" + index + ", completed as its dialect asks for,");
            }
            index++;
        }
    }

    private static void checkExample(SchemaFile file, EventSchema schema, JsonNode example, String which) {
        List<Violation> violations = schema.violations(example, 1);
        if (!violations.isEmpty()) {
            throw new SchemaLoadException(
                    file.origin(),
                    which + " is invalid: at " + violations.get(0).pointer() + ": "
                            + violations.get(0).message());
        }
    }

    private static JsonNode completed(SchemaFile file, Dialect dialect, JsonNode example) {
        Content original = Content.of(example.toString().getBytes(StandardCharsets.UTF_8));
        try {
            return AcceptedJson.read(EventCompletion.complete(
                            dialect, dialect.derivedId(original), file.version(), Instant.EPOCH, original)
                    .bytes());
        } catch (IOException e) {
            throw new IllegalStateException("What was written as JSON can be read", e);
        }
    }

    /** Two patterns of one rank that match the same type would leave it to chance whose it is. */
    private void checkPatterns() {
        List<SchemaFile> patterns = files.values().stream()
                .filter(file -> TypePattern.isPattern(file.type()) && !file.isUpcaster())
                .toList();
        for (SchemaFile file : patterns) {
            TypePattern pattern = TypePattern.of(file.type());
            patterns.stream()
                    .map(SchemaFile::type)
                    .filter(other -> other.compareTo(file.type()) < 0)
                    .map(TypePattern::of)
                    .filter(other -> other.literals() == pattern.literals() && other.overlaps(pattern))
                    .findFirst()
                    .ifPresent(other -> {
                        throw new SchemaLoadException(
                                file.origin(),
                                "an event type may match both " + pattern + " and " + other
                                        + ", and neither has more segments without a placeholder");
                    });
        }
    }

    /** Two dialects without types that are recognized by the same would leave it to chance whose an event is. */
    private void checkRecognition(List<SchemaFile> descriptions) {
        Map<Set<JsonPointer>, String> recognized = new HashMap<>();
        for (SchemaFile file : descriptions) {
            List<JsonPointer> by =
                    Objects.requireNonNull(dialects.get(file.dialect())).recognizedBy();
            String other = by.isEmpty() ? null : recognized.putIfAbsent(Set.copyOf(by), file.dialect());
            if (other != null) {
                throw new SchemaLoadException(
                        file.origin(),
                        "its events are recognized by the same as those of the dialect \"" + other + "\"");
            }
        }
    }

    private void checkTypesNamed(SchemaFile file) {
        Dialect dialect = dialects.get(file.dialect());
        if (dialect != null) {
            dialect.states().keySet().forEach(type -> checkTypeNamed(file, type));
            dialect.runRules().types().forEach(type -> checkTypeNamed(file, type));
            dialect.jobTriggerType().ifPresent(type -> checkTypeNamed(file, type));
            dialect.inheritedFrom(EventField.PROJECT).ifPresent(type -> checkTypeNamed(file, type));
            dialect.defaultOf(EventField.TYPE).ifPresent(type -> {
                checkTypeNamed(file, type);
                if (TypePattern.isPattern(type)) {
                    throw new SchemaLoadException(file.origin(), "its default type is a pattern, " + type);
                }
            });
        }
    }

    private void checkTypeNamed(SchemaFile file, String type) {
        if (!file.dialect().equals(dialectOfType.get(type))) {
            throw new SchemaLoadException(
                    file.origin(), "it names the type \"" + type + "\", of which the dialect has no schema");
        }
    }
}
