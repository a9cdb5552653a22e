package io.tallygate.projection;

import io.tallygate.schema.WorkflowState;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What runs must be, told a second time: from all events of each at once, in the order in which they happened. */
final class PlainRuns {
    private static final Comparator<ProjectedEvent> HAPPENED =
            Comparator.comparing(ProjectedEvent::happenedAt).thenComparing(ProjectedEvent::sequence);

    private PlainRuns() {}

    static Map<String, Map<String, @Nullable Object>> of(List<ProjectedEvent> events, Duration stallsAfter) {
        Map<String, List<ProjectedEvent>> byRun = events.stream()
                .filter(event -> event.workflowId().isPresent())
                .sorted(HAPPENED)
                .collect(Collectors.groupingBy(
                        event -> event.tenant() + " " + event.workflowId().orElseThrow() + " "
                                + event.details()
                                        .run()
                                        .map(StoredText::key)
                                        .orElse(event.workflowId().orElseThrow())));
        Map<String, Map<String, @Nullable Object>> runs = new HashMap<>();
        byRun.forEach((key, its) -> runs.put(key, told(its, stallsAfter)));
        return runs;
    }

    private static Map<String, @Nullable Object> told(List<ProjectedEvent> events, Duration stallsAfter) {
        ProjectedEvent first = events.get(0);
        ProjectedEvent last = events.get(events.size() - 1);
        Optional<ProjectedEvent> start = first(events, event -> event.telling().starts());
        Optional<ProjectedEvent> end = last(events, PlainRuns::isEnd);
        long open = events.stream()
                .filter(event -> event.telling().parallel())
                .mapToLong(event -> (event.telling().starts() ? 1 : 0) - (isEnd(event) ? 1 : 0))
                .sum();
        boolean over = end.isPresent() && open <= 0;
        boolean failed = over && end.orElseThrow().state().orElseThrow() == WorkflowState.FAILED;
        boolean told = events.stream().anyMatch(event -> event.state().isPresent());
        Instant startedAt = start.orElse(first).happenedAt();
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("state", over ? end.orElseThrow().state().orElseThrow().label() : told ? "running" : "unknown");
        row.put("dialect", first.dialect());
        row.put("source", first.source());
        row.put(
                "type",
                text(events.stream(), event -> event.telling().workflowType())
                        .findFirst()
                        .orElse(first.dialect()));
        row.put(
                "project",
                text(events.stream(), event -> event.details().project())
                        .findFirst()
                        .orElse(""));
        row.put(
                "step",
                text(events.stream(), event -> event.details().step())
                        .reduce((a, b) -> b)
                        .orElse(null));
        row.put(
                "startReceived",
                start.isPresent()
                        || events.stream().noneMatch(event -> event.telling().startExpected()));
        row.put("startedAt", startedAt);
        row.put("endedAt", over ? end.orElseThrow().happenedAt() : null);
        row.put(
                "firstEventAt",
                events.stream()
                        .map(ProjectedEvent::time)
                        .min(Comparator.naturalOrder())
                        .orElseThrow());
        row.put(
                "lastEventAt",
                events.stream()
                        .map(ProjectedEvent::time)
                        .max(Comparator.naturalOrder())
                        .orElseThrow());
        row.put(
                "firstSequence",
                events.stream().mapToLong(ProjectedEvent::sequence).min().orElseThrow());
        row.put(
                "lastSequence",
                events.stream().mapToLong(ProjectedEvent::sequence).max().orElseThrow());
        row.put(
                "lastReceivedAt",
                events.stream()
                        .map(ProjectedEvent::receivedAt)
                        .max(Comparator.naturalOrder())
                        .orElseThrow());
        row.put("events", (long) events.size());
        row.put("stallsAt", last.happenedAt().plus(last.telling().stallsAfter().orElse(stallsAfter)));
        row.put("durationMs", over ? duration(end.orElseThrow(), start) : null);
        row.put("failedSequence", failed ? end.orElseThrow().sequence() : null);
        row.put("failedEventId", failed ? end.orElseThrow().id() : null);
        row.put(
                "failure",
                failed
                        ? end.orElseThrow()
                                .telling()
                                .failure()
                                .map(text -> text.replace('\0', '\uFFFD'))
                                .orElse(null)
                        : null);
        return row;
    }

    private static @Nullable Long duration(ProjectedEvent end, Optional<ProjectedEvent> start) {
        Optional<Long> stated = end.details()
                .durationMs()
                .filter(millis -> !end.telling().parallel() && millis.signum() >= 0)
                .map(Number::longValue);
        return stated.or(() -> start.map(ProjectedEvent::happenedAt)
                        .map(begun -> Duration.between(begun, end.happenedAt()).toMillis())
                        .filter(millis -> millis >= 0))
                .orElse(null);
    }

    /** The same of what was derived. */
    static Map<String, Map<String, @Nullable Object>> seen(Stream<Run> runs) {
        return runs.collect(Collectors.toMap(
                run -> run.key().tenant() + " " + run.key().workflowId() + " "
                        + run.key().runId(),
                PlainRuns::seen));
    }

    private static Map<String, @Nullable Object> seen(Run run) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("state", run.state());
        row.put("dialect", run.dialect());
        row.put("source", run.source());
        row.put("type", run.workflowType());
        row.put("project", run.projectName());
        row.put("step", run.lastStep().orElse(null));
        row.put("startReceived", run.startReceived());
        row.put("startedAt", run.startedAt());
        row.put("endedAt", run.endedAt().orElse(null));
        row.put("firstEventAt", run.firstEventAt());
        row.put("lastEventAt", run.lastEventAt());
        row.put("firstSequence", run.firstSequence());
        row.put("lastSequence", run.lastSequence());
        row.put("lastReceivedAt", run.lastReceivedAt());
        row.put("events", run.events());
        row.put("stallsAt", run.stallsAt());
        row.put("durationMs", run.durationMs().orElse(null));
        row.put("failedSequence", run.failure().map(Run.Failure::sequence).orElse(null));
        row.put("failedEventId", run.failure().map(Run.Failure::eventId).orElse(null));
        row.put("failure", run.failure().flatMap(Run.Failure::message).orElse(null));
        return row;
    }

    private static boolean isEnd(ProjectedEvent event) {
        return event.state().filter(state -> state != WorkflowState.RUNNING).isPresent();
    }

    private static Stream<String> text(Stream<ProjectedEvent> events, Function<ProjectedEvent, Optional<String>> said) {
        return events.flatMap(event -> said.apply(event).stream())
                .filter(text -> !text.isEmpty())
                .map(StoredText::key);
    }

    private static Optional<ProjectedEvent> first(List<ProjectedEvent> events, Predicate<ProjectedEvent> which) {
        return events.stream().filter(which).findFirst();
    }

    private static Optional<ProjectedEvent> last(List<ProjectedEvent> events, Predicate<ProjectedEvent> which) {
        return events.stream().filter(which).reduce((a, b) -> b);
    }
}
