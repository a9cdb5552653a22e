package io.tallygate.boot;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.tallygate.audit.Partitions;
import io.tallygate.audit.StorageGate;
import io.tallygate.audit.StorageUnavailableException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jboss.logging.Logger;

/**
 * Brings the database into the form that this version needs, however long it takes the database to be there. The
 * gateway is up meanwhile, not ready, and says why.
 */
@Singleton
class StorageStart {
    private static final Logger LOG = Logger.getLogger(StorageStart.class);

    private final Flyway flyway;
    private final Partitions partitions;
    private final DurabilityCheck durability;
    private final LoginCheck login;
    private final ClockCheck clocks;
    private final StorageConfig config;
    private final Thread thread = new Thread(this::run, "tallygate-storage-start");
    private final StorageGate gate;
    private volatile String waitingFor = "the first try to reach the database is under way";

    StorageStart(
            Flyway flyway,
            Partitions partitions,
            DurabilityCheck durability,
            LoginCheck login,
            ClockCheck clocks,
            StorageGate gate,
            StorageConfig config) {
        this.flyway = flyway;
        this.partitions = partitions;
        this.durability = durability;
        this.login = login;
        this.clocks = clocks;
        this.gate = gate;
        this.config = config;
    }

    /** Whether the database is in the form that is needed. */
    boolean isDone() {
        return gate.isOpen();
    }

    /** What it is waiting for while it is not done. */
    String waitingFor() {
        return waitingFor;
    }

    void start(@Observes StartupEvent started) {
        thread.setDaemon(true);
        thread.start();
    }

    void stop(@Observes ShutdownEvent stopped) {
        thread.interrupt();
    }

    @Scheduled(every = "12h", delayed = "12h")
    void makePartitionsAhead() {
        if (isDone()) {
            partitions.makeAhead(config.partitionsAhead());
        }
    }

    private void run() {
        try {
            while (!isDone()) {
                try {
                    durability.check();
                    login.check();
                    clocks.complaint().ifPresent(LOG::warn);
                    flyway.migrate();
                    partitions.makeAhead(config.partitionsAhead());
                    gate.open();
                } catch (UnsafeDatabaseException | FlywayValidateException e) {
                    LOG.fatal("The gateway stops: " + e.getMessage(), e);
                    Quarkus.asyncExit(1);
                    return;
                } catch (FlywayException | StorageUnavailableException e) {
                    waitFor(e);
                }
            }
            LOG.info("The database is ready");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void waitFor(RuntimeException failure) throws InterruptedException {
        String why = "The database at " + DatabaseAddress.redacted(config.url().orElse("")) + " cannot be used yet: "
                + firstLine(failure.getMessage());
        if (!why.equals(waitingFor)) {
            LOG.error(why + " (trying on)", failure);
        }
        waitingFor = why;
        TimeUnit.NANOSECONDS.sleep(config.startRetryDelay().toNanos());
    }

    private static String firstLine(@org.jspecify.annotations.Nullable String text) {
        return text == null ? "no reason given" : text.lines().findFirst().orElse("");
    }
}
