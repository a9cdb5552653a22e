package io.tallygate.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Pipelines of the lakehouse that log their stages, and a dashboard that works on a table of one of them: the dialect {@code
 * activity}.
 */
final class Pipelines implements Scene {
    private record Kind(String source, String entity, String project, String error) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("jira", "issue", "delivery-insights", "schema drift: column 'story_points' is text since today"),
            new Kind("zephyr", "test_run", "delivery-insights", "401 from Zephyr: the token has expired"),
            new Kind("xero", "invoice", "finance-insights", "Rate limit of Xero reached: 60 calls a minute"));
    private static final List<String> STAGES = List.of("source", "prepare", "clean");

    private final Dice dice;

    Pipelines(Dice dice) {
        this.dice = dice;
    }

    @Override
    public List<DemoEvent> run(Instant start, Fate fate) {
        Kind kind = dice.oneOf(KINDS);
        List<DemoEvent> events = new ArrayList<>();
        Instant at = start;
        for (String stage : STAGES) {
            Duration took = dice.duration(1_000, 50_000);
            at = at.plus(took);
            boolean fails = fate == Fate.FAILS && stage.equals("clean");
            if (fate == Fate.STALLS && stage.equals("clean")) {
                return events;
            }
            ObjectNode log = log(at, kind.source(), stage, kind.project(), took)
                    .put("status", fails ? "Failed" : stage.equals("clean") ? "Success" : "Running")
                    .put("entity_name", kind.entity())
                    .put("target_table", stage + "." + kind.source() + "_" + kind.entity())
                    .put("row_count", fails ? 0 : dice.between(100, 9_000));
            if (fails) {
                log.withObject("/additional_metadata").put("error", kind.error());
            }
            events.add(DemoEvent.byHttp(at, "activity.logged", log.toString()));
        }
        if (fate == Fate.COMPLETES && kind.source().equals("jira")) {
            events.add(dashboard(at.plus(dice.duration(2_000, 20_000)), "clean.jira_issue"));
        }
        return events;
    }

    private DemoEvent dashboard(Instant at, String table) {
        ObjectNode log = log(at, "powerbi", "read", "executive-dashboard", dice.duration(500, 9_000))
                .put("status", "Success")
                .put("entity_name", "issue")
                .put("target_table", table)
                .put("row_count", dice.between(100, 9_000));
        return DemoEvent.byHttp(at, "activity.logged", log.toString());
    }

    private static ObjectNode log(Instant at, String source, String stage, String project, Duration took) {
        ObjectNode log = Json.object()
                .put("source_system", source)
                .put("stage", stage)
                .put("notebook_name", stage + Character.toUpperCase(source.charAt(0)) + source.substring(1))
                .put("logged_at", Json.time(at))
                .put("duration", took.toMillis() / 1000.0);
        log.putObject("additional_metadata").put("project", project);
        return log;
    }

    /** One that does not say when: refused, and kept in quarantine. */
    DemoEvent mistake(Instant at) {
        ObjectNode log = log(at, "zephyr", "source", "delivery-insights", dice.duration(500, 9_000))
                .put("status", "Success")
                .put("row_count", -1);
        log.remove("logged_at");
        return DemoEvent.byHttp(at, "activity.logged", log.toString());
    }
}
