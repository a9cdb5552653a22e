package io.tallygate.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * What is played, without end, in the order of time: runs of all kinds, one that fails about once a minute, one that stalls
 * every few minutes, and three mistakes a minute. For one thread.
 */
final class DemoScript {
    private static final Duration BETWEEN_FAILURES = Duration.ofSeconds(58);
    private static final Duration BETWEEN_STALLS = Duration.ofSeconds(250);
    private static final Duration BETWEEN_MISTAKES = Duration.ofSeconds(20);
    private static final int PIPELINE_MISTAKE = 7;

    private final Dice dice;
    private final Opportunities opportunities;
    private final Pipelines pipelines;
    private final List<Scene> scenes;
    private final List<Scene> failing;
    private final PriorityQueue<DemoEvent> agenda = new PriorityQueue<>(Comparator.comparing(DemoEvent::at));
    private final Pace pace;

    private Instant nextRun;
    private Instant nextFailure;
    private Instant nextStall;
    private Instant nextMistake;
    private int failures;
    private int mistakes;

    /** How many events a second there are at a time. */
    interface Pace {
        double at(Instant time);
    }

    /** @param begin the time of the first event */
    DemoScript(long seed, Instant begin, Pace pace) {
        this.dice = new Dice(seed, begin.toEpochMilli());
        this.pace = pace;
        this.opportunities = new Opportunities(dice);
        this.pipelines = new Pipelines(dice);
        Scene projects = new DataProjects(dice);
        Scene nodes = new Nodes(dice);
        Scene schedulers = new Schedulers(dice);
        Scene others = new Others(dice);
        // As often as they stand here.
        this.scenes = List.of(
                opportunities,
                opportunities,
                opportunities,
                nodes,
                nodes,
                schedulers,
                schedulers,
                pipelines,
                projects,
                others);
        this.failing = List.of(opportunities, projects, schedulers, opportunities, pipelines, nodes);
        this.nextRun = begin;
        this.nextFailure = begin.plusSeconds(10);
        this.nextStall = begin.plusSeconds(40);
        this.nextMistake = begin.plusSeconds(5);
    }

    /** When the next event is due. */
    Instant due() {
        return first().at();
    }

    /** The next event. */
    DemoEvent next() {
        first();
        return agenda.remove();
    }

    /** Those that are due before a time, in their order. */
    List<DemoEvent> before(Instant time, int limit) {
        List<DemoEvent> due = new ArrayList<>();
        while (due.size() < limit && due().isBefore(time)) {
            due.add(next());
        }
        return due;
    }

    /** No event of a run is before its beginning: so the first is known when the next run begins after it. */
    private DemoEvent first() {
        while (agenda.isEmpty() || !nextRun.isAfter(agenda.element().at())) {
            begin(nextRun);
        }
        return agenda.element();
    }

    private void begin(Instant at) {
        List<DemoEvent> events = run(at);
        agenda.addAll(events);
        if (!at.isBefore(nextMistake)) {
            nextMistake = nextMistake.plus(BETWEEN_MISTAKES);
            mistakes++;
            agenda.add(
                    mistakes % PIPELINE_MISTAKE == 0
                            ? pipelines.mistake(at)
                            : opportunities.mistake(at, mistakes % PIPELINE_MISTAKE));
        }
        double seconds = events.size() / pace.at(at) * (0.5 + dice.share());
        nextRun = at.plusMillis(Math.max(1, Math.round(seconds * 1000)));
    }

    private List<DemoEvent> run(Instant at) {
        if (!at.isBefore(nextFailure)) {
            nextFailure = nextFailure.plus(BETWEEN_FAILURES);
            failures++;
            return failing.get(failures % failing.size()).run(at, Fate.FAILS);
        }
        if (!at.isBefore(nextStall)) {
            nextStall = nextStall.plus(BETWEEN_STALLS);
            return dice.oneOf(failing).run(at, Fate.STALLS);
        }
        return dice.oneOf(scenes).run(at, Fate.COMPLETES);
    }
}
