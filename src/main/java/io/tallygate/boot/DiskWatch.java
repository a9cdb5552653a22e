package io.tallygate.boot;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.tallygate.audit.StorageRoom;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Looks at the disk of the parts that were started here, and stops taking events before it is full: a full disk would
 * stop PostgreSQL in mid-write, and leave no room to recover in. The disk of a server elsewhere cannot be seen from here.
 */
@Singleton
class DiskWatch {
    private static final Logger LOG = Logger.getLogger(DiskWatch.class);
    private static final int BEFORE_THE_DOORS = 1;
    private static final int MEGABYTE = 1024 * 1024;

    /** Going on takes an eighth more than stopping, so that it does not flap. */
    private static final int MARGIN = 8;

    private final Optional<Path> directory;
    private final long least;
    private final StorageRoom room;

    DiskWatch(
            @ConfigProperty(name = "tallygate.embedded.directory") Optional<Path> directory,
            StorageConfig config,
            StorageRoom room,
            MeterRegistry registry) {
        this.directory = directory;
        this.least = config.minFreeSpace().asLongValue();
        this.room = room;
        directory.ifPresent(watched -> Gauge.builder("tallygate.disk.free", watched, DiskWatch::free)
                .description("What is free on the disk of the embedded parts")
                .baseUnit("bytes")
                .strongReference(true)
                .register(registry));
    }

    void start(@Observes @Priority(BEFORE_THE_DOORS) StartupEvent started) {
        look();
    }

    @Scheduled(every = "${tallygate.database.free-space-interval:2s}", concurrentExecution = ConcurrentExecution.SKIP)
    void look() {
        directory.ifPresent(watched -> judge(watched, free(watched)));
    }

    private void judge(Path watched, long free) {
        boolean stopped = room.shortage().isPresent();
        if (free < least) {
            String why =
                    "Only " + free / MEGABYTE + " MiB are free at " + watched + ", less than the " + least / MEGABYTE
                            + " MiB of tallygate.database.min-free-space: free some, or give it a larger disk";
            room.lacks(why);
            if (!stopped) {
                LOG.error(why + ". No events are taken until then");
            }
        } else if (stopped && free >= least + least / MARGIN) {
            room.suffices();
            LOG.infof("%d MiB are free at %s: events are taken again", free / MEGABYTE, watched);
        }
    }

    private static long free(Path watched) {
        try {
            return Files.getFileStore(watched).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot ask for the free space of " + watched, e);
        }
    }
}
