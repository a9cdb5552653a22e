package io.tallygate.schema;

/**
 * How much of an event is looked at before it is refused.
 *
 * @param maxBytes the bytes that an event may have
 * @param maxDepth how deep its objects and arrays may nest; the event itself is at depth 1
 * @param maxViolations how many faults of an event are listed at most
 */
public record ValidationLimits(int maxBytes, int maxDepth, int maxViolations) {
    /** 262,144 bytes, depth 64, 50 violations. */
    public static final ValidationLimits DEFAULTS = new ValidationLimits(262_144, 64, 50);

    /** Reading and validating recurse: deeper than this, a thread's stack could overflow. */
    private static final int DEEPEST = 256;

    /** @throws IllegalArgumentException if a limit is not positive or the depth is more than 256 */
    public ValidationLimits {
        if (maxBytes < 1 || maxDepth < 1 || maxViolations < 1) {
            throw new IllegalArgumentException("Every limit must be at least 1: maxBytes " + maxBytes + ", maxDepth "
                    + maxDepth + ", maxViolations " + maxViolations);
        }
        if (maxDepth > DEEPEST) {
            throw new IllegalArgumentException("maxDepth may be at most " + DEEPEST + ", not " + maxDepth);
        }
    }
}
