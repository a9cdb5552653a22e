package io.tallygate.projection;

import java.util.List;

/**
 * A part of the log.
 *
 * @param after the number before its first entry
 * @param upTo the number of its last entry
 * @param events its entries, in their order
 */
record Batch(long after, long upTo, List<ProjectedEvent> events) {}
