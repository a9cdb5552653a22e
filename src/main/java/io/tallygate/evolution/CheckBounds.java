package io.tallygate.evolution;

import java.time.Duration;

/**
 * How much one check may cost. What is not decided within it is unknown.
 *
 * @param maxSteps how many pairs of keywords and places are compared
 * @param maxDocuments how many documents are tried as counter-examples
 * @param maxDuration how long documents are tried
 */
public record CheckBounds(int maxSteps, int maxDocuments, Duration maxDuration) {
    /** 200,000 steps, 4,000 documents, 5 seconds. */
    public static final CheckBounds DEFAULTS = new CheckBounds(200_000, 4_000, Duration.ofSeconds(5));
}
