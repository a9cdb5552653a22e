package io.tallygate.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Runs that a scheduler, an agent or a service starts: the dialect {@code workflow-event}. */
final class Schedulers implements Scene {
    private record Kind(String source, String workflow, int mostSeconds, String error) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("airflow", "sales_etl", 150, "Task load failed: could not connect to warehouse:5432 (refused)"),
            new Kind("airflow", "inventory_sync", 60, "Task compare failed: 17 articles have no warehouse"),
            new Kind("langgraph", "support-agent", 25, "Recursion limit of 25 steps reached without an answer"),
            new Kind("fastapi", "report-on-request", 8, "Template quarterly.html has no field 'ebitda'"));

    private final Dice dice;

    Schedulers(Dice dice) {
        this.dice = dice;
    }

    @Override
    public List<DemoEvent> run(Instant start, Fate fate) {
        Kind kind = dice.oneOf(KINDS);
        String run = "run_" + Json.time(start);
        List<DemoEvent> events = new ArrayList<>();
        ObjectNode conf = Json.object();
        conf.putObject("dag_conf").put("full_refresh", dice.chance(0.1));
        events.add(event(start, "workflow.triggered", kind, run, conf));
        Duration took = dice.duration(1_000, kind.mostSeconds() * 1_000);
        if (fate == Fate.FAILS) {
            events.add(event(
                    start.plus(took),
                    "workflow.failed",
                    kind,
                    run,
                    Json.object().put("error", kind.error())));
        } else if (fate == Fate.COMPLETES) {
            ObjectNode result = Json.object()
                    .put("rows", dice.between(100, 20_000))
                    .put("duration_seconds", took.toMillis() / 1000.0);
            events.add(event(start.plus(took), "workflow.completed", kind, run, result));
        }
        return events;
    }

    private DemoEvent event(Instant at, String type, Kind kind, String run, ObjectNode data) {
        ObjectNode event = Json.object()
                .put("event_id", dice.uuid().toString())
                .put("event_type", type)
                .put("timestamp", Json.time(at))
                .put("source", kind.source())
                .put("workflow_id", kind.workflow())
                .put("workflow_run_id", run);
        event.putObject("payload").set("data", data);
        event.putObject("metadata").put("environment", "prod").put("version", "1.0");
        return DemoEvent.byHttp(at, type, event.toString());
    }
}
