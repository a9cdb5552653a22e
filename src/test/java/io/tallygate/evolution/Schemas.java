package io.tallygate.evolution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.schema.CandidateSchemas;
import io.tallygate.schema.Dialect;
import io.tallygate.schema.EventSchema;
import io.tallygate.schema.SchemaCatalog;
import java.util.Optional;

/** Schemas that the tests of this room share. */
final class Schemas {
    static final SchemaCatalog BUILT_IN = SchemaCatalog.load(Optional.empty());
    static final CandidateSchemas CANDIDATES = new CandidateSchemas();
    static final CompatibilityCheck CHECK = new CompatibilityCheck(CANDIDATES, CheckBounds.DEFAULTS);
    static final Dialect CODER = BUILT_IN.dialect("coder").orElseThrow();
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Schemas() {}

    static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** A schema of these keywords; single quotes may stand for double ones. */
    static EventSchema of(String version, String keywords) {
        return of(version, (ObjectNode) json(keywords));
    }

    static EventSchema of(String version, ObjectNode document) {
        ObjectNode whole = document.deepCopy();
        whole.put("$schema", "http://json-schema.org/draft-07/schema#");
        return CANDIDATES.compile("test", "coder", "test.type", version, whole);
    }

    static boolean accepts(EventSchema schema, JsonNode document) {
        return CANDIDATES
                .arrived(document)
                .filter(arrived -> CandidateSchemas.violations(schema, arrived).isEmpty())
                .isPresent();
    }
}
