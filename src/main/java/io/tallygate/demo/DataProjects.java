package io.tallygate.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * Workflows of three projects that follow from each other: one loads data, one makes tables of it, one reports on them. The
 * dialect {@code workflow-log}.
 */
final class DataProjects implements Scene {
    private static final String LOADER = "etl.corthion.ai";
    private static final String LAKE = "lake.corthonomy.ai";
    private static final String REPORTS = "reports.corthonomy.ai";
    private static final List<String> TABLES = List.of("hd", "ic", "effy", "sfa");
    private static final DateTimeFormatter COMPACT =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Dice dice;
    private int workItem = 70;

    DataProjects(Dice dice) {
        this.dice = dice;
    }

    @Override
    public List<DemoEvent> run(Instant start, Fate fate) {
        List<DemoEvent> events = new ArrayList<>();
        String table = dice.oneOf(TABLES);
        Workflow loader = new Workflow(LOADER, start, "load", table, events);
        loader.step("extract", "extract", 20_000);
        loader.step("corthion-data-loader", "load", 60_000, "s3://etl.corthion.ai/curated/ipeds/" + table + "/");
        if (fate != Fate.COMPLETES) {
            loader.end(fate, "quality-check", "412 of 6072 rows have no UNITID: the table is not published");
            return events;
        }
        loader.end(fate, "quality-check", "");
        Workflow lake = new Workflow(LAKE, loader.at, "refresh-catalogue", table, events);
        lake.readsFrom(loader, "dataset", "s3://etl.corthion.ai/curated/ipeds/" + table + "/");
        lake.step("catalogue-updater", "publish", 30_000, "s3://lake.corthonomy.ai/ipeds/" + table + "/");
        lake.end(Fate.COMPLETES, "statistics", "");
        if (dice.chance(0.6)) {
            Workflow reports = new Workflow(REPORTS, lake.at, "render", table, events);
            reports.readsFrom(lake, "dataset", "s3://lake.corthonomy.ai/ipeds/" + table + "/");
            reports.step("render", "render", 25_000, "s3://reports.corthonomy.ai/ipeds/" + table + ".html");
            reports.end(Fate.COMPLETES, "distribute", "");
        }
        return events;
    }

    /** One workflow as it goes on. */
    private final class Workflow {
        private final String project;
        private final String id;
        private final String table;
        private final Instant start;
        private final List<DemoEvent> events;
        private int steps;
        private int artifacts;
        private Instant at;

        Workflow(String project, Instant after, String action, String table, List<DemoEvent> events) {
            this.project = project;
            this.table = table;
            this.start = after.plusMillis(dice.between(300, 3_000));
            this.at = start;
            this.events = events;
            workItem++;
            this.id = "workflow-" + workItem + "-" + COMPACT.format(start);
            ObjectNode event = event("workflow_start").put("environment", "production");
            event.putObject("context")
                    .put("work_item_id", workItem)
                    .putNull("branch")
                    .put("action", action)
                    .putArray("targets")
                    .add("ipeds_" + table);
            send(event);
        }

        private ObjectNode event(String type) {
            return Json.object()
                    .put("event_type", type)
                    .put("workflow_id", id)
                    .put("timestamp", Json.time(at))
                    .put("project", project);
        }

        private void send(ObjectNode event) {
            String type = event.path("event_type").asText();
            events.add(
                    project.equals(REPORTS)
                            ? DemoEvent.byAmqp(at, type, "workflow-log." + type, event.toString())
                            : DemoEvent.byHttp(at, type, event.toString()));
        }

        /** Says that something of another project was taken over. */
        void readsFrom(Workflow other, String type, String path) {
            at = at.plusMillis(dice.between(100, 900));
            ObjectNode event = event("artifact_create");
            event.set("artifact", artifact(type, path));
            event.putObject("upstream").put("project", other.project).put("workflow_id", other.id);
            artifacts++;
            send(event);
        }

        void step(String name, String phase, int mostMillis, String... paths) {
            begin(name, phase);
            Duration took = dice.duration(2_000, mostMillis);
            at = at.plus(took);
            complete(name, phase, "success", took, paths);
        }

        private void begin(String name, String phase) {
            at = at.plusMillis(dice.between(50, 500));
            ObjectNode event = event("step_start");
            describe(event, name, phase);
            send(event);
        }

        private void complete(String name, String phase, String status, Duration took, String... paths) {
            ObjectNode event = event("step_complete");
            describe(event, name, phase).put("status", status).put("duration_ms", took.toMillis());
            ArrayNode made = event.putArray("artifacts");
            for (String path : paths) {
                made.add(artifact("dataset", path));
            }
            steps++;
            artifacts += paths.length;
            send(event);
        }

        private ObjectNode describe(ObjectNode event, String name, String phase) {
            return event.putObject("step").put("name", name).put("phase", phase).put("target", "ipeds_" + table);
        }

        private ObjectNode artifact(String type, String path) {
            return Json.object()
                    .put("type", type)
                    .put("dataset", "ipeds")
                    .put("table", table)
                    .put("version", "2025")
                    .put("path", path)
                    .put("row_count", 6_072);
        }

        /** The last step and what comes of it. */
        void end(Fate fate, String step, String error) {
            begin(step, "check");
            if (fate == Fate.STALLS) {
                return;
            }
            boolean fails = fate == Fate.FAILS;
            Duration took = dice.duration(1_000, 15_000);
            at = at.plus(took);
            complete(step, "check", fails ? "failed" : "success", took);
            at = at.plusMillis(dice.between(50, 300));
            ObjectNode event = event("workflow_complete")
                    .put("status", fails ? "failed" : "success")
                    .put("duration_ms", Duration.between(start, at).toMillis());
            event.putObject("summary")
                    .put("steps_executed", steps)
                    .put("steps_succeeded", fails ? steps - 1 : steps)
                    .put("steps_failed", fails ? 1 : 0)
                    .put("artifacts_created", artifacts);
            event.putArray("downstream_impacts");
            if (fails) {
                event.put("error", error);
            }
            send(event);
        }
    }
}
