package io.tallygate.ingest;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tallygate.audit.AuditLog;
import io.tallygate.audit.StorageGate;
import io.tallygate.audit.StorageUnavailableException;
import io.tallygate.quarantine.Quarantine;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * One thread that carries out decisions in the order in which they were submitted, as many as wait in one transaction.
 *
 * <p>While one transaction commits, the next batch fills: the busier the gateway, the larger its batches, without a
 * timer. When the storage fails, the batch is held and tried again, so that nothing overtakes anything; only those whose
 * deadline has passed are let go as {@link IngestOutcome.Undetermined}.
 */
@Singleton
class BatchWriter {
    private static final Logger LOG = Logger.getLogger(BatchWriter.class);

    private static final String TOO_SLOW = "The storage is away or too slow";

    private final AuditLog auditLog;
    private final Quarantine quarantine;
    private final StorageGate gate;
    private final IngestConfig config;
    private final IngestMetrics metrics;
    private final Thread thread = new Thread(this::run, "tallygate-writer");

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Submission> waiting = new ArrayDeque<>();
    private int waitingEvents;
    private boolean stopping;
    /** Touched by the writer's thread only. */
    private boolean storageIsFailing;

    BatchWriter(
            AuditLog auditLog, Quarantine quarantine, StorageGate gate, IngestConfig config, IngestMetrics metrics) {
        this.auditLog = auditLog;
        this.quarantine = quarantine;
        this.gate = gate;
        this.config = config;
        this.metrics = metrics;
        metrics.watchQueue(this::waitingEvents);
    }

    void start(@Observes StartupEvent started) {
        thread.setDaemon(true);
        thread.start();
    }

    /** Late, so that the doors have stopped taking events in before the last of them are written. */
    void stop(@Observes @Priority(StopOrder.WRITER) ShutdownEvent stopped) throws InterruptedException {
        lock.lock();
        try {
            stopping = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        thread.join(config.shutdownPatience().toMillis());
        if (thread.isAlive()) {
            LOG.warnf(
                    "The storage did not take %d waiting events within %s; nobody was told that they are stored",
                    waitingEvents(), config.shutdownPatience());
            thread.interrupt();
        }
    }

    CompletionStage<List<IngestOutcome>> submit(List<Decision> decisions, Duration patience) {
        if (decisions.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        Submission submission = Submission.of(decisions, patience);
        lock.lock();
        try {
            // The broker's door is bounded by its prefetch; refusing there would only make the broker send again.
            boolean bounded = !submission.isFromBroker();
            if (stopping) {
                submission.completeUndetermined("The gateway is stopping");
            } else if (bounded && waitingEvents + decisions.size() > config.queueCapacity() && waitingEvents > 0) {
                submission.completeUndetermined("More events are waiting to be stored than may wait");
            } else {
                if (bounded) {
                    submission.completeUndeterminedInTime(TOO_SLOW);
                }
                waiting.add(submission);
                waitingEvents += decisions.size();
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
        return submission.outcomes().whenComplete((outcomes, failure) -> metrics.decided(submission, outcomes));
    }

    private int waitingEvents() {
        lock.lock();
        try {
            return waitingEvents;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (!gate.await(config.maxRetryDelay()) && !isStopping()) {
                // What waits meanwhile is bounded, and its senders are told when their patience ends.
                letGoOfOverdueInQueue(false);
            }
            for (List<Submission> batch = next(); !batch.isEmpty(); batch = next()) {
                write(batch);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            letGoOfTheRest();
        }
    }

    /** Waits for the next batch; empty when there is nothing more to come. */
    private List<Submission> next() throws InterruptedException {
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

    private void write(List<Submission> submissions) throws InterruptedException {
        BatchCommit commit = new BatchCommit(auditLog, quarantine, submissions);
        Duration delay = config.minRetryDelay();
        while (!commit.isEmpty()) {
            try {
                metrics.timeBatch(commit::advance);
            } catch (StorageUnavailableException e) {
                storageFailed(commit, e);
                TimeUnit.NANOSECONDS.sleep(delay.toNanos());
                delay = min(delay.multipliedBy(2), config.maxRetryDelay());
            } catch (RuntimeException e) {
                LOG.error("A fault of ours while storing events; none of this batch is acknowledged", e);
                commit.letGoOfAll("The gateway failed while storing");
            }
        }
        if (storageIsFailing) {
            storageIsFailing = false;
            LOG.info("The storage takes events again");
        }
    }

    /** Logs the first failure only: the same line a thousand times tells nobody more. */
    private void storageFailed(BatchCommit commit, StorageUnavailableException e) {
        if (!storageIsFailing) {
            storageIsFailing = true;
            LOG.error("The storage failed; events are held and tried again until it returns", e);
        }
        metrics.storageFailed();
        if (isStopping()) {
            commit.letGoOfAll("The gateway is stopping and the storage is away");
        } else {
            boolean brokerOverdue = commit.letGoOfOverdue(TOO_SLOW);
            letGoOfOverdueInQueue(brokerOverdue);
        }
    }

    /**
     * Whoever waits behind a held batch waits no longer than it wants to. What came from the broker goes back together:
     * stored now, it would stand before what was given back and comes again.
     */
    private void letGoOfOverdueInQueue(boolean andAllFromBroker) {
        lock.lock();
        try {
            waiting.removeIf(submission -> {
                boolean overdue = submission.isOverdue() || (andAllFromBroker && submission.isFromBroker());
                if (overdue) {
                    waitingEvents -= submission.decisions().size();
                    submission.completeUndetermined(TOO_SLOW);
                }
                return overdue;
            });
        } finally {
            lock.unlock();
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private boolean isStopping() {
        lock.lock();
        try {
            return stopping;
        } finally {
            lock.unlock();
        }
    }

    private void letGoOfTheRest() {
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
