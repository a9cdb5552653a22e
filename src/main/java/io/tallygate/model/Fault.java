package io.tallygate.model;

import io.tallygate.event.Violation;
import io.tallygate.schema.Pointers;
import java.util.List;
import java.util.stream.Stream;

/**
 * One thing that is wrong with an event, as the gateway would tell it.
 *
 * @param pointer where, as a JSON pointer (RFC 6901); empty for the event as a whole
 * @param kind the JSON Schema keyword, or the rule of the gateway, that is violated, e.g. {@code enum}
 * @param message what is wrong, for a person
 */
public record Fault(String pointer, String kind, String message) {
    static Fault of(Violation violation) {
        return new Fault(violation.pointer(), violation.keyword(), violation.message());
    }

    /** The place step by step, e.g. {@code ["metadata", "environment"]}; empty for the event as a whole. */
    public List<String> location() {
        return Stream.of(pointer.split("/", -1)).skip(1).map(Pointers::unescape).toList();
    }

    @Override
    public String toString() {
        return (pointer.isEmpty() ? "the event" : pointer) + ": " + message + " (" + kind + ")";
    }
}
