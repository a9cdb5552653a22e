package io.tallygate.event;

/**
 * One fault of an event.
 *
 * @param pointer where in the event, as a JSON pointer (RFC 6901); empty for the event as a whole
 * @param keyword the JSON Schema keyword, or the rule of ours, that is violated, e.g. {@code required}
 * @param schemaLocation where that rule stands, e.g. {@code /schemas/coder/.../1.0.0.json#/required}; empty if it is
 *     not a rule of a schema
 * @param message what is wrong, for a person
 */
public record Violation(String pointer, String keyword, String schemaLocation, String message) {

    /** A violation of a rule that stands in no schema. */
    public static Violation ofRule(String pointer, String keyword, String message) {
        return new Violation(pointer, keyword, "", message);
    }
}
