package io.tallygate.projection;

import io.tallygate.audit.NewEntry;
import io.tallygate.event.Content;
import io.tallygate.event.Door;
import io.tallygate.event.WorkflowEvent;
import io.tallygate.schema.RunTelling;
import io.tallygate.schema.SchemaCatalog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;

/** Events of several dialects by dice: runs of few workflows, so that many events meet in one; one seed gives the same. */
final class History {
    static final SchemaCatalog CATALOG = SchemaCatalog.load(Optional.empty());
    static final Instant BEGIN = Instant.parse("2026-01-30T10:00:00Z");
    private static final String ANALYSIS = "workflow.opportunity.analysis.";

    private final SplittableRandom random;
    private final List<ProjectedEvent> events = new ArrayList<>();
    private final List<NewEntry> entries = new ArrayList<>();

    History(long seed) {
        random = new SplittableRandom(seed);
    }

    /** As many events, in the order of the log. No two happened at the same time. */
    List<ProjectedEvent> events(int count) {
        for (int i = 0; i < count; i++) {
            switch (random.nextInt(5)) {
                case 0, 1 -> coder();
                case 2 -> onex();
                case 3 -> dag();
                default -> other();
            }
        }
        return List.copyOf(events);
    }

    /** The same events as they are stored. */
    List<NewEntry> entries() {
        return List.copyOf(entries);
    }

    private void coder() {
        String type =
                oneOf(ANALYSIS + "started", "workflow.step.completed", ANALYSIS + "completed", ANALYSIS + "failed");
        add(
                "coder",
                type,
                "c" + random.nextInt(4),
                "{\"data\":{\"workflowId\":\"w\",\"step\":\"" + oneOf("a", "b")
                        + "\",\"error\":\"" + oneOf("down", "late\\u0000", "") + "\",\"durationMs\":"
                        + oneOf("5", "-1", "1e300", "null") + "}}");
    }

    private void onex() {
        String operation = oneOf("routing", "x".repeat(300));
        String type = "node." + operation + "." + oneOf("started", "completed", "failed");
        add(
                "onex",
                type,
                "o" + random.nextInt(3),
                "{\"correlation_id\":" + oneOf("null", "\"o\"")
                        + ",\"payload\":{\"operation\":\"" + operation
                        + "\",\"error_message\":\"no\",\"execution_time_ms\":7},"
                        + "\"metadata\":{\"node_type\":\"node\"}}");
    }

    private void dag() {
        String type = "workflow." + oneOf("triggered", "completed", "failed");
        add(
                "workflow-event",
                type,
                "dag",
                "{\"workflow_id\":\"dag\",\"workflow_run_id\":\""
                        + oneOf("r1", "r2", "r".repeat(400), "r".repeat(399) + "s", "\\u0000") + "\"}");
    }

    private void other() {
        String type =
                oneOf("workflow_start", "step_complete", "workflow_complete", "workflow.job.trigger", "gone.type");
        Optional<String> workflow =
                type.equals("workflow.job.trigger") ? Optional.empty() : Optional.of("l" + random.nextInt(3));
        add(
                "workflow-log",
                type,
                workflow,
                "{\"project\":\"" + oneOf("p", "q") + "\",\"status\":\""
                        + oneOf("success", "broken") + "\",\"duration_ms\":" + random.nextInt(9)
                        + ",\"context\":{\"action\":\""
                        + oneOf("load", "", "reload") + "\"}}");
    }

    private void add(String dialect, String type, String workflow, String content) {
        add(dialect, type, Optional.of(workflow), content);
    }

    private void add(String dialect, String type, Optional<String> workflow, String content) {
        int number = events.size() + 1;
        Instant received = BEGIN.plus(Duration.ofMinutes(number));
        // Some happened long before they came, in any order; some state a time that is still to come.
        Instant time = random.nextInt(4) > 0
                ? received.minusMillis(1 + random.nextLong(1_000_000_000)).minusNanos(number * 1000L)
                : oneOf(
                        Instant.parse("0001-01-01T00:00:00Z").plusMillis(number),
                        Instant.parse("9999-12-31T00:00:00Z").plusMillis(number),
                        received.plusSeconds(30));
        RunTelling telling = CATALOG.telling(type, content.getBytes(StandardCharsets.UTF_8));
        events.add(new ProjectedEvent(
                number,
                received,
                new UUID(0, random.nextInt(2)),
                "e" + number,
                type,
                "1",
                dialect,
                "s" + random.nextInt(2),
                workflow,
                workflow,
                time,
                Door.HTTP,
                telling,
                telling.details().project()));
        ProjectedEvent event = events.get(number - 1);
        entries.add(new NewEntry(
                new WorkflowEvent(
                        dialect,
                        event.tenant(),
                        event.id(),
                        type,
                        event.version(),
                        event.source(),
                        workflow,
                        workflow,
                        time,
                        Content.of(content.getBytes(StandardCharsets.UTF_8))),
                Door.HTTP,
                received,
                "key",
                Optional.empty()));
    }

    @SafeVarargs
    private <T> T oneOf(T... values) {
        return values[random.nextInt(values.length)];
    }
}
