package io.tallygate.jobs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.scheduler.ScheduledExecution;
import io.quarkus.scheduler.Scheduler;
import io.tallygate.audit.StorageUnavailableException;
import io.tallygate.event.Arrival;
import io.tallygate.event.Content;
import io.tallygate.event.Door;
import io.tallygate.ingest.EventIngestor;
import io.tallygate.ingest.IdempotentRequests;
import io.tallygate.ingest.IngestConfig;
import io.tallygate.ingest.IngestOutcome;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Triggers jobs by the clock. Every instance fires; the time for which it fires is the key under which the event is made
 * once, so that there is one event however many instances there are.
 */
@Singleton
class JobSchedule {
    private static final Logger LOG = Logger.getLogger(JobSchedule.class);

    private final Scheduler scheduler;
    private final JobCatalogue catalogue;
    private final JobsConfig config;
    private final JobTrigger trigger;
    private final IdempotentRequests requests;
    private final EventIngestor ingestor;
    private final IngestConfig ingestConfig;
    private final Clock clock;

    JobSchedule(
            Scheduler scheduler,
            JobCatalogue catalogue,
            JobsConfig config,
            JobTrigger trigger,
            IdempotentRequests requests,
            EventIngestor ingestor,
            IngestConfig ingestConfig,
            Clock clock) {
        this.scheduler = scheduler;
        this.catalogue = catalogue;
        this.config = config;
        this.trigger = trigger;
        this.requests = requests;
        this.ingestor = ingestor;
        this.ingestConfig = ingestConfig;
        this.clock = clock;
    }

    void start(@Observes StartupEvent started) {
        catalogue.schedule().forEach(this::schedule);
        scheduler
                .newJob("idempotency-keys")
                .setInterval("1h")
                .setConcurrentExecution(ConcurrentExecution.SKIP)
                .setTask(execution -> forgetOldKeys())
                .schedule();
    }

    private void schedule(String job, String cron) {
        try {
            scheduler
                    .newJob("job-" + job)
                    .setCron(cron)
                    .setTimeZone("UTC")
                    .setConcurrentExecution(ConcurrentExecution.SKIP)
                    .setTask(execution -> fire(job, cron, execution))
                    .schedule();
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new IllegalStateException(
                    "tallygate.jobs.schedule." + job + ": " + cron + " is not a cron expression: " + e.getMessage());
        }
    }

    private void fire(String job, String cron, ScheduledExecution execution) {
        Instant time = execution.getScheduledFireTime();
        try {
            Content content = requests.contentFor(
                            "schedule:" + job,
                            time.toString(),
                            Content.of(job.getBytes(StandardCharsets.UTF_8)),
                            () -> trigger.of(
                                    job,
                                    config.defaultTenant(),
                                    JsonNodeFactory.instance
                                            .objectNode()
                                            .put("cron", cron)
                                            .put("scheduledFor", time.toString()),
                                    "schedule"))
                    .orElseThrow();
            IngestOutcome outcome = ingestor.ingest(
                            Arrival.of(content, Door.JOB, clock.instant()), ingestConfig.amqpPatience())
                    .toCompletableFuture()
                    .join();
            LOG.infof("Job %s triggered by its schedule: %s", job, outcome.label());
        } catch (StorageUnavailableException e) {
            LOG.errorf(e, "Job %s could not be triggered at %s: the storage is away", job, time);
        }
    }

    private void forgetOldKeys() {
        try {
            requests.forgetOlderThan(config.idempotencyRetention());
        } catch (StorageUnavailableException e) {
            LOG.debug("Old idempotency keys stay for another hour", e);
        }
    }
}
