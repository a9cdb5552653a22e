package io.tallygate.relay;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tallygate.audit.Leadership;
import io.tallygate.audit.Leadership.Duty;
import io.tallygate.audit.Leaderships;
import io.tallygate.audit.OriginMark;
import io.tallygate.audit.Outbox;
import io.tallygate.audit.Outbox.Pending;
import io.tallygate.audit.OutboxSignal;
import io.tallygate.audit.StorageGate;
import io.tallygate.audit.StorageUnavailableException;
import io.tallygate.broker.ConfirmedPublisher;
import io.tallygate.broker.OutboundMessage;
import io.tallygate.broker.PublishOutcome;
import io.tallygate.event.Content;
import io.tallygate.schema.EventCompletion;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Publishes what waits in the outbox, in the order of the audit log, and notes how far the broker has confirmed it.
 *
 * <p>Of all instances only the leader publishes, so that there is one order. A position is noted when all up to it is
 * confirmed; after a failure everything from the first unconfirmed event on is published again, under the same message
 * ids. So every event is published at least once, and consumers may see a stretch twice but never a later event of a
 * workflow in place of an earlier one.
 */
@Singleton
class Relay {
    private static final Logger LOG = Logger.getLogger(Relay.class);

    private final Outbox outbox;
    private final OutboxSignal signal;
    private final Leadership leadership;
    private final StorageGate gate;
    private final ConfirmedPublisher publisher;
    private final OriginMark mark;
    private final EventCompletion completion;
    private final RelayConfig config;
    private final RelayWork work;
    private final Thread thread = new Thread(this::run, "tallygate-relay");
    private volatile boolean stopping;

    Relay(
            Outbox outbox,
            OutboxSignal signal,
            Leaderships leaderships,
            StorageGate gate,
            ConfirmedPublisher publisher,
            OriginMark mark,
            EventCompletion completion,
            RelayConfig config,
            MeterRegistry registry) {
        this.outbox = outbox;
        this.signal = signal;
        this.leadership = leaderships.of(Duty.RELAY);
        this.gate = gate;
        this.publisher = publisher;
        this.mark = mark;
        this.completion = completion;
        this.config = config;
        this.work = new RelayWork(outbox, this::isReady, leadership::held, this::publish, config, System::nanoTime);
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
        RetryDelay delay = new RetryDelay(config);
        try {
            while (!stopping) {
                long begun = System.nanoTime();
                if (work.relayedSome()) {
                    delay.reset();
                    linger(begun);
                } else if (work.isFailing()) {
                    TimeUnit.NANOSECONDS.sleep(delay.now().toNanos());
                    delay.lengthen();
                } else {
                    signal.await(config.pollInterval());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            work.end();
            leadership.close();
        }
    }

    private void linger(long begun) throws InterruptedException {
        if (work.mayLinger()) {
            TimeUnit.NANOSECONDS.sleep(config.linger().toNanos() - (System.nanoTime() - begun));
        }
    }

    private boolean isReady() {
        if (!gate.isOpen()) {
            return false;
        }
        mark.refresh();
        return publisher.state().isUp();
    }

    private CompletableFuture<List<PublishOutcome>> publish(List<Pending> events) {
        return publisher.publish(events.stream().map(this::message).toList());
    }

    private OutboundMessage message(Pending event) {
        Content content = completion.complete(event.type(), event.id(), event.version(), event.time(), event.content());
        return OutboundMessages.of(event, content, mark);
    }
}
