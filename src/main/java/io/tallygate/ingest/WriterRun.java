package io.tallygate.ingest;

import io.tallygate.audit.AuditLog;
import io.tallygate.audit.StorageUnavailableException;
import io.tallygate.quarantine.Quarantine;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Storing what waits, batch upon batch, try upon try. When the storage fails, the batch is held and tried again, so that
 * nothing overtakes anything; only those whose deadline has passed are let go as {@link IngestOutcome.Undetermined}.
 *
 * <p>It never waits by itself: {@link BatchWriter} does between the tries, and a simulation lets time pass. For one
 * thread.
 */
final class WriterRun {
    static final String TOO_SLOW = "The storage is away or too slow";

    private static final Logger LOG = Logger.getLogger(WriterRun.class);

    private final AuditLog auditLog;
    private final Quarantine quarantine;
    private final SubmissionQueue queue;
    private final IngestConfig config;
    private final IngestMetrics metrics;
    private final LongSupplier nanoTime;

    private BatchCommit commit;
    private Duration pause = Duration.ZERO;
    private boolean storageIsFailing;

    /** @param nanoTime the time by which submissions are overdue, as {@link System#nanoTime()} */
    WriterRun(
            AuditLog auditLog,
            Quarantine quarantine,
            SubmissionQueue queue,
            IngestConfig config,
            IngestMetrics metrics,
            LongSupplier nanoTime) {
        this.auditLog = auditLog;
        this.quarantine = quarantine;
        this.queue = queue;
        this.config = config;
        this.metrics = metrics;
        this.nanoTime = nanoTime;
        this.commit = new BatchCommit(auditLog, quarantine, List.of());
    }

    /** Begins a batch; the one before must be over. */
    void begin(List<Submission> batch) {
        commit = new BatchCommit(auditLog, quarantine, batch);
        pause = config.minRetryDelay();
    }

    /** Whether nobody waits for the batch any more. */
    boolean isOver() {
        return commit.isEmpty();
    }

    /**
     * Tries to store the batch.
     *
     * @return how long to wait before the next try
     */
    Duration tryOnce() {
        try {
            metrics.timeBatch(commit::advance);
            storageTook();
            return Duration.ZERO;
        } catch (StorageUnavailableException e) {
            return storageFailed(e);
        } catch (RuntimeException e) {
            LOG.error("A fault of ours while storing events; none of this batch is acknowledged", e);
            letGoOfAll("The gateway failed while storing");
            return Duration.ZERO;
        }
    }

    private void letGoOfAll(String why) {
        if (commit.isFromBroker()) {
            // First those behind: told after, one that is behind could come in between.
            queue.giveBack(why);
        }
        commit.letGoOfAll(why);
    }

    private void letGoOfOverdue(long now) {
        if (commit.isFromBrokerOverdue(now)) {
            queue.giveBack(TOO_SLOW);
        }
        commit.letGoOfOverdue(TOO_SLOW, now);
        queue.letGoOfOverdue(TOO_SLOW, now);
    }

    private void storageTook() {
        if (storageIsFailing) {
            storageIsFailing = false;
            LOG.info("The storage takes events again");
        }
    }

    /** Logs the first failure only: the same line a thousand times tells nobody more. */
    private Duration storageFailed(StorageUnavailableException e) {
        if (!storageIsFailing) {
            storageIsFailing = true;
            LOG.error("The storage failed; events are held and tried again until it returns", e);
        }
        metrics.storageFailed();
        if (queue.isStopping()) {
            letGoOfAll("The gateway is stopping and the storage is away");
        } else {
            letGoOfOverdue(nanoTime.getAsLong());
        }
        Duration now = pause;
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(config.maxRetryDelay()) < 0 ? doubled : config.maxRetryDelay();
        return now;
    }
}
