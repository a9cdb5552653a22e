package io.tallygate.projection;

import io.tallygate.audit.StorageUnavailableException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * What the projector does between two pauses: one batch for each position at which a projection stands. Those that stand at
 * the same one, as all do that are not being made anew, share what is read. It never sleeps. For one thread.
 */
final class ProjectorWork {
    private static final Logger LOG = Logger.getLogger(ProjectorWork.class);

    private final List<Projection> projections;
    private final Positions positions;
    private final LogReader log;
    private final int batch;
    private final Set<String> failing = new HashSet<>();
    private int limit;
    private long head;

    ProjectorWork(List<Projection> projections, Positions positions, LogReader log, ProjectionConfig config) {
        this.projections = List.copyOf(projections);
        this.positions = positions;
        this.log = log;
        this.batch = config.batch();
        this.limit = batch;
    }

    /** What one step came to. */
    enum Step {
        /** All is up to date. */
        IDLE,
        /** Something was added; there may be more. */
        ADDED,
        /** Something failed, and was logged if it had not failed before. */
        FAILED
    }

    /** @throws StorageUnavailableException if the storage is away */
    Step step() {
        Map<String, Position> at =
                positions.all().stream().collect(Collectors.toMap(Position::name, Function.identity()));
        head = at.values().stream().mapToLong(Position::head).max().orElse(0);
        SortedMap<Long, List<Projection>> behind = new TreeMap<>();
        Step step = Step.IDLE;
        for (Projection projection : projections) {
            Position position = at.get(projection.name());
            if (position == null || position.version() < projection.version()) {
                step = worse(step, begin(projection));
            } else if (position.version() == projection.version() && position.lag() > 0) {
                // One of a newer version is left to the instance that has it.
                behind.computeIfAbsent(position.sequence(), key -> new ArrayList<>())
                        .add(projection);
            }
        }
        for (Map.Entry<Long, List<Projection>> group : behind.entrySet()) {
            step = worse(step, add(group.getKey(), group.getValue()));
        }
        return step;
    }

    /** The last entry of the log, as the last step saw it. */
    long head() {
        return head;
    }

    private Step begin(Projection projection) {
        try {
            positions.begin(projection);
            LOG.info("What is derived from the log as \"" + projection.name() + "\" is made anew");
            return Step.ADDED;
        } catch (RuntimeException e) {
            failed("What is derived from the log as \"" + projection.name() + "\" could not be emptied", projection, e);
            return Step.FAILED;
        }
    }

    private static Step worse(Step one, Step other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private Step add(long after, List<Projection> group) {
        Batch next = log.read(after, Math.min(head, after + limit));
        Step step = Step.ADDED;
        for (Projection projection : group) {
            try {
                positions.add(projection, next);
                recovered(projection);
            } catch (RuntimeException e) {
                // Each by itself: one that fails does not hold up the others.
                failed(
                        "What is derived from the log as \"" + projection.name()
                                + "\" could not be added for the entries " + (next.after() + 1) + " to " + next.upTo(),
                        projection,
                        e);
                step = Step.FAILED;
            }
        }
        limit = step == Step.FAILED ? Math.max(1, limit / 2) : Math.min(batch, limit * 2);
        return step;
    }

    private void recovered(Projection projection) {
        if (failing.remove(projection.name())) {
            LOG.info("What is derived from the log as \"" + projection.name() + "\" is kept up with it again");
        }
    }

    private void failed(String what, Projection projection, RuntimeException cause) {
        if (failing.add(projection.name())) {
            LOG.error(what + "; it is tried again", cause);
        }
    }
}
