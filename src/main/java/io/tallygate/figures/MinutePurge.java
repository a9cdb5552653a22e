package io.tallygate.figures;

import io.quarkus.scheduler.Scheduled;
import io.tallygate.audit.Database;
import io.tallygate.audit.StorageGate;
import io.tallygate.audit.StorageUnavailableException;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import org.jboss.logging.Logger;

/** Deletes counts of minutes when their time is over, a bounded number at a time. */
@Singleton
class MinutePurge {
    private static final Logger LOG = Logger.getLogger(MinutePurge.class);
    private static final int MOST_STATEMENTS = 100;

    private final Database database;
    private final StorageGate gate;
    private final FiguresConfig config;
    private final Clock clock;

    MinutePurge(Database database, StorageGate gate, FiguresConfig config, Clock clock) {
        this.database = database;
        this.gate = gate;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(
            every = "${tallygate.figures.purge-interval:15m}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void purge() {
        if (!gate.isOpen()) {
            return;
        }
        Instant before = clock.instant().minus(config.minutesKept());
        try {
            for (int i = 0; i < MOST_STATEMENTS; i++) {
                int deleted = database.inOneStatement(
                        connection -> ActivityTables.purge(connection, before, config.purgeBatch()));
                if (deleted < config.purgeBatch()) {
                    return;
                }
            }
        } catch (StorageUnavailableException e) {
            LOG.debug("Old counts are deleted another time", e);
        }
    }
}
