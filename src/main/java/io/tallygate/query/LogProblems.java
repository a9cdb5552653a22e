package io.tallygate.query;

import io.tallygate.api.Problem;
import io.tallygate.api.ProblemException;
import java.time.Duration;

/** What a question to the logs cannot be answered for. */
final class LogProblems {
    private LogProblems() {}

    /** 422: it took too long, and would again. */
    static ProblemException tooWide(Duration bound) {
        return ProblemException.of(Problem.of(
                422,
                "range-too-wide",
                "Too many logs to be looked through",
                "This was not answered within " + bound.toMillis()
                        + " ms. Narrow it: a shorter range by from and to, or one source_system"));
    }

    /** 422: looking through the events themselves took too long, and would again. */
    static ProblemException tooManyEvents(Duration bound) {
        return notLookedThrough(
                bound,
                ", since no index knows what events hold. Narrow your range: a shorter one by from and to or receivedFrom"
                        + " and receivedTo, or one type, source, workflow or correlation");
    }

    /** 422: events that passed some of the conditions, but not all, were too many to be passed over. */
    static ProblemException tooManyOthers(Duration bound) {
        return notLookedThrough(
                bound,
                ". Narrow it: a shorter range by from and to or receivedFrom and receivedTo, or one tenant, type, source,"
                        + " workflow or correlation");
    }

    private static ProblemException notLookedThrough(Duration bound, String rest) {
        return ProblemException.of(Problem.of(
                422,
                "range-too-wide",
                "Too many events to be looked through",
                "This was not answered within " + bound.toMillis() + " ms" + rest));
    }

    /** 422: the range is longer than any may be. */
    static ProblemException rangeTooLong(Duration longest) {
        return ProblemException.of(Problem.of(
                422,
                "range-too-wide",
                "The range is too long",
                "From and to may be " + longest.toDays() + " days apart; ask for it in parts"));
    }
}
