package io.tallygate.ingest;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tallygate.audit.AuditLog;
import io.tallygate.audit.StorageGate;
import io.tallygate.audit.StorageRoom;
import io.tallygate.quarantine.Quarantine;
import io.tallygate.schema.EventCompletion;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * One thread that carries out decisions, as many as wait in one transaction: in turns between their sources, and for each in
 * the order in which they were submitted.
 *
 * <p>While one transaction commits, the next batch fills: the busier the gateway, the larger its batches, without a
 * timer. What it does, step by step, is {@link WriterRun}'s, of what waits in a {@link SubmissionQueue}.
 */
@Singleton
class BatchWriter {
    private static final Logger LOG = Logger.getLogger(BatchWriter.class);

    private final StorageGate gate;
    private final StorageRoom room;
    private final IngestConfig config;
    private final IngestMetrics metrics;
    private final SubmissionQueue queue;
    private final WriterRun run;
    private final Thread thread = new Thread(this::run, "tallygate-writer");

    BatchWriter(
            AuditLog auditLog,
            Quarantine quarantine,
            StorageGate gate,
            StorageRoom room,
            EventCompletion completion,
            IngestConfig config,
            IngestMetrics metrics) {
        this.gate = gate;
        this.room = room;
        this.config = config;
        this.metrics = metrics;
        this.queue = new SubmissionQueue(config);
        this.run = new WriterRun(
                new CompletedForms(auditLog, completion), quarantine, queue, config, metrics, System::nanoTime);
        metrics.watchQueue(queue::events);
    }

    void start(@Observes StartupEvent started) {
        thread.setDaemon(true);
        thread.start();
    }

    /** Late, so that the doors have stopped taking events in before the last of them are written. */
    void stop(@Observes @Priority(StopOrder.WRITER) ShutdownEvent stopped) throws InterruptedException {
        queue.stop();
        thread.join(config.shutdownPatience().toMillis());
        if (thread.isAlive()) {
            LOG.warnf(
                    "The storage did not take %d waiting events within %s; nobody was told that they are stored",
                    queue.events(), config.shutdownPatience());
            thread.interrupt();
        }
    }

    CompletionStage<List<IngestOutcome>> submit(List<Decision> decisions, Duration patience) {
        return submit(decisions, patience, Submission.NO_CHANNEL);
    }

    CompletionStage<List<IngestOutcome>> submit(List<Decision> decisions, Duration patience, long channel) {
        if (decisions.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        Submission submission = Submission.of(decisions, System.nanoTime(), patience, channel);
        Optional<String> shortage = room.shortage();
        if (shortage.isPresent() && !submission.isFromBroker()) {
            // What the broker delivered waits for room instead, as for a storage that is away.
            submission.completeUndetermined(shortage.get());
        } else {
            queue.add(submission);
        }
        if (!submission.isFromBroker()) {
            submission.completeUndeterminedInTime(WriterRun.TOO_SLOW);
        }
        return submission.outcomes().whenComplete((outcomes, failure) -> metrics.decided(submission, outcomes));
    }

    private void run() {
        try {
            while (!gate.await(config.maxRetryDelay()) && !queue.isStopping()) {
                // What waits meanwhile is bounded, and its senders are told when their patience ends.
                queue.letGoOfOverdue(WriterRun.TOO_SLOW, System.nanoTime());
            }
            for (List<Submission> batch = queue.take(); !batch.isEmpty(); batch = queue.take()) {
                write(batch);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            queue.close();
        }
    }

    private void write(List<Submission> batch) throws InterruptedException {
        run.begin(batch);
        while (!run.isOver()) {
            TimeUnit.NANOSECONDS.sleep(run.tryOnce().toNanos());
        }
    }
}
