package io.tallygate.query;

import io.tallygate.api.ProblemException;
import io.tallygate.figures.FiguresConfig;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes ranges of time of what a question says and leaves out, so that they can be answered from counts by time. */
@Singleton
class FigureRanges {
    private final FiguresConfig config;
    private final Clock clock;

    FigureRanges(FiguresConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /** A range in whole intervals. */
    record Axis(Span span, Interval interval) {}

    /**
     * The range of a question, in whole minutes.
     *
     * @throws ProblemException if it is empty or longer than may be
     */
    Span span(Optional<Instant> from, Optional<Instant> to) {
        Instant end = to.orElseGet(clock::instant);
        Instant begin = from.orElseGet(() -> end.minus(config.defaultRange()));
        if (!begin.isBefore(end)) {
            throw ProblemException.badParameter("from", "must be before to, which is " + end);
        }
        if (Duration.between(begin, end).compareTo(config.longestRange()) > 0) {
            throw FigureProblems.rangeTooLong(config.longestRange());
        }
        long lastSecond = end.getNano() == 0 ? end.getEpochSecond() : end.getEpochSecond() + 1;
        return Interval.PT1M.around(new Span(begin.getEpochSecond(), lastSecond));
    }

    /**
     * The range in whole intervals; where none is wanted, in the shortest that give no more points than may be.
     *
     * @throws ProblemException if the interval gives more, or if what it would tell apart is not kept any more
     */
    Axis axis(Span span, Optional<Interval> wanted) {
        Interval interval = wanted.orElseGet(() -> Stream.of(Interval.values())
                .filter(candidate -> candidate.pointsOf(span) <= config.points() && isKept(candidate, span))
                .findFirst()
                .orElse(Interval.P90D));
        if (interval.pointsOf(span) > config.points()) {
            throw FigureProblems.tooManyPoints(interval, interval.pointsOf(span), config.points());
        }
        if (!isKept(interval, span)) {
            throw FigureProblems.minutesGone(config.minutesKept());
        }
        return new Axis(interval.around(span), interval);
    }

    /** The range, widened to whole hours at an end where minutes are not told apart any more. */
    Span countable(Span span) {
        Span hours = Interval.PT1H.around(span);
        return new Span(
                span.from() < minutesFrom() ? hours.from() : span.from(),
                Interval.PT1H.begin(span.to()) < minutesFrom() ? hours.to() : span.to());
    }

    private boolean isKept(Interval interval, Span span) {
        return interval.isOfHours() || interval.begin(span.from()) >= minutesFrom();
    }

    /** From here on all minutes are there. */
    private long minutesFrom() {
        return clock.instant().minus(config.minutesKept()).getEpochSecond() + 1;
    }
}
