package io.tallygate.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Analyses of opportunities, of three tenants: the dialect {@code coder}. */
final class Opportunities implements Scene {
    static final List<UUID> TENANTS = List.of(
            UUID.fromString("a1000000-0000-4000-8000-000000000001"),
            UUID.fromString("b2000000-0000-4000-8000-000000000002"),
            UUID.fromString("c3000000-0000-4000-8000-000000000003"));

    private static final String ANALYSIS = "workflow.opportunity.analysis.";
    private static final String STEP = "workflow.step.completed";
    private static final List<String> STEPS = List.of("risk-analysis", "scoring", "forecasting", "recommendations");
    private static final List<String> ERRORS = List.of(
            "The CRM answered 404 for the account of this opportunity: no risk profile can be made",
            "The scoring model did not answer within 30 s (model scoring-v4, 3 attempts)",
            "Revenue history has 1 month, the forecast needs 3: load the ledger first",
            "The recommendation service refused the request: quota of 500 calls an hour is used up");
    private static final List<String> GRADES = List.of("A", "B", "B", "C", "D");

    private final Dice dice;

    Opportunities(Dice dice) {
        this.dice = dice;
    }

    @Override
    public List<DemoEvent> run(Instant start, Fate fate) {
        Analysis analysis = new Analysis(dice.oneOf(TENANTS), dice.uuid(), dice.uuid(), dice.chance(0.4));
        List<DemoEvent> events = new ArrayList<>();
        events.add(analysis.event(start, ANALYSIS + "started", analysis.data()));
        int last = fate == Fate.COMPLETES ? STEPS.size() : dice.between(1, STEPS.size() - 1);
        Instant at = start;
        for (String step : STEPS.subList(0, last)) {
            Duration took = dice.duration(400, 14_000);
            at = at.plus(took).plusMillis(dice.between(20, 300));
            events.add(analysis.event(at, STEP, step(analysis, step, took)));
        }
        if (fate == Fate.FAILS) {
            ObjectNode data = analysis.data().put("error", ERRORS.get(last)).put("failedStep", STEPS.get(last));
            events.add(analysis.event(at.plus(dice.duration(5_000, 31_000)), ANALYSIS + "failed", data));
        } else if (fate == Fate.COMPLETES) {
            events.add(analysis.event(at.plusMillis(dice.between(30, 400)), ANALYSIS + "completed", results(analysis)));
        }
        return events;
    }

    private ObjectNode step(Analysis analysis, String step, Duration took) {
        ObjectNode data = Json.object()
                .put("workflowId", analysis.workflow.toString())
                .put("step", step)
                .put("status", dice.chance(0.03) ? "skipped" : "succeeded")
                .put("durationMs", took.toMillis());
        data.putObject("result").put("score", dice.between(1, 100));
        return data;
    }

    private ObjectNode results(Analysis analysis) {
        ObjectNode data = analysis.data();
        ObjectNode results = data.putObject("results");
        results.putObject("risk").put("level", dice.oneOf(List.of("low", "medium", "high")));
        results.putObject("scoring").put("score", dice.between(20, 99)).put("grade", dice.oneOf(GRADES));
        results.putObject("forecast")
                .put("closeProbability", dice.between(5, 95) / 100.0)
                .put("expectedValue", dice.between(5, 400) * 1000);
        return data;
    }

    /** One that lacks what it must have, or has what it must not: refused, and kept in quarantine. */
    DemoEvent mistake(Instant at, int turn) {
        Analysis analysis = new Analysis(dice.oneOf(TENANTS), dice.uuid(), dice.uuid(), turn % 3 == 0);
        ObjectNode data = analysis.data();
        return switch (turn % 6) {
            case 1 -> analysis.event(at, ANALYSIS + "paused", data);
            case 3 -> {
                ObjectNode step = step(analysis, "scoring", Duration.ofSeconds(2));
                step.put("durationMs", "2 s").put("status", "ok");
                yield analysis.event(at, STEP, step);
            }
            case 5 -> {
                DemoEvent whole = analysis.event(at, ANALYSIS + "started", data);
                yield new DemoEvent(
                        at,
                        whole.type(),
                        whole.routingKey(),
                        whole.text().substring(0, whole.text().length() - 19));
            }
            default -> {
                data.remove("opportunityId");
                yield analysis.event(at, ANALYSIS + "started", data);
            }
        };
    }

    private final class Analysis {
        private final UUID tenant;
        private final UUID workflow;
        private final UUID opportunity;
        private final boolean byAmqp;

        Analysis(UUID tenant, UUID workflow, UUID opportunity, boolean byAmqp) {
            this.tenant = tenant;
            this.workflow = workflow;
            this.opportunity = opportunity;
            this.byAmqp = byAmqp;
        }

        ObjectNode data() {
            return Json.object().put("workflowId", workflow.toString()).put("opportunityId", opportunity.toString());
        }

        DemoEvent event(Instant at, String type, ObjectNode data) {
            ObjectNode event = Json.object()
                    .put("id", dice.uuid().toString())
                    .put("type", type)
                    .put("version", "1.0.0")
                    .put("timestamp", Json.time(at))
                    .put("tenantId", tenant.toString())
                    .put("source", "workflow-orchestrator");
            event.set("data", data);
            return byAmqp
                    ? DemoEvent.byAmqp(at, type, type, event.toString())
                    : DemoEvent.byHttp(at, type, event.toString());
        }
    }
}
