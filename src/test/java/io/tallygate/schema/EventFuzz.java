package io.tallygate.schema;

import io.tallygate.event.Content;
import java.util.List;
import java.util.Optional;

/**
 * What must hold for any bytes at all that are sent as an event. Jazzer calls {@link #fuzzerTestOneInput} from outside,
 * which is why both are public; the corpus in {@code src/test/resources/fuzz/event} is replayed by every run of the tests.
 */
public final class EventFuzz {
    private static final ValidationLimits LIMITS = ValidationLimits.DEFAULTS;
    private static final EventValidator VALIDATOR = Events.validator();
    private static final JsonReader READER = new JsonReader(LIMITS.maxDepth());
    private static final List<EventSchema> SCHEMAS = Events.BUILT_IN.schemas();
    private static final int MAX_TEXT = 1_100;

    private EventFuzz() {}

    /** Throws if the bytes break a promise of the validator. */
    public static void fuzzerTestOneInput(byte[] input) {
        Verdict verdict = VALIDATOR.check(Content.of(input), Optional.empty());
        if (verdict instanceof Verdict.Invalid invalid) {
            check(invalid);
        }
        try {
            var event = READER.read(input);
            SCHEMAS.forEach(schema -> compare(schema, event));
        } catch (UnreadableException e) {
            promise(verdict instanceof Verdict.Invalid, "what cannot be read was accepted");
        }
    }

    private static void check(Verdict.Invalid invalid) {
        promise(invalid.rejection().violations().size() <= LIMITS.maxViolations(), "too many violations");
        invalid.rejection().violations().forEach(violation -> {
            promise(!violation.keyword().equals("evaluation"), "a schema could not be evaluated");
            promise(isShort(violation.message()) && isShort(violation.pointer()), "unfit to be shown: " + violation);
        });
        promise(isShort(invalid.rejection().message()), "unfit to be shown: " + invalid.rejection());
    }

    private static boolean isShort(String text) {
        return text.length() <= MAX_TEXT && text.codePoints().noneMatch(Character::isISOControl);
    }

    private static void compare(EventSchema schema, com.fasterxml.jackson.databind.JsonNode event) {
        boolean refused = !schema.evaluate(event, LIMITS.maxViolations()).isEmpty();
        promise(!(refused && schema.isSureOf(event)), "sure of what the library refuses by " + schema);
    }

    private static void promise(boolean kept, String otherwise) {
        if (!kept) {
            throw new AssertionError(otherwise);
        }
    }
}
