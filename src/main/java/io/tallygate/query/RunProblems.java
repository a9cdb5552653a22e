package io.tallygate.query;

import io.tallygate.api.Problem;
import io.tallygate.api.ProblemException;
import java.time.Duration;

/** What a question to the runs and projects cannot be answered for. */
final class RunProblems {
    private RunProblems() {}

    /** 422: it took too long, and would again. */
    static ProblemException tooWide(Duration bound) {
        return ProblemException.of(Problem.of(
                422,
                "range-too-wide",
                "Too much to be looked through",
                "This was not answered within " + bound.toMillis()
                        + " ms. Narrow it: a shorter range by from and to, or more filters"));
    }
}
