package io.tallygate.projection;

import io.tallygate.schema.WorkflowState;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One run of a workflow, as some or all of its events tell it. Two of them, of different events, are merged to one; it does not
 * matter which events are merged with which first, nor in which order they came in.
 *
 * <p>The state: the end that happened last counts, whatever else is told besides; a step that comes late does not set a run
 * going again. In a dialect of parallel operations a run goes on for as long as more of them have begun than ended.
 *
 * @param key which run
 * @param events how many events it has
 * @param firstSequence the number of the first of them in the log
 * @param lastSequence the number of the last
 * @param lastReceivedAt when that was taken in
 * @param firstEventAt the earliest time that one of them states
 * @param lastEventAt the latest
 * @param origin its dialect and source, by the event that happened first
 * @param type what kind of workflow it is, by the first that says so
 * @param project its project, by the first that says so
 * @param begunAt when it started, if an event with which it starts has come
 * @param startExpected whether there should be such an event
 * @param going whether any event tells of its state
 * @param openOperations in a dialect of parallel operations, how many more have begun than ended
 * @param latest how long after the event that happened last the next one is awaited
 * @param step the step of the last event that has one
 * @param end the end that happened last
 */
public record Run(
        RunKey key,
        long events,
        long firstSequence,
        long lastSequence,
        Instant lastReceivedAt,
        Instant firstEventAt,
        Instant lastEventAt,
        Said<Origin> origin,
        Optional<Said<String>> type,
        Optional<Said<String>> project,
        Optional<Instant> begunAt,
        boolean startExpected,
        boolean going,
        long openOperations,
        Said<Instant> latest,
        Optional<Said<String>> step,
        Optional<Said<End>> end) {
    /** The longest failure message that is kept, in characters; the whole is in the event. */
    static final int MAX_FAILURE = 1000;

    /** 30,000 years in milliseconds, beyond which nobody has a duration. */
    private static final BigDecimal LONGEST = BigDecimal.valueOf(1_000_000_000_000_000L);

    /** Who tells of it. */
    record Origin(String dialect, String source) {}

    /**
     * How it ended.
     *
     * @param state completed or failed
     * @param eventId the event that says so
     * @param failure what that says went wrong
     * @param durationMs how long it took, as the event says
     */
    record End(WorkflowState state, String eventId, Optional<String> failure, Optional<Long> durationMs) {}

    /**
     * Why it failed.
     *
     * @param sequence the number of the event that says so
     * @param eventId its id
     * @param message what went wrong, if it says so
     */
    public record Failure(long sequence, String eventId, Optional<String> message) {}

    /** A run of which this is the only event. */
    static Run of(RunKey key, ProjectedEvent event, Duration stallsAfter) {
        Instant at = event.happenedAt();
        var telling = event.telling();
        Optional<WorkflowState> ends = event.state().filter(state -> state != WorkflowState.RUNNING);
        return new Run(
                key,
                1,
                event.sequence(),
                event.sequence(),
                event.receivedAt(),
                event.time(),
                event.time(),
                new Said<>(at, event.sequence(), new Origin(event.dialect(), event.source())),
                said(event, telling.workflowType()),
                said(event, event.details().project()),
                telling.starts() ? Optional.of(at) : Optional.empty(),
                telling.startExpected(),
                event.state().isPresent(),
                telling.parallel() ? (telling.starts() ? 1 : 0) - (ends.isPresent() ? 1 : 0) : 0,
                new Said<>(at, event.sequence(), at.plus(telling.stallsAfter().orElse(stallsAfter))),
                said(event, event.details().step()),
                ends.map(state -> new Said<>(at, event.sequence(), end(state, event))));
    }

    private static Optional<Said<String>> said(ProjectedEvent event, Optional<String> value) {
        return value.map(StoredText::key)
                .filter(text -> !text.isEmpty())
                .map(text -> new Said<>(event.happenedAt(), event.sequence(), text));
    }

    private static End end(WorkflowState state, ProjectedEvent event) {
        return new End(
                state,
                event.id(),
                event.telling().failure().map(message -> StoredText.excerpt(message, MAX_FAILURE)),
                // Of parallel operations the last one's is not that of the run.
                event.telling().parallel()
                        ? Optional.empty()
                        : millis(event.details().durationMs()));
    }

    private static Optional<Long> millis(Optional<BigDecimal> duration) {
        return duration.filter(millis -> millis.signum() >= 0 && millis.compareTo(LONGEST) < 0)
                .map(millis -> millis.setScale(0, RoundingMode.HALF_UP).longValue());
    }

    /** The same run, of the events of both. */
    Run merge(Run other) {
        return new Run(
                key,
                events + other.events,
                Math.min(firstSequence, other.firstSequence),
                Math.max(lastSequence, other.lastSequence),
                lastSequence > other.lastSequence ? lastReceivedAt : other.lastReceivedAt,
                min(firstEventAt, other.firstEventAt),
                lastEventAt.isAfter(other.lastEventAt) ? lastEventAt : other.lastEventAt,
                Said.earlier(origin, other.origin),
                Said.earlier(type, other.type),
                Said.earlier(project, other.project),
                begunAt.isPresent() && other.begunAt.isPresent()
                        ? Optional.of(min(begunAt.get(), other.begunAt.get()))
                        : begunAt.or(other::begunAt),
                startExpected || other.startExpected,
                going || other.going,
                openOperations + other.openOperations,
                Said.later(latest, other.latest),
                Said.later(step, other.step),
                Said.later(end, other.end));
    }

    private static Instant min(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** Its end, if it is over. */
    private Optional<Said<End>> finalEnd() {
        return openOperations > 0 ? Optional.empty() : end;
    }

    /** {@code completed}, {@code failed}, {@code running}, or {@code unknown} if none of its events tells of a state. */
    public String state() {
        return finalEnd()
                .map(last -> last.value().state().label())
                .orElse(going ? WorkflowState.RUNNING.label() : "unknown");
    }

    /** Since when it is stalled, if it is: running, and no event for longer than the last one's type allows. */
    public Optional<Instant> stalledSince(Instant now) {
        return state().equals(WorkflowState.RUNNING.label()) && !stallsAt().isAfter(now)
                ? Optional.of(stallsAt())
                : Optional.empty();
    }

    /** When it counts as stalled, if it still runs then. */
    public Instant stallsAt() {
        return latest.value();
    }

    /** Whether the event with which it starts has come, or none is to be expected. */
    public boolean startReceived() {
        return begunAt.isPresent() || !startExpected;
    }

    /** When it started: if that is not known, when its first event happened. */
    public Instant startedAt() {
        return begunAt.orElse(origin.at());
    }

    /** When it ended, if it has. */
    public Optional<Instant> endedAt() {
        return finalEnd().map(Said::at);
    }

    /** How long it took: as its end says, else from its start to its end; empty while it runs or if neither is known. */
    public Optional<Long> durationMs() {
        return finalEnd()
                .flatMap(last -> last.value()
                        .durationMs()
                        .or(() -> begunAt.map(begun ->
                                        Duration.between(begun, last.at()).toMillis())
                                .filter(millis -> millis >= 0)));
    }

    /** Why it failed, if it did. */
    public Optional<Failure> failure() {
        return finalEnd()
                .filter(last -> last.value().state() == WorkflowState.FAILED)
                .map(last -> new Failure(
                        last.sequence(), last.value().eventId(), last.value().failure()));
    }

    public String dialect() {
        return origin.value().dialect();
    }

    public String source() {
        return origin.value().source();
    }

    /** What kind of workflow it is: the name of its dialect if no event says so. */
    public String workflowType() {
        return type.map(Said::value).orElse(dialect());
    }

    /** Its project; empty if it has none. */
    public String projectName() {
        return project.map(Said::value).orElse("");
    }

    public Optional<String> lastStep() {
        return step.map(Said::value);
    }
}
