package io.tallygate.schema;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A part of a schema in a form that only knows how to accept. Most events are sound, and to find just that takes a small
 * part of what it takes to evaluate a schema so that every fault can be named with its place.
 */
@FunctionalInterface
interface Acceptance {
    /** Accepts everything. */
    Acceptance ANYTHING = value -> true;

    /** Is sure of nothing: for what is left to the library. */
    Acceptance UNSURE = value -> false;

    /** True if the schema accepts the value. False says nothing: the value may be accepted all the same. */
    boolean isSureOf(JsonNode value);
}
