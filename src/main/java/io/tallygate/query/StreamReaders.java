package io.tallygate.query;

import io.tallygate.access.Caller;
import io.tallygate.api.ProblemException;
import io.tallygate.audit.StoredSignal;
import io.tallygate.audit.Waiter;
import io.tallygate.query.StreamItem.Missed;
import io.tallygate.query.StreamReader.State;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

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
    private final Map<StreamReader, Caller> readers = new HashMap<>();
    private boolean reading;
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
     * @param caller who reads
     * @param resume where it was when it read before
     * @param executor where it is sent to
     * @param disconnect closes its connection
     * @throws ProblemException if there are as many as there may be, or the gateway is stopping
     */
    synchronized StreamReader open(
            StreamFilter filter,
            Caller caller,
            Optional<StreamPosition> resume,
            Executor executor,
            Runnable disconnect) {
        if (stopping) {
            throw ProblemException.unavailable("The gateway is stopping", RETRY_AFTER_SECONDS);
        }
        if (readers.size() >= config.maxReaders()) {
            throw ProblemException.busy(
                    "The stream has as many readers as it may have (" + config.maxReaders() + ")", RETRY_AFTER_SECONDS);
        }
        if (caller.kind() != Caller.Kind.OPEN && readersOf(caller) >= config.readersPerCaller()) {
            throw ProblemException.busy(
                    "This caller reads the stream as often as it may at a time (" + config.readersPerCaller() + ")",
                    RETRY_AFTER_SECONDS);
        }
        StreamReader reader = new StreamReader(
                filter,
                resume,
                executor,
                disconnect,
                config,
                new StreamReader.Ties(this::drained, this::gone, metrics::sent, metrics::missed));
        readers.put(reader, caller);
        waiter.listen(true);
        waiter.ring();
        return reader;
    }

    private long readersOf(Caller caller) {
        return readers.values().stream()
                .filter(other -> other.kind() == caller.kind() && other.id().equals(caller.id()))
                .count();
    }

    /** Ends those whose credential is not live any more: what they are being sent they may take, at the next look they are disconnected. */
    void endThoseNot(Predicate<Caller> live) {
        for (StreamReader reader : those(live.negate())) {
            if (reader.state() == State.ENDED) {
                reader.disconnect();
            } else {
                reader.end();
            }
        }
    }

    private synchronized List<StreamReader> those(Predicate<Caller> callers) {
        return readers.entrySet().stream()
                .filter(entry -> callers.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
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
        return List.copyOf(readers.keySet());
    }

    synchronized List<StreamReader> in(State state) {
        return readers.keySet().stream()
                .filter(reader -> reader.state() == state)
                .toList();
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

    /**
     * What those want that are live now. Until the page that is read for them was offered nobody else becomes live: it lacks what
     * they do not want.
     */
    synchronized List<StreamFilter> beginPage() {
        reading = true;
        return in(State.LIVE).stream().map(StreamReader::filter).toList();
    }

    /** The page was offered, or could not be read. */
    synchronized void endPage() {
        reading = false;
    }

    /** Offers a page of the log to all that are live. */
    synchronized void publishEvents(List<StreamPage.Event> events, long upTo) {
        List<StreamReader> live = in(State.LIVE);
        for (StreamPage.Event event : events) {
            live.stream()
                    .filter(reader -> reader.filter().wants(event.view()))
                    .forEach(reader -> reader.offer(event.item(reader.filter())));
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
                    .forEach(reader -> reader.offer(row.item(reader.filter())));
        }
        quarantine = upTo;
        live.forEach(reader -> reader.passedUpTo(sequence, quarantine));
    }

    /**
     * Passes over a stretch of the log that is too long to be followed, and says so. Who sees some tenants only goes through it
     * alone: mostly little of it is theirs, and how much the rest is they are not told.
     */
    synchronized void skip(long upTo) {
        Missed missed = Missed.stretch(Missed.Reason.BEHIND, sequence + 1, upTo);
        for (StreamReader reader : in(State.LIVE)) {
            if (reader.filter().wantsEvents() && reader.filter().isOfAll()) {
                reader.offer(missed);
            } else if (reader.filter().wantsEvents()) {
                reader.behind();
                drained(reader);
            }
        }
        List<StreamReader> live = in(State.LIVE);
        sequence = upTo;
        live.forEach(reader -> reader.passedUpTo(sequence, quarantine));
    }

    /** Whether a reader is as far as the stream is, and no page is being read; if so, it is live from now on. */
    synchronized boolean joined(StreamReader reader) {
        boolean there = !reading
                && reader.passed() >= sequence
                && reader.passedQuarantine().compareTo(quarantine) >= 0;
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
