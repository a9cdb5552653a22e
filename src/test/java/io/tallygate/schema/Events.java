package io.tallygate.schema;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.event.Content;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Events and catalogues that the tests share. */
final class Events {
    static final SchemaCatalog BUILT_IN = SchemaCatalog.load(Optional.empty());
    static final ObjectMapper MAPPER = new ObjectMapper();

    private Events() {}

    /** A valid event, the test's own to change. */
    static ObjectNode started() {
        return example("workflow.opportunity.analysis.started");
    }

    /** The first example of a type's schema. */
    static ObjectNode example(String type) {
        return BUILT_IN.find(type, BUILT_IN.versions(type).get(0))
                .orElseThrow()
                .document()
                .withArray("examples")
                .get(0)
                .deepCopy();
    }

    static Content content(String text) {
        return Content.of(text.getBytes(StandardCharsets.UTF_8));
    }

    static EventValidator validator() {
        return new EventValidator(BUILT_IN, ValidationLimits.DEFAULTS);
    }

    static Verdict check(String text) {
        return validator().check(content(text), Optional.empty());
    }

    static Verdict.Invalid invalid(Verdict verdict) {
        if (verdict instanceof Verdict.Invalid invalid) {
            return invalid;
        }
        throw new AssertionError("Expected to be refused: " + verdict);
    }

    static Verdict.Valid valid(Verdict verdict) {
        if (verdict instanceof Verdict.Valid valid) {
            return valid;
        }
        throw new AssertionError("Expected to be accepted: " + verdict);
    }
}
