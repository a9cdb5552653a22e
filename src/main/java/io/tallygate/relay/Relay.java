package io.tallygate.relay;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tallygate.audit.Leadership;
import io.tallygate.audit.OriginMark;
import io.tallygate.audit.Outbox;
import io.tallygate.audit.Outbox.Pending;
import io.tallygate.audit.OutboxSignal;
import io.tallygate.audit.StorageGate;
import io.tallygate.audit.StorageUnavailableException;
import io.tallygate.broker.ConfirmedPublisher;
import io.tallygate.broker.PublishOutcome;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

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
    private final RelayConfig config;
    private final RelayRetries retries;
    private final Thread thread = new Thread(this::run, "tallygate-relay");
    private volatile boolean stopping;
    // of the relay's thread
    private @Nullable RelayRun run;
    private long leadSeenAt;
    private boolean failing;

    Relay(
            Outbox outbox,
            OutboxSignal signal,
            Leadership leadership,
            StorageGate gate,
            ConfirmedPublisher publisher,
            OriginMark mark,
            RelayConfig config,
            MeterRegistry registry) {
        this.outbox = outbox;
        this.signal = signal;
        this.leadership = leadership;
        this.gate = gate;
        this.publisher = publisher;
        this.mark = mark;
        this.config = config;
        this.retries = new RelayRetries(outbox, this::publish, config);
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
                if (relayedSome()) {
                    delay.reset();
                    linger(begun);
                } else if (failing) {
                    TimeUnit.NANOSECONDS.sleep(delay.now().toNanos());
                    delay.lengthen();
                } else {
                    signal.await(config.pollInterval());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            endRun();
            leadership.close();
        }
    }

    private void linger(long begun) throws InterruptedException {
        RelayRun current = run;
        if (current != null && !current.isBusy()) {
            TimeUnit.NANOSECONDS.sleep(config.linger().toNanos() - (System.nanoTime() - begun));
        }
    }

    /** Whether there was something to publish and all of it was; the next may be waiting already. */
    private boolean relayedSome() {
        try {
            if (!gate.isOpen()) {
                return false;
            }
            mark.refresh();
            if (!publisher.state().isUp() || !leads()) {
                endRun();
                return false;
            }
            return step();
        } catch (StorageUnavailableException e) {
            failed("The storage is away; publishing goes on when it returns", e);
        } catch (RuntimeException e) {
            failed("A fault of ours while publishing; it is tried again", e);
        }
        endRun();
        return false;
    }

    /** Asked of the database now and then only: what is done under a lead that was lost meanwhile is harmless. */
    private boolean leads() {
        if (run == null
                || System.nanoTime() - leadSeenAt > config.pollInterval().toNanos()) {
            leadSeenAt = System.nanoTime();
            return leadership.held();
        }
        return true;
    }

    private boolean step() {
        RelayRun current = run;
        if (current == null) {
            current = new RelayRun(outbox, this::publish, config);
            run = current;
        }
        retries.tryAgain();
        RelayRun.Step step = current.step();
        if (step == RelayRun.Step.OVER) {
            if (!current.trouble().isEmpty()) {
                failed("Not confirmed by the broker, to be published again: " + current.trouble(), null);
            }
            endRun();
            return false;
        }
        failing = false;
        return step == RelayRun.Step.PASSED;
    }

    private CompletableFuture<List<PublishOutcome>> publish(List<Pending> events) {
        return publisher.publish(
                events.stream().map(event -> OutboundMessages.of(event, mark)).toList());
    }

    private void endRun() {
        RelayRun ended = run;
        run = null;
        outbox.close();
        if (ended != null) {
            try {
                ended.finish();
            } catch (StorageUnavailableException e) {
                LOG.debug("What was published last could not be noted; it is published again", e);
            }
        }
    }

    private void failed(String what, @Nullable Throwable cause) {
        if (!failing) {
            LOG.warn(what, cause);
        }
        failing = true;
    }
}
