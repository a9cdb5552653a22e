package io.tallygate.jobs;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.tallygate.event.Arrival;
import io.tallygate.event.Claim;
import io.tallygate.event.Content;
import io.tallygate.event.Door;
import io.tallygate.event.Rejection;
import io.tallygate.event.RejectionReason;
import io.tallygate.event.Sender;
import io.tallygate.ingest.EventIngestor;
import io.tallygate.ingest.IngestConfig;
import io.tallygate.ingest.IngestOutcome;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Handles one delivered trigger: acknowledged when its handler has succeeded, or when, after as many tries as it may
 * have, the trigger is in quarantine with the failure.
 */
@Singleton
class JobWorker {
    private static final Logger LOG = Logger.getLogger(JobWorker.class);
    private static final String ROUTING_KEY = "workflow.job.trigger";

    private final TriggerReader reader;
    private final TriggerSenders senders;
    private final JobDispatcher dispatcher;
    private final EventIngestor ingestor;
    private final IngestConfig ingestConfig;
    private final JobsConfig.Worker config;
    private final MeterRegistry registry;
    private final Clock clock;

    JobWorker(
            TriggerReader reader,
            TriggerSenders senders,
            JobDispatcher dispatcher,
            EventIngestor ingestor,
            IngestConfig ingestConfig,
            JobsConfig config,
            MeterRegistry registry,
            Clock clock) {
        this.reader = reader;
        this.senders = senders;
        this.dispatcher = dispatcher;
        this.ingestor = ingestor;
        this.ingestConfig = ingestConfig;
        this.config = config.worker();
        this.registry = registry;
        this.clock = clock;
    }

    /** Handles the message and settles it; never fails, so that one bad trigger does not end the stream. */
    Uni<Void> handle(Message<byte[]> message) {
        Content content = Content.of(message.getPayload());
        return reader.read(content, senders.of(message, content))
                .map(trigger -> attempt(trigger).onFailure().recoverWithUni(failure -> quarantine(trigger, failure)))
                // What is no valid trigger, or of nobody who may send it, is in quarantine already: the audit queue has
                // had it too.
                .orElseGet(() -> Uni.createFrom().item(Settlement.DONE))
                .onItem()
                .transformToUni(settlement -> settle(message, settlement))
                .onFailure()
                .invoke(failure ->
                        LOG.error("A trigger could not be settled; the broker will deliver it again", failure))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Settlement> attempt(TriggeredJob trigger) {
        Uni<Settlement> once = Uni.createFrom()
                .deferred(() -> Uni.createFrom().completionStage(dispatcher.dispatch(trigger)))
                .onFailure()
                .invoke(failure -> LOG.warnf(
                        failure,
                        "Job %s failed for event %s",
                        trigger.job(),
                        trigger.event().id()))
                .replaceWith(Settlement.DONE)
                .invoke(() -> count(trigger.job(), "handled"));
        return config.attempts() == 1
                ? once
                : once.onFailure()
                        .retry()
                        .withBackOff(config.retryDelay(), config.retryDelay().multipliedBy(16))
                        .atMost(config.attempts() - 1L)
                        .onFailure()
                        .invoke(failure -> count(trigger.job(), "failed"));
    }

    private Uni<Settlement> quarantine(TriggeredJob trigger, Throwable failure) {
        Throwable cause =
                failure.getCause() != null && failure instanceof IllegalStateException ? failure.getCause() : failure;
        String what = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        String why = "The handler failed " + config.attempts() + " times, the last time so: " + what;
        Arrival arrival = new Arrival(
                trigger.event().content(),
                Door.AMQP,
                clock.instant(),
                Optional.of(ROUTING_KEY),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                false,
                Sender.ANYONE);
        return Uni.createFrom()
                .completionStage(() -> ingestor.reject(
                        arrival,
                        Rejection.of(RejectionReason.JOB_FAILED, why),
                        Claim.of(trigger.event()),
                        ingestConfig.amqpPatience()))
                .map(outcome -> outcome instanceof IngestOutcome.Unsettled ? Settlement.AGAIN : Settlement.DONE);
    }

    private static Uni<Void> settle(Message<byte[]> message, Settlement settlement) {
        return Uni.createFrom()
                .completionStage(() -> settlement == Settlement.DONE
                        ? message.ack()
                        : message.nack(new IllegalStateException("Neither handled nor quarantined")));
    }

    private void count(String job, String outcome) {
        registry.counter("tallygate.jobs.handled", "job", job, "outcome", outcome)
                .increment();
    }

    private enum Settlement {
        DONE,
        AGAIN
    }
}
