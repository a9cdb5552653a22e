package io.tallygate.ingest;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * What waits for its transaction, within bounds, fairly between the sources and in order within each: see {@link Lanes}.
 * Thread-safe.
 */
final class SubmissionQueue {
    /** A batch that took longer, because the storage was away, does not make the pause after it longer. */
    private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

    private final IngestConfig config;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Lanes waiting = new Lanes();
    /** The newest of the broker's channels that was seen. */
    private long newestChannel;
    /** Nothing more is taken from channels up to this one: what came before it was given back. */
    private long givenBack;

    private boolean stopping;
    /** When the last batch was taken, and whether there was one, on the scale of {@link System#nanoTime()}. */
    private long takenAt;

    private boolean anyTaken;

    SubmissionQueue(IngestConfig config) {
        this.config = config;
    }

    /** Lets it wait, unless there is no room: then its sender is told at once. */
    void add(Submission submission) {
        lock.lock();
        try {
            // The broker's door is bounded by its prefetch; refusing there would only make the broker send again.
            boolean bounded = !submission.isFromBroker();
            boolean follows = submission.channel() != Submission.NO_CHANNEL;
            if (stopping) {
                submission.completeUndetermined("The gateway is stopping");
            } else if (follows && submission.channel() <= givenBack) {
                submission.completeUndetermined("What came before it goes back to the broker");
            } else if (bounded && exceeds(config.queueCapacity(), waiting.events(), submission)) {
                submission.completeUndetermined("More events are waiting to be stored than may wait");
            } else if (bounded && exceeds(share(), waiting.eventsBefore(submission), submission)) {
                submission.completeThrottled("As many events of this tenant are waiting as one tenant may have");
            } else {
                newestChannel = follows ? Math.max(newestChannel, submission.channel()) : newestChannel;
                // A batch of the broker is settled as a whole, and in transactions that it shares with nobody.
                List<Submission> parts = bounded ? submission.slices(Lanes.QUANTUM) : List.of(submission);
                parts.forEach(waiting::add);
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the next batch; empty when there is nothing more to come. */
    List<Submission> take() throws InterruptedException {
        lock.lock();
        try {
            letOthersIn();
            List<Submission> batch = waiting.take(config.maxBatch());
            while (batch.isEmpty() && !stopping) {
                changed.await();
                batch = waiting.take(config.maxBatch());
            }
            anyTaken = true;
            takenAt = System.nanoTime();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Between two batches of a backlog of one tenant the storage is idle for a part of the time that the last one took,
     * while others send, too: they find it free then, and disk and processors as well. Ends as soon as another's event
     * waits.
     */
    private void letOthersIn() throws InterruptedException {
        long now = System.nanoTime();
        long took = Math.min(anyTaken ? now - takenAt : 0, LONGEST_PAUSE);
        long until = now + took * (100 - config.backlogShare()) / config.backlogShare();
        while (waiting.isBacklogOfOneAmongOthers() && !stopping && until - now > 0) {
            long unused = changed.awaitNanos(until - now);
            now = System.nanoTime();
        }
    }

    /** The next batch; empty if nothing waits. */
    List<Submission> poll() {
        lock.lock();
        try {
            return waiting.take(config.maxBatch());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whoever waits behind a held batch waits no longer than it wants to. If one of them came from the broker, all that
     * did go back: see {@link #giveBack}.
     */
    void letGoOfOverdue(String why, long now) {
        lock.lock();
        try {
            boolean fromBroker = waiting.anyMatch(submission -> submission.isFromBroker() && submission.isOverdue(now));
            letGo(why, submission -> submission.isOverdue(now));
            if (fromBroker) {
                giveBack(why);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Something of the broker is given back and comes again. Stored before that, what is behind it would overtake it: so
     * it goes back, too, and nothing more is taken from the channels that it came over.
     */
    void giveBack(String why) {
        lock.lock();
        try {
            givenBack = newestChannel;
            letGo(why, Submission::isFromBroker);
        } finally {
            lock.unlock();
        }
    }

    private void letGo(String why, Predicate<Submission> which) {
        waiting.remove(which, submission -> submission.completeUndetermined(why));
    }

    /** One that is larger by itself is let in where nothing waits. */
    private static boolean exceeds(int bound, int waitingAlready, Submission submission) {
        return waitingAlready > 0 && waitingAlready + submission.size() > bound;
    }

    private int share() {
        return (int) (config.queueCapacity() * (long) config.tenantShare() / 100);
    }

    /** How many events wait. */
    int events() {
        lock.lock();
        try {
            return waiting.events();
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more in; what waits may still be taken out. */
    void stop() {
        lock.lock();
        try {
            stopping = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isStopping() {
        lock.lock();
        try {
            return stopping;
        } finally {
            lock.unlock();
        }
    }

    /** Tells everybody who still waits that nothing more will be stored. */
    void close() {
        lock.lock();
        try {
            stopping = true;
            letGo("The gateway is stopping", submission -> true);
        } finally {
            lock.unlock();
        }
    }
}
