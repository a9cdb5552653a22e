package io.tallygate.relay;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tallygate.audit.Leadership;
import io.tallygate.audit.Outbox;
import io.tallygate.audit.Outbox.Pending;
import io.tallygate.audit.OutboxSignal;
import io.tallygate.audit.StorageGate;
import io.tallygate.audit.StorageUnavailableException;
import io.tallygate.broker.ConfirmedPublisher;
import io.tallygate.broker.PublishOutcome;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what waits in the outbox, in the order of the audit log, and takes out what the broker confirmed.
 *
 * <p>Of all instances only the leader publishes, so that there is one order. A batch is published, its confirms are
 * awaited, and only then is it marked; after a failure everything from the first unconfirmed event on is published
 * again, under the same message ids. So every event is published at least once, and consumers may see a stretch twice
 * but never a later event of a workflow in place of an earlier one.
 */
@Singleton
class Relay {
    private static final Logger LOG = Logger.getLogger(Relay.class);

    private final Outbox outbox;
    private final OutboxSignal signal;
    private final Leadership leadership;
    private final StorageGate gate;
    private final ConfirmedPublisher publisher;
    private final RelayConfig config;
    private final Thread thread = new Thread(this::run, "tallygate-relay");
    private volatile boolean stopping;
    private boolean failing;

    Relay(
            Outbox outbox,
            OutboxSignal signal,
            Leadership leadership,
            StorageGate gate,
            ConfirmedPublisher publisher,
            RelayConfig config,
            MeterRegistry registry) {
        this.outbox = outbox;
        this.signal = signal;
        this.leadership = leadership;
        this.gate = gate;
        this.publisher = publisher;
        this.config = config;
        Gauge.builder("tallygate.relay.backlog", () -> backlog(false))
                .description("Events that wait to be published")
                .register(registry);
        Gauge.builder("tallygate.relay.parked", () -> backlog(true))
                .description("Events that no queue took, and that are not tried any more")
                .register(registry);
    }

    void start(@Observes StartupEvent started) {
        thread.setDaemon(true);
        thread.start();
    }

    void stop(@Observes ShutdownEvent stopped) throws InterruptedException {
        stopping = true;
        thread.join(config.shutdownPatience().toMillis());
        thread.interrupt();
    }

    /** Asked when the metrics are read, so that it costs nothing while nobody looks. */
    private double backlog(boolean parked) {
        if (!gate.isOpen()) {
            return Double.NaN;
        }
        try {
            Outbox.Backlog backlog = outbox.backlog();
            return parked ? backlog.parked() : backlog.pending();
        } catch (StorageUnavailableException e) {
            LOG.debug("The backlog cannot be counted while the storage is away", e);
            return Double.NaN;
        }
    }

    private void run() {
        Duration delay = config.minRetryDelay();
        try {
            while (!stopping) {
                if (relayedSome()) {
                    delay = config.minRetryDelay();
                } else if (failing) {
                    TimeUnit.NANOSECONDS.sleep(delay.toNanos());
                    Duration doubled = delay.multipliedBy(2);
                    delay = doubled.compareTo(config.maxRetryDelay()) < 0 ? doubled : config.maxRetryDelay();
                } else {
                    signal.await(config.pollInterval());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            leadership.close();
        }
    }

    /** Whether there was something to publish and all of it was; the next may be waiting already. */
    private boolean relayedSome() {
        try {
            if (!gate.isOpen() || !publisher.state().isUp() || !leadership.held()) {
                return false;
            }
            List<Pending> pending = outbox.next(config.batch());
            if (pending.isEmpty()) {
                failing = false;
                return false;
            }
            List<PublishOutcome> outcomes = publisher
                    .publish(pending.stream().map(OutboundMessages::of).toList())
                    .join();
            settle(pending, outcomes);
            return !failing;
        } catch (StorageUnavailableException e) {
            failed("The storage is away; publishing goes on when it returns", e);
            return false;
        } catch (RuntimeException e) {
            failed("A fault of ours while publishing; it is tried again", e);
            return false;
        }
    }

    private void settle(List<Pending> pending, List<PublishOutcome> outcomes) {
        List<Long> confirmed = new ArrayList<>();
        boolean failed = false;
        for (int i = 0; i < outcomes.size(); i++) {
            PublishOutcome outcome = outcomes.get(i);
            if (outcome instanceof PublishOutcome.Confirmed) {
                confirmed.add(pending.get(i).sequence());
            } else if (outcome instanceof PublishOutcome.Unroutable unroutable) {
                // It reached nobody, so the order that anybody saw is kept by going on.
                unroutable(pending.get(i), unroutable.replyText());
                failed = true;
            } else if (outcome instanceof PublishOutcome.Unconfirmed unconfirmed) {
                failed("Not confirmed by the broker, to be published again: " + unconfirmed.cause(), null);
                failed = true;
                break;
            }
        }
        outbox.markPublished(confirmed);
        failing = failed;
    }

    private void unroutable(Pending pending, String replyText) {
        boolean park = pending.attempts() + 1 >= config.unroutableAttempts();
        outbox.markUnroutable(pending.sequence(), replyText, park);
        if (park) {
            LOG.warnf(
                    "No queue takes events with routing key %s (%s); event %d of the audit log is parked",
                    pending.routingKey(), replyText, pending.sequence());
        }
    }

    private void failed(String what, @Nullable Throwable cause) {
        if (!failing) {
            LOG.warn(what, cause);
        }
        failing = true;
    }
}
