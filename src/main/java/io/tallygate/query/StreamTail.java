package io.tallygate.query;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tallygate.access.Credentials;
import io.tallygate.audit.StorageGate;
import io.tallygate.audit.StorageUnavailableException;
import io.tallygate.query.StreamFilter.Facts;
import io.tallygate.query.StreamLog.Ends;
import io.tallygate.query.StreamReader.State;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Reads what is stored, by whichever instance, once for all readers of this one's live stream, and offers it to them; asks
 * the database nothing while nobody reads.
 */
@Singleton
class StreamTail {
    private static final Logger LOG = Logger.getLogger(StreamTail.class);
    private static final Duration UNTIL_SOMEBODY_READS = Duration.ofHours(1);
    /** How long a stop waits for what is just being sent; who takes longer does not read. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final StreamReaders readers;
    private final StreamLog log;
    private final StreamCatchUp catchUp;
    private final StorageGate gate;
    private final StreamConfig config;
    private final Credentials credentials;
    private final Thread thread = new Thread(this::run, "tallygate-stream");
    private volatile boolean stopping;
    private boolean storageIsFailing;

    StreamTail(
            StreamReaders readers,
            StreamLog log,
            StreamCatchUp catchUp,
            StorageGate gate,
            StreamConfig config,
            Credentials credentials) {
        this.readers = readers;
        this.log = log;
        this.catchUp = catchUp;
        this.gate = gate;
        this.config = config;
        this.credentials = credentials;
    }

    void start(@Observes StartupEvent started) {
        // Before all that waits for requests to end: a stream never does by itself.
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "tallygate-stream-end"));
        thread.setDaemon(true);
        thread.start();
    }

    void stop(@Observes ShutdownEvent stopped) {
        end();
    }

    private void end() {
        stopping = true;
        readers.endAll(LAST_WORDS);
        thread.interrupt();
    }

    private void run() {
        try {
            boolean more = false;
            while (!stopping) {
                if (!more) {
                    readers.waiter().await(readers.isEmpty() ? UNTIL_SOMEBODY_READS : config.pollInterval());
                }
                more = !readers.isEmpty() && look();
                TimeUnit.NANOSECONDS.sleep(config.linger().toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean look() {
        try {
            boolean more = gate.isOpen() && round();
            storageIsFailing = false;
            return more;
        } catch (StorageUnavailableException e) {
            if (!storageIsFailing) {
                LOG.warn("The live stream waits for the storage", e);
            }
            storageIsFailing = true;
            readers.in(State.OPENING).forEach(reader -> reader.fail(e));
            return false;
        } catch (RuntimeException e) {
            LOG.error("A fault of ours in the live stream; it goes on", e);
            return false;
        } finally {
            long now = System.nanoTime();
            readers.all().forEach(reader -> reader.beat(now));
            readers.endThoseNot(credentials::isLive);
        }
    }

    /** One page of each. @return whether there is more */
    private boolean round() {
        Ends ends = log.ends();
        readers.beginAt(ends.sequence(), ends.quarantine());
        readers.in(State.OPENING).forEach(reader -> begin(reader, ends));
        List<StreamFilter> live = readers.beginPage();
        try {
            boolean moreEvents = events(live, ends.sequence());
            return quarantined(live, ends.quarantine()) || moreEvents;
        } finally {
            readers.endPage();
        }
    }

    private void begin(StreamReader reader, Ends ends) {
        if (reader.resume().isPresent()) {
            catchUp.begin(reader, reader.resume().get(), ends);
        } else {
            reader.begin(ends.sequence(), ends.quarantine(), State.LIVE);
        }
    }

    private boolean events(List<StreamFilter> live, long end) {
        List<StreamFilter> filters =
                live.stream().filter(StreamFilter::wantsEvents).toList();
        if (filters.isEmpty()) {
            readers.publishEvents(List.of(), Math.max(end, readers.sequence()));
            return false;
        }
        if (end - readers.sequence() > config.maxLag()) {
            readers.skip(end - Math.min(log.pageEntries(), config.maxLag()));
        }
        if (end <= readers.sequence()) {
            return false;
        }
        StreamPage<StreamPage.Event, Long> page = log.events(
                StreamFilter.union(filters),
                readers.sequence(),
                end,
                new SqlFilter(),
                facts -> anyAdmits(filters, facts));
        readers.publishEvents(page.entries(), page.upTo());
        return !page.isLast();
    }

    private boolean quarantined(List<StreamFilter> live, QuarantinePosition end) {
        if (end.compareTo(readers.quarantine()) <= 0) {
            return false;
        }
        List<StreamFilter> filters =
                live.stream().filter(StreamFilter::wantsQuarantined).toList();
        if (filters.isEmpty()) {
            readers.publishQuarantined(List.of(), end);
            return false;
        }
        StreamPage<StreamPage.Row, QuarantinePosition> page =
                log.quarantined(StreamFilter.union(filters), readers.quarantine(), end, new SqlFilter());
        readers.publishQuarantined(page.entries(), page.upTo());
        return !page.isLast();
    }

    private static boolean anyAdmits(List<StreamFilter> filters, Facts facts) {
        return filters.stream().anyMatch(filter -> filter.admits(facts));
    }
}
