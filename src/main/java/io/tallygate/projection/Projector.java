package io.tallygate.projection;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tallygate.audit.Leadership;
import io.tallygate.audit.Leadership.Duty;
import io.tallygate.audit.Leaderships;
import io.tallygate.audit.StorageGate;
import io.tallygate.audit.StorageUnavailableException;
import io.tallygate.audit.StoredSignal;
import io.tallygate.audit.Waiter;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Keeps all projections up with the audit log, on the one instance that leads in it: behind those who store events, a batch
 * at a time, with pauses that leave them most of the machine.
 */
@Singleton
class Projector {
    private static final Logger LOG = Logger.getLogger(Projector.class);

    private final Positions positions;
    private final Leadership leadership;
    private final StorageGate gate;
    private final Waiter stored;
    private final ProjectionConfig config;
    private final ProjectorWork work;
    private final Pace pace;
    private final Thread thread = new Thread(this::run, "tallygate-projector");
    private volatile boolean stopping;
    private boolean failing;

    Projector(
            @All List<Projection> projections,
            Positions positions,
            LogReader log,
            Leaderships leaderships,
            StoredSignal signal,
            StorageGate gate,
            ProjectionConfig config,
            MeterRegistry registry) {
        this.positions = positions;
        this.leadership = leaderships.of(Duty.PROJECTION);
        this.gate = gate;
        this.stored = signal.waiter();
        this.stored.listen(true);
        this.config = config;
        this.work = new ProjectorWork(projections, positions, log, config);
        this.pace = new Pace(config);
        for (Projection projection : projections) {
            Gauge.builder("tallygate.projection.lag", () -> lag(projection.name()))
                    .description("Entries of the log that are not in what is derived from it")
                    .tag("projection", projection.name())
                    .register(registry);
        }
    }

    void start(@Observes StartupEvent started) {
        if (config.enabled()) {
            thread.setDaemon(true);
            thread.start();
        }
    }

    void stop(@Observes ShutdownEvent stopped) throws InterruptedException {
        stopping = true;
        thread.join(config.shutdownPatience().toMillis());
        thread.interrupt();
    }

    /** Asked when the metrics are read, so that it costs nothing while nobody looks. */
    private double lag(String projection) {
        if (!gate.isOpen()) {
            return Double.NaN;
        }
        try {
            return positions.all().stream()
                    .filter(position -> position.name().equals(projection))
                    .mapToDouble(Position::lag)
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (StorageUnavailableException e) {
            LOG.debug("How far the projections have come cannot be asked while the storage is away", e);
            return Double.NaN;
        }
    }

    private void run() {
        try {
            while (!stopping) {
                long begun = System.nanoTime();
                switch (step()) {
                    case ADDED -> rest(begun);
                    case FAILED ->
                        TimeUnit.NANOSECONDS.sleep(config.retryDelay().toNanos());
                    case IDLE -> stored.await(config.pollInterval());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            leadership.close();
        }
    }

    private void rest(long begun) throws InterruptedException {
        long now = System.nanoTime();
        pace.sees(work.head(), now);
        TimeUnit.NANOSECONDS.sleep(pace.restAfter(Duration.ofNanos(now - begun)).toNanos());
    }

    private ProjectorWork.Step step() {
        try {
            if (!gate.isOpen() || !leadership.held()) {
                return ProjectorWork.Step.IDLE;
            }
            ProjectorWork.Step step = work.step();
            failing = false;
            return step;
        } catch (StorageUnavailableException e) {
            failed("The storage is away; what is derived from the log is kept up with it when it returns", e);
        } catch (RuntimeException e) {
            failed("A fault of ours while deriving from the log; it is tried again", e);
        }
        return ProjectorWork.Step.FAILED;
    }

    private void failed(String what, RuntimeException cause) {
        if (!failing) {
            LOG.warn(what, cause);
        }
        failing = true;
    }
}
