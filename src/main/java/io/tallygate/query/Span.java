package io.tallygate.query;

import java.time.Instant;

/**
 * A span of time, in seconds from 1970 on.
 *
 * @param from inclusive
 * @param to exclusive
 */
record Span(long from, long to) {
    Instant begin() {
        return Instant.ofEpochSecond(from);
    }

    Instant end() {
        return Instant.ofEpochSecond(to);
    }

    long seconds() {
        return to - from;
    }

    /** The one of the same length that ends where this one begins. */
    Span before() {
        return new Span(from - seconds(), from);
    }
}
