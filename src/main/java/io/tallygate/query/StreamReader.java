package io.tallygate.query;

import io.tallygate.query.StreamItem.Logged;
import io.tallygate.query.StreamItem.Missed;
import io.tallygate.query.StreamItem.Quarantined;
import io.tallygate.query.StreamMessage.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One reader of the stream, with what waits for it. It is sent only what it asked for by {@link #request}, on its own
 * executor and nowhere else; what does not fit into its buffer meanwhile is dropped, the oldest first, and told.
 *
 * <p>Whoever offers something never waits for it.
 */
final class StreamReader implements Flow.Publisher<StreamMessage>, Flow.Subscription {

    /** Where a reader stands. */
    enum State {
        /** It does not know yet where it begins. */
        OPENING,
        /** It is behind, and is handed pages of its own as it takes them. */
        CATCHING_UP,
        /** It is offered what is stored, as it is stored. */
        LIVE,
        ENDED
    }

    /**
     * What others do for a reader.
     *
     * @param drained it has sent all that it had
     * @param gone it reads no more
     * @param sent something was sent
     * @param missed so many were dropped
     */
    record Ties(
            Consumer<StreamReader> drained,
            Consumer<StreamReader> gone,
            Consumer<Kind> sent,
            Consumer<Missed> missed) {}

    private final StreamFilter filter;
    private final Optional<StreamPosition> resume;
    private final Executor executor;
    private final Runnable disconnect;
    private final StreamConfig config;
    private final Ties ties;
    private final AtomicBoolean scheduled = new AtomicBoolean();

    private final Deque<StreamItem> buffer = new ArrayDeque<>();
    private long bytes;
    private Missed dropped = Missed.NOTHING;
    private State state = State.OPENING;
    private boolean toldOpen;
    private boolean toldEnd;
    private boolean beatDue;
    private long lastSentAt = System.nanoTime();
    private long demand;
    private @Nullable RuntimeException failure;
    private Flow.@Nullable Subscriber<? super StreamMessage> subscriber;

    /** All up to here was offered, or is of no interest. */
    private long passed;

    private QuarantinePosition passedQuarantine = QuarantinePosition.before(0);
    /** All up to here was sent, or is of no interest. */
    private long sent;

    private QuarantinePosition sentQuarantine = QuarantinePosition.before(0);

    /**
     * @param resume where it was when it read before
     * @param executor where it is sent to; runs one task after the other
     * @param disconnect ends it where it does not read any more
     */
    StreamReader(
            StreamFilter filter,
            Optional<StreamPosition> resume,
            Executor executor,
            Runnable disconnect,
            StreamConfig config,
            Ties ties) {
        this.filter = filter;
        this.resume = resume;
        this.executor = executor;
        this.disconnect = disconnect;
        this.config = config;
        this.ties = ties;
    }

    StreamFilter filter() {
        return filter;
    }

    Optional<StreamPosition> resume() {
        return resume;
    }

    synchronized State state() {
        return state;
    }

    synchronized long passed() {
        return passed;
    }

    synchronized QuarantinePosition passedQuarantine() {
        return passedQuarantine;
    }

    /** Whether a further page of its own has room. */
    synchronized boolean isDrained() {
        return buffer.isEmpty();
    }

    /** It begins behind these. */
    void begin(long sequence, QuarantinePosition quarantine, State next) {
        synchronized (this) {
            if (state == State.ENDED) {
                return;
            }
            passed = sequence;
            sent = sequence;
            passedQuarantine = quarantine;
            sentQuarantine = quarantine;
            state = next;
        }
        schedule();
    }

    /** It has caught up. */
    synchronized void live() {
        if (state == State.CATCHING_UP) {
            state = State.LIVE;
        }
    }

    /** It cannot follow what is stored, and is handed pages of its own again. */
    synchronized void behind() {
        if (state == State.LIVE) {
            state = State.CATCHING_UP;
        }
    }

    /** Offers what it wants; what is not behind all that it was offered before is left out. */
    synchronized void offer(StreamItem item) {
        if (state == State.ENDED || isBehind(item)) {
            return;
        }
        pass(item);
        while (!buffer.isEmpty() && !hasRoomFor(item)) {
            drop(buffer.removeFirst());
        }
        buffer.addLast(item);
        bytes += item.size();
        if (item instanceof Missed missed) {
            ties.missed().accept(missed);
        }
    }

    private boolean isBehind(StreamItem item) {
        if (item instanceof Logged event) {
            return event.sequence() <= passed;
        }
        return item instanceof Quarantined row && row.position().compareTo(passedQuarantine) <= 0;
    }

    private void pass(StreamItem item) {
        if (item instanceof Logged event) {
            passed = event.sequence();
        } else if (item instanceof Quarantined row) {
            passedQuarantine = row.position();
        } else if (item instanceof Missed missed) {
            passed = Math.max(passed, missed.to());
        }
    }

    private boolean hasRoomFor(StreamItem item) {
        return buffer.size() < config.bufferEvents()
                && bytes + item.size() <= config.bufferBytes().asLongValue();
    }

    private void drop(StreamItem oldest) {
        bytes -= oldest.size();
        dropped = dropped.and(oldest);
        if (!(oldest instanceof Missed)) {
            ties.missed().accept(Missed.NOTHING.and(oldest));
        }
    }

    /** All up to here was looked through for it. */
    void passedUpTo(long sequence, QuarantinePosition quarantine) {
        synchronized (this) {
            passed = Math.max(passed, sequence);
            passedQuarantine = passedQuarantine.max(quarantine);
            if (buffer.isEmpty()) {
                return;
            }
        }
        schedule();
    }

    /** Tells it that the stream is alive, if it has heard nothing for so long. */
    void beat(long now) {
        synchronized (this) {
            if (state == State.OPENING || now - lastSentAt < config.heartbeat().toNanos()) {
                return;
            }
            beatDue = true;
        }
        schedule();
    }

    /** Ends it as soon as what is being sent is taken; the rest it can come back for. */
    void end() {
        synchronized (this) {
            state = State.ENDED;
        }
        schedule();
    }

    /** Ends it though it does not read. */
    void disconnect() {
        disconnect.run();
    }

    /** Ends it with a failure, if it was told nothing yet. */
    void fail(RuntimeException cause) {
        synchronized (this) {
            failure = cause;
            state = State.ENDED;
        }
        schedule();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super StreamMessage> reader) {
        synchronized (this) {
            subscriber = reader;
        }
        reader.onSubscribe(this);
        schedule();
    }

    @Override
    public void request(long more) {
        synchronized (this) {
            demand += more;
            if (demand < 0) {
                demand = Long.MAX_VALUE;
            }
        }
        schedule();
    }

    /** It has gone away. */
    @Override
    public void cancel() {
        synchronized (this) {
            state = State.ENDED;
            toldEnd = true;
            buffer.clear();
            bytes = 0;
        }
        ties.gone().accept(this);
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            executor.execute(this::send);
        }
    }

    private void send() {
        scheduled.set(false);
        Flow.Subscriber<? super StreamMessage> reader = subscriber();
        if (reader == null) {
            return;
        }
        for (Optional<StreamMessage> next = take(); next.isPresent(); next = take()) {
            ties.sent().accept(next.get().kind());
            reader.onNext(next.get());
        }
        if (isToBeEnded()) {
            tellEnd(reader);
        } else if (isDrained() && state() == State.CATCHING_UP) {
            ties.drained().accept(this);
        }
    }

    private synchronized Flow.@Nullable Subscriber<? super StreamMessage> subscriber() {
        return subscriber;
    }

    private synchronized boolean isToBeEnded() {
        boolean now = state == State.ENDED && !toldEnd && (demand > 0 || failure != null);
        toldEnd |= now;
        return now;
    }

    private void tellEnd(Flow.Subscriber<? super StreamMessage> reader) {
        RuntimeException cause = failure;
        if (cause == null) {
            reader.onComplete();
        } else {
            reader.onError(cause);
        }
        ties.gone().accept(this);
    }

    private synchronized Optional<StreamMessage> take() {
        if (demand == 0 || state == State.ENDED || state == State.OPENING) {
            return Optional.empty();
        }
        Optional<StreamMessage> next = next();
        if (next.isPresent()) {
            demand--;
            beatDue = false;
            lastSentAt = System.nanoTime();
        }
        return next;
    }

    private Optional<StreamMessage> next() {
        if (!toldOpen) {
            toldOpen = true;
            return message(Kind.OPEN, "");
        }
        if (dropped.count() > 0) {
            Missed missed = dropped;
            dropped = Missed.NOTHING;
            return message(missed);
        }
        StreamItem item = buffer.pollFirst();
        if (item != null) {
            bytes -= item.size();
            return message(item);
        }
        if (beatDue) {
            sent = passed;
            sentQuarantine = passedQuarantine;
            return message(Kind.HEARTBEAT, "");
        }
        return Optional.empty();
    }

    private Optional<StreamMessage> message(StreamItem item) {
        if (item instanceof Logged event) {
            sent = event.sequence();
            return message(Kind.EVENT, event.json());
        }
        if (item instanceof Quarantined row) {
            sentQuarantine = row.position();
            return message(Kind.QUARANTINED, row.json());
        }
        Missed missed = (Missed) item;
        sent = Math.max(sent, missed.to());
        return message(Kind.MISSED, missed.json());
    }

    private Optional<StreamMessage> message(Kind kind, String data) {
        StreamPosition id =
                new StreamPosition(sent, filter.wantsQuarantined() ? Optional.of(sentQuarantine) : Optional.empty());
        return Optional.of(new StreamMessage(kind, id.toString(), data));
    }
}
