package io.tallygate.query;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The values that there are of each field, with counts.
 *
 * @param from the beginning of the range, inclusive
 * @param to its end, exclusive
 * @param facets by field the most frequent values, each counted with all filters but that on its own field
 */
record Facets(Instant from, Instant to, Map<String, List<Value>> facets) {

    /**
     * A value.
     *
     * @param count of the events, runs or quarantined events that have it
     */
    record Value(String value, long count) {}
}
