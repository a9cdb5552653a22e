package io.tallygate.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.event.Violation;
import java.util.List;

/** The schema of one kind of our own files besides the events' schemas, built in. */
final class OwnSchema {
    private final SchemaCompiler compiler;
    private final EventSchema schema;

    OwnSchema(SchemaCompiler compiler, String name) {
        this.compiler = compiler;
        String file = "class path /schemas/" + name;
        JsonNode document = compiler.read(file, SchemaFiles.builtIn(name));
        this.schema = new EventSchema(
                "",
                "",
                "",
                "",
                document,
                compiler.compile(file, document.path("$id").asText(), document));
    }

    /**
     * The document in a file.
     *
     * @throws SchemaLoadException with the first fault, if the schema refuses it
     */
    JsonNode read(SchemaFile file) {
        JsonNode document = compiler.read(file.origin(), file.bytes());
        List<Violation> violations = schema.violations(document, 1);
        if (!violations.isEmpty()) {
            Violation first = violations.get(0);
            throw new SchemaLoadException(file.origin(), "at " + first.pointer() + ": " + first.message());
        }
        return document;
    }
}
