package io.tallygate.jobs;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.Cancellable;
import io.tallygate.broker.BrokerLinks;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Feeds the worker from the queue of triggers, where the worker is on. The stock connector gives up its stream when the
 * broker is away; this subscribes again until it is back.
 */
@Singleton
class JobQueue {
    private static final Logger LOG = Logger.getLogger(JobQueue.class);
    private static final Duration MIN_PAUSE = Duration.ofSeconds(1);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(10);

    private final Multi<Message<byte[]>> triggers;
    private final JobWorker worker;
    private final BrokerLinks broker;
    private final JobsConfig config;
    private @Nullable Cancellable subscription;

    JobQueue(
            @Channel("jobs") Multi<Message<byte[]>> triggers, JobWorker worker, BrokerLinks broker, JobsConfig config) {
        this.triggers = triggers;
        this.worker = worker;
        this.broker = broker;
        this.config = config;
    }

    void start(@Observes StartupEvent started) {
        if (config.worker().enabled()) {
            subscription = Multi.createFrom()
                    .deferred(this::whenDeclared)
                    .onFailure()
                    .invoke(failure -> LOG.debug("The queue of triggers is away; subscribing again", failure))
                    .onFailure()
                    .retry()
                    .withBackOff(MIN_PAUSE, MAX_PAUSE)
                    .indefinitely()
                    .subscribe()
                    .with(ignored -> {}, failure -> LOG.error("The job worker has stopped", failure));
        }
    }

    void stop(@Observes ShutdownEvent stopped) {
        if (subscription != null) {
            subscription.cancel();
        }
    }

    /** The queue is there once the gateway's own connection has declared it. */
    private Multi<Void> whenDeclared() {
        if (!broker.areUp()) {
            return Multi.createFrom().failure(new IllegalStateException("Not connected to the broker yet"));
        }
        return triggers.onItem().transformToUniAndConcatenate(worker::handle);
    }
}
