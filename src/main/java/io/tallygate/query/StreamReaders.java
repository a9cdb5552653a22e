package io.tallygate.query;

import io.tallygate.api.ProblemException;
import io.tallygate.audit.StoredSignal;
import io.tallygate.audit.Waiter;
import io.tallygate.query.StreamItem.Missed;
import io.tallygate.query.StreamReader.State;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The readers of the live stream of this instance, and how far it has come.
 *
 * <p>What is offered to those that are live, and the moment at which one that has caught up becomes live, exclude each
 * other: so nothing falls between the two.
 */
@Singleton
class StreamReaders {
    private static final int RETRY_AFTER_SECONDS = 10;

    private final StreamConfig config;
    private final StreamMetrics metrics;
    private final Waiter waiter;
    private final Set<StreamReader> readers = new HashSet<>();
    private boolean stopping;
    private long sequence;
    private QuarantinePosition quarantine = QuarantinePosition.before(0);
    private Consumer<StreamReader> drained = reader -> {};

    StreamReaders(StreamConfig config, StreamMetrics metrics, StoredSignal signal) {
        this.config = config;
        this.metrics = metrics;
        this.waiter = signal.waiter();
        metrics.watchReaders(this::count);
    }

    /** Ends whenever there is something to do. */
    Waiter waiter() {
        return waiter;
    }

    /** Who hands pages to readers that are behind. */
    synchronized void whenDrained(Consumer<StreamReader> pages) {
        drained = pages;
    }

    /**
     * A further reader.
     *
     * @param resume where it was when it read before
     * @param executor where it is sent to
     * @param disconnect closes its connection
     * @throws ProblemException if there are as many as there may be, or the gateway is stopping
     */
    synchronized StreamReader open(
            StreamFilter filter, Optional<StreamPosition> resume, Executor executor, Runnable disconnect) {
        if (stopping) {
            throw ProblemException.unavailable("The gateway is stopping", RETRY_AFTER_SECONDS);
        }
        if (readers.size() >= config.maxReaders()) {
            throw ProblemException.busy(
                    "The stream has as many readers as it may have (" + config.maxReaders() + ")", RETRY_AFTER_SECONDS);
        }
        StreamReader reader = new StreamReader(
                filter,
                resume,
                executor,
                disconnect,
                config,
                new StreamReader.Ties(this::drained, this::gone, metrics::sent, metrics::missed));
        readers.add(reader);
        waiter.listen(true);
        waiter.ring();
        return reader;
    }

    private void drained(StreamReader reader) {
        Consumer<StreamReader> pages;
        synchronized (this) {
            pages = drained;
        }
        pages.accept(reader);
    }

    private synchronized void gone(StreamReader reader) {
        readers.remove(reader);
        waiter.listen(!readers.isEmpty());
        notifyAll();
    }

    private synchronized int count() {
        return readers.size();
    }

    synchronized boolean isEmpty() {
        return readers.isEmpty();
    }

    synchronized List<StreamReader> all() {
        return List.copyOf(readers);
    }

    synchronized List<StreamReader> in(State state) {
        return readers.stream().filter(reader -> reader.state() == state).toList();
    }

    /** How far the stream has come in the log. */
    synchronized long sequence() {
        return sequence;
    }

    /** How far the stream has come in the quarantine. */
    synchronized QuarantinePosition quarantine() {
        return quarantine;
    }

    /** Goes on from here without looking at what is before, unless somebody is live. */
    synchronized void beginAt(long newSequence, QuarantinePosition newQuarantine) {
        if (in(State.LIVE).isEmpty()) {
            sequence = newSequence;
            quarantine = newQuarantine;
        }
    }

    /** Offers a page of the log to all that are live. */
    synchronized void publishEvents(List<StreamPage.Event> events, long upTo) {
        List<StreamReader> live = in(State.LIVE);
        for (StreamPage.Event event : events) {
            live.stream()
                    .filter(reader -> reader.filter().wants(event.view()))
                    .forEach(reader -> reader.offer(event.item(reader.filter().withEvent())));
        }
        sequence = upTo;
        live.forEach(reader -> reader.passedUpTo(sequence, quarantine));
    }

    /** Offers a page of the quarantine to all that are live. */
    synchronized void publishQuarantined(List<StreamPage.Row> rows, QuarantinePosition upTo) {
        List<StreamReader> live = in(State.LIVE);
        for (StreamPage.Row row : rows) {
            live.stream()
                    .filter(reader -> reader.filter().wants(row.view()))
                    .forEach(reader -> reader.offer(row.item()));
        }
        quarantine = upTo;
        live.forEach(reader -> reader.passedUpTo(sequence, quarantine));
    }

    /** Passes over a stretch of the log that is too long to be followed, and says so. */
    synchronized void skip(long upTo) {
        List<StreamReader> live = in(State.LIVE);
        Missed missed = Missed.stretch(Missed.Reason.BEHIND, sequence + 1, upTo);
        live.stream().filter(reader -> reader.filter().wantsEvents()).forEach(reader -> reader.offer(missed));
        sequence = upTo;
        live.forEach(reader -> reader.passedUpTo(sequence, quarantine));
    }

    /** Whether a reader is as far as the stream is; if so, it is live from now on. */
    synchronized boolean joined(StreamReader reader) {
        boolean there = reader.passed() >= sequence && reader.passedQuarantine().compareTo(quarantine) >= 0;
        if (there) {
            reader.live();
        }
        return there;
    }

    /**
     * Ends all, and takes no more.
     *
     * @param lastWords how long what is being sent may take; who has not taken it then is disconnected
     */
    void endAll(Duration lastWords) {
        synchronized (this) {
            stopping = true;
        }
        all().forEach(StreamReader::end);
        awaitNone(lastWords);
        all().forEach(StreamReader::disconnect);
    }

    private synchronized void awaitNone(Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        try {
            for (long left = atMost.toMillis(); left > 0 && !readers.isEmpty(); ) {
                wait(left);
                left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
