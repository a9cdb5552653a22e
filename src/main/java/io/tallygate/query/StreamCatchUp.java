package io.tallygate.query;

import io.quarkus.runtime.ShutdownEvent;
import io.tallygate.audit.StorageUnavailableException;
import io.tallygate.query.StreamItem.Missed;
import io.tallygate.query.StreamLog.Ends;
import io.tallygate.query.StreamReader.State;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Hands readers that come back what was stored meanwhile: a page at a time, in turns between them, and to each the next one
 * when it has taken the last. It has a thread of its own, so that those who are live wait for nobody.
 */
@Singleton
class StreamCatchUp {
    private static final Logger LOG = Logger.getLogger(StreamCatchUp.class);

    private final StreamReaders readers;
    private final StreamLog log;
    private final StreamConfig config;
    private final ScheduledExecutorService thread;
    /** Each at most once, so that what waits is bounded by the number of readers. */
    private final Set<StreamReader> waiting = ConcurrentHashMap.newKeySet();

    StreamCatchUp(StreamReaders readers, StreamLog log, StreamConfig config) {
        this.readers = readers;
        this.log = log;
        this.config = config;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "tallygate-stream-catch-up");
            made.setDaemon(true);
            return made;
        });
        readers.whenDrained(this::next);
    }

    void stop(@Observes ShutdownEvent stopped) {
        thread.shutdownNow();
    }

    /** Begins where the reader was, or as far back as it may go. An id of the future is one of another database. */
    void begin(StreamReader reader, StreamPosition from, Ends ends) {
        long sequence = Math.min(from.sequence(), ends.sequence());
        QuarantinePosition quarantine = from.quarantine()
                .filter(place -> place.compareTo(ends.quarantine()) < 0)
                .orElse(ends.quarantine());
        reader.begin(sequence, quarantine, State.CATCHING_UP);
        next(reader);
    }

    /** The next page, when it is this reader's turn. */
    private void next(StreamReader reader) {
        next(reader, 0);
    }

    private void next(StreamReader reader, long delayNanos) {
        if (waiting.add(reader)) {
            try {
                thread.schedule(() -> turn(reader), delayNanos, TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException e) {
                LOG.debug("The gateway is stopping: readers are ended", e);
            }
        }
    }

    private void turn(StreamReader reader) {
        waiting.remove(reader);
        try {
            if (reader.state() == State.CATCHING_UP && reader.isDrained() && !page(reader)) {
                next(reader);
            }
        } catch (StorageUnavailableException e) {
            LOG.debug("A reader that catches up waits for the storage", e);
            next(reader, config.pollInterval().toNanos());
        } catch (RuntimeException e) {
            LOG.error("A fault of ours while a reader caught up; it is disconnected", e);
            reader.end();
        }
    }

    /** @return whether this reader needs no further turn by itself: it is live, or has something to send first */
    private boolean page(StreamReader reader) {
        Ends ends = log.ends();
        boolean whole = events(reader, ends.sequence()) && quarantined(reader, ends.quarantine());
        return (whole && readers.joined(reader)) || !reader.isDrained();
    }

    private boolean events(StreamReader reader, long end) {
        if (!reader.filter().wantsEvents()) {
            reader.passedUpTo(Math.max(end, readers.sequence()), reader.passedQuarantine());
            return true;
        }
        long oldest = end - config.maxResume();
        if (reader.passed() < oldest) {
            tooOld(reader, oldest);
        }
        if (reader.passed() >= end) {
            return true;
        }
        StreamPage<StreamPage.Event, Long> page = log.events(
                reader.filter().reader(), reader.passed(), end, reader.filter().sql(), facts -> true);
        page.entries().stream()
                .filter(event -> reader.filter().wants(event.view()))
                .forEach(event -> reader.offer(event.item(reader.filter())));
        reader.passedUpTo(page.upTo(), reader.passedQuarantine());
        return page.isLast();
    }

    /** Who sees some tenants only is told of what is theirs: how much others store is no business of theirs. */
    private void tooOld(StreamReader reader, long oldest) {
        long first = reader.passed() + 1;
        if (reader.filter().isOfAll()) {
            reader.offer(Missed.stretch(Missed.Reason.TOO_OLD, first, oldest));
            return;
        }
        long own = log.count(reader.filter().reader().tenants(), reader.passed(), oldest);
        if (own > 0) {
            reader.offer(new Missed(Missed.Reason.TOO_OLD, own, 0, first, oldest));
        } else {
            reader.passedUpTo(oldest, reader.passedQuarantine());
        }
    }

    private boolean quarantined(StreamReader reader, QuarantinePosition end) {
        if (!reader.filter().wantsQuarantined()) {
            reader.passedUpTo(reader.passed(), end.max(readers.quarantine()));
            return true;
        }
        if (reader.passedQuarantine().compareTo(end) >= 0) {
            return true;
        }
        StreamPage<StreamPage.Row, QuarantinePosition> page = log.quarantined(
                reader.filter().reader(),
                reader.passedQuarantine(),
                end,
                reader.filter().sql());
        page.entries().forEach(row -> reader.offer(row.item(reader.filter())));
        reader.passedUpTo(reader.passed(), page.upTo());
        return page.isLast();
    }
}
