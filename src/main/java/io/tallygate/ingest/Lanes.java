package io.tallygate.ingest;

import io.tallygate.event.WorkflowEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What waits, each submission in the lane of its source: the broker's door is one, each tenant of the other doors
 * another. Lanes are served by deficit round robin (Shreedhar and Varghese, 1995), so that a source that floods waits for
 * itself and not the others for it; within a lane nothing overtakes. For one thread at a time.
 */
final class Lanes {
    /** Events by which a lane may go on each time its turn comes; the broker's goes on by whole submissions. */
    static final int QUANTUM = 100;

    /** For so many batches after several lanes waited, one that waits alone may not fill a batch: the others come again. */
    private static final int SHARED_BATCHES = 100;

    /** The part of a full batch that a lane may fill then. */
    private static final int SHARED_PART = 20;

    private static final Object BROKER = new Object();

    private final Map<Object, Lane> bySource = new HashMap<>();
    /** Those in which something waits, the next one first. */
    private final Deque<Lane> round = new ArrayDeque<>();

    private int events;
    /** Batches since several lanes waited. */
    private int sinceShared = SHARED_BATCHES;

    void add(Submission submission) {
        Object source = sourceOf(submission);
        Lane lane = bySource.get(source);
        if (lane == null) {
            lane = new Lane(source);
            bySource.put(source, lane);
            round.addLast(lane);
        }
        lane.waiting.addLast(submission);
        lane.events += submission.size();
        events += submission.size();
    }

    /** How many events wait in all. */
    int events() {
        return events;
    }

    /** How many events of the same source wait before this one would. */
    int eventsBefore(Submission submission) {
        Lane lane = bySource.get(sourceOf(submission));
        return lane == null ? 0 : lane.events;
    }

    /**
     * Takes the next batch; empty if nothing waits. What the broker hands over comes by the thousand: it has transactions
     * of its own, one submission a turn while others wait, so that theirs stay short. So does a batch that is shared: it
     * ends when each lane had its turn.
     *
     * @param max events at most, unless one submission alone has more
     */
    List<Submission> take(int max) {
        List<Submission> batch = new ArrayList<>();
        int taken = 0;
        boolean full = false;
        boolean shared = round.size() > 1;
        sinceShared = shared ? 0 : Math.min(sinceShared + 1, SHARED_BATCHES);
        int most = shared || sinceShared == SHARED_BATCHES ? max : Math.max(1, max / SHARED_PART);
        int turns = shared ? round.size() : Integer.MAX_VALUE;
        while (!full && !round.isEmpty() && (turns > 0 || batch.isEmpty())) {
            turns--;
            Lane lane = round.peekFirst();
            if (lane.source == BROKER && !batch.isEmpty() && !batch.get(0).isFromBroker()) {
                break;
            }
            boolean shares = lane.source != BROKER || round.size() == 1;
            lane.credit = lane.source == BROKER ? Integer.MAX_VALUE : lane.credit + QUANTUM;
            while (!full && !lane.waiting.isEmpty() && lane.waiting.getFirst().size() <= lane.credit) {
                full = !batch.isEmpty() && taken + lane.waiting.getFirst().size() > most;
                if (!full) {
                    Submission submission = pollFirst(lane);
                    // If its sender was told already that nobody knows, it sends again: storing it now helps nobody.
                    if (!submission.outcomes().isDone()) {
                        taken += submission.size();
                        batch.add(submission);
                        full = !shares;
                    }
                }
            }
            endTurn(lane, full && shares);
        }
        return batch;
    }

    /**
     * Whether all that waits is a backlog of one tenant, and others came a short while ago. The broker's is none: what it
     * holds back waits there, and is drained as fast as can be.
     */
    boolean isBacklogOfOneAmongOthers() {
        Lane first = round.peekFirst();
        return round.size() == 1
                && first != null
                && first.source != BROKER
                && first.events > QUANTUM
                && sinceShared < SHARED_BATCHES;
    }

    private Submission pollFirst(Lane lane) {
        Submission submission = lane.waiting.removeFirst();
        lane.credit -= submission.size();
        lane.events -= submission.size();
        events -= submission.size();
        return submission;
    }

    private void endTurn(Lane lane, boolean goesOnNextTime) {
        if (lane.waiting.isEmpty()) {
            round.removeFirst();
            bySource.remove(lane.source);
        } else if (goesOnNextTime) {
            lane.credit = Math.max(0, lane.credit - QUANTUM);
        } else {
            round.addLast(round.removeFirst());
        }
    }

    boolean anyMatch(Predicate<Submission> which) {
        return round.stream().anyMatch(lane -> lane.waiting.stream().anyMatch(which));
    }

    /** Takes these out of all lanes, and gives each of them to the consumer. */
    void remove(Predicate<Submission> which, Consumer<Submission> removed) {
        for (Iterator<Lane> lanes = round.iterator(); lanes.hasNext(); ) {
            Lane lane = lanes.next();
            lane.waiting.removeIf(submission -> {
                boolean goes = which.test(submission);
                if (goes) {
                    lane.events -= submission.size();
                    events -= submission.size();
                    removed.accept(submission);
                }
                return goes;
            });
            if (lane.waiting.isEmpty()) {
                lanes.remove();
                bySource.remove(lane.source);
            }
        }
    }

    /** Events of several tenants in one request wait as those of the first. */
    private static Object sourceOf(Submission submission) {
        if (submission.isFromBroker()) {
            return BROKER;
        }
        Decision first = submission.decisions().get(0);
        if (first instanceof Decision.Accept accept) {
            return accept.entry().event().tenant();
        }
        return first instanceof Decision.Hold hold
                ? hold.claim().tenant().orElse(WorkflowEvent.NIL_TENANT)
                : WorkflowEvent.NIL_TENANT;
    }

    private static final class Lane {
        private final Object source;
        private final Deque<Submission> waiting = new ArrayDeque<>();
        private int events;
        private int credit;

        Lane(Object source) {
            this.source = source;
        }
    }
}
