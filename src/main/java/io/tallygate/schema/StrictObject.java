package io.tallygate.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Reads the JSON object of a request by the rules by which events are read: what it says must not be anybody's guess. */
public final class StrictObject {
    private static final JsonReader READER = new JsonReader(ValidationLimits.DEFAULTS.maxDepth());

    private StrictObject() {}

    /**
     * The object that the bytes hold.
     *
     * @throws IllegalArgumentException if they hold something else; the message names the first fault and its place, is
     *     short and free of control characters
     */
    public static ObjectNode read(byte[] bytes) {
        try {
            return READER.read(bytes);
        } catch (UnreadableException e) {
            throw new IllegalArgumentException(e.rejection(bytes).message(), e);
        }
    }
}
