package io.tallygate.query;

import io.tallygate.api.Problem;
import io.tallygate.api.ProblemException;
import java.time.Duration;

/** What figures cannot be made of. */
final class FigureProblems {
    private FigureProblems() {}

    /** 422: it took too long, and would again. */
    static ProblemException tooWide(Duration bound) {
        return wide(
                "There is too much to be counted",
                "This was not answered within " + bound.toMillis()
                        + " ms. Narrow it: a shorter range by from and to, or one type, source or tenant");
    }

    /** 422: the range is longer than any may be. */
    static ProblemException rangeTooLong(Duration longest) {
        return wide(
                "The range is too long", "From and to may be " + longest.toDays() + " days apart; ask for it in parts");
    }

    /** 422: so many points are not told at once. */
    static ProblemException tooManyPoints(Interval interval, long points, int most) {
        return wide(
                "The range has too many points of time",
                "At an interval of " + interval + " the range has " + points + " points, and an answer has " + most
                        + " at most. Ask for a longer interval or a shorter range, or leave the interval to us: auto");
    }

    /** 422: that long ago minutes are not told apart. */
    static ProblemException minutesGone(Duration kept) {
        return ProblemException.of(Problem.of(
                422,
                "interval-too-short",
                "Minutes are not told apart that long ago",
                "Counts of minutes are kept for " + kept.toHours()
                        + " hours. Ask for an interval of PT1H or longer, or for a later range"));
    }

    private static ProblemException wide(String title, String detail) {
        return ProblemException.of(Problem.of(422, "range-too-wide", title, detail));
    }
}
