package io.tallygate.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads upcasters, held against {@code upcast.schema.json}; each must make of every example of the older version an event
 * that is valid under the newer one.
 */
final class UpcasterReader {
    private static final String SCHEMA = "upcast.schema.json";

    private final Map<String, Dialect> dialects;
    private final Collection<EventSchema> schemas;
    private final OwnSchema own;
    private final Map<String, Upcasters> byType = new HashMap<>();

    UpcasterReader(SchemaCompiler compiler, Map<String, Dialect> dialects, Collection<EventSchema> schemas) {
        this.dialects = dialects;
        this.schemas = schemas;
        this.own = new OwnSchema(compiler, SCHEMA);
    }

    /** The upcasters of each type that has some. */
    Map<String, Upcasters> byType() {
        return byType;
    }

    void add(SchemaFile file) {
        JsonNode document = own.read(file);
        EventSchema older = schema(file, file.upcastsFrom());
        EventSchema newer = schema(file, file.upcastsTo());
        if (VersionOrder.INSTANCE.compare(older.version(), newer.version()) >= 0) {
            throw new SchemaLoadException(file.origin(), "an upcaster leads from an older version to a newer one");
        }
        Dialect dialect = Objects.requireNonNull(dialects.get(file.dialect()), file.dialect());
        Upcaster upcaster =
                new Upcaster(older.version(), newer.version(), dialect.pointers(EventField.VERSION), document);
        checkExamples(file, upcaster, older, newer);
        byType.computeIfAbsent(file.type(), type -> new Upcasters()).add(upcaster);
    }

    private EventSchema schema(SchemaFile file, String version) {
        Optional<EventSchema> found = schemas.stream()
                .filter(schema -> schema.dialect().equals(file.dialect())
                        && schema.type().equals(file.type())
                        && schema.version().equals(version))
                .findFirst();
        return found.orElseThrow(() ->
                new SchemaLoadException(file.origin(), "there is no version \"" + version + "\" of " + file.type()));
    }

    private static void checkExamples(SchemaFile file, Upcaster upcaster, EventSchema older, EventSchema newer) {
        int index = 0;
        for (JsonNode example : older.document().path("examples")) {
            try {
                Upcasters.apply(List.of(upcaster), example, newer);
            } catch (UpcastException e) {
                throw new SchemaLoadException(
                        file.origin(),
                        "the example of version " + older.version() + " at /examples/" + index
                                + " cannot be read as version " + newer.version() + ": " + e.getMessage());
            }
            index++;
        }
    }
}
