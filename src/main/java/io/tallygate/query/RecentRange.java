package io.tallygate.query;

import io.tallygate.api.ProblemException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A range of time that is asked about, by default one that ends now.
 *
 * @param from inclusive
 * @param to exclusive
 */
record RecentRange(Instant from, Instant to) {

    /** @throws ProblemException if it cannot be understood, is empty, or is longer than any may be */
    static RecentRange of(
            @Nullable String from, @Nullable String to, Duration byDefault, Duration longest, Instant now) {
        Instant end = Parameters.time("to", to).orElse(now);
        Instant begin = Parameters.time("from", from).orElseGet(() -> end.minus(byDefault));
        if (!begin.isBefore(end)) {
            throw ProblemException.badParameter("from", "must be before to, which is " + end);
        }
        if (Duration.between(begin, end).compareTo(longest) > 0) {
            throw LogProblems.rangeTooLong(longest);
        }
        return new RecentRange(begin, end);
    }
}
