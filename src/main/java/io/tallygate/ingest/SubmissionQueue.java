package io.tallygate.ingest;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** What waits for its transaction, in the order in which it was submitted, within a bound. Thread-safe. */
final class SubmissionQueue {
    private final IngestConfig config;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Submission> waiting = new ArrayDeque<>();
    private int waitingEvents;
    /** The newest of the broker's channels that was seen. */
    private long newestChannel;
    /** Nothing more is taken from channels up to this one: what came before it was given back. */
    private long givenBack;

    private boolean stopping;

    SubmissionQueue(IngestConfig config) {
        this.config = config;
    }

    /** Lets it wait, unless there is no room: then its sender is told at once. */
    void add(Submission submission) {
        lock.lock();
        try {
            int events = submission.decisions().size();
            // The broker's door is bounded by its prefetch; refusing there would only make the broker send again.
            boolean bounded = !submission.isFromBroker();
            boolean follows = submission.channel() != Submission.NO_CHANNEL;
            if (stopping) {
                submission.completeUndetermined("The gateway is stopping");
            } else if (follows && submission.channel() <= givenBack) {
                submission.completeUndetermined("What came before it goes back to the broker");
            } else if (bounded && waitingEvents + events > config.queueCapacity() && waitingEvents > 0) {
                submission.completeUndetermined("More events are waiting to be stored than may wait");
            } else {
                newestChannel = follows ? Math.max(newestChannel, submission.channel()) : newestChannel;
                waiting.add(submission);
                waitingEvents += events;
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
            List<Submission> batch = takeWaiting();
            while (batch.isEmpty() && !stopping) {
                changed.await();
                batch = takeWaiting();
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** The next batch; empty if nothing waits. */
    List<Submission> poll() {
        lock.lock();
        try {
            return takeWaiting();
        } finally {
            lock.unlock();
        }
    }

    /** What waits, up to a batch; one that is larger by itself is taken alone. */
    private List<Submission> takeWaiting() {
        List<Submission> batch = new ArrayList<>();
        int events = 0;
        while (!waiting.isEmpty()
                && (batch.isEmpty() || events + waiting.getFirst().decisions().size() <= config.maxBatch())) {
            Submission submission = waiting.removeFirst();
            waitingEvents -= submission.decisions().size();
            // If its sender was told already that nobody knows, it will send it again: storing it now helps nobody.
            if (!submission.outcomes().isDone()) {
                events += submission.decisions().size();
                batch.add(submission);
            }
        }
        return batch;
    }

    /**
     * Whoever waits behind a held batch waits no longer than it wants to. If one of them came from the broker, all that
     * did go back: see {@link #giveBack}.
     */
    void letGoOfOverdue(String why, long now) {
        lock.lock();
        try {
            boolean fromBroker =
                    waiting.stream().anyMatch(submission -> submission.isFromBroker() && submission.isOverdue(now));
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
        waiting.removeIf(submission -> {
            boolean goes = which.test(submission);
            if (goes) {
                waitingEvents -= submission.decisions().size();
                submission.completeUndetermined(why);
            }
            return goes;
        });
    }

    /** How many events wait. */
    int events() {
        lock.lock();
        try {
            return waitingEvents;
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
            waiting.forEach(submission -> submission.completeUndetermined("The gateway is stopping"));
            waiting.clear();
            waitingEvents = 0;
        } finally {
            lock.unlock();
        }
    }
}
