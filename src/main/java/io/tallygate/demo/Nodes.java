package io.tallygate.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Operations of nodes: the dialect {@code onex}, by the exchange. */
final class Nodes implements Scene {
    private static final List<String> KINDS = List.of("orchestrator", "reducer", "effect");
    private static final List<String> OPERATIONS = List.of("routing", "aggregation", "process");
    private static final List<String> ERRORS =
            List.of("no route within 2 s", "state of partition 3 is 4 versions ahead", "connection refused: crm:443");

    private final Dice dice;

    Nodes(Dice dice) {
        this.dice = dice;
    }

    @Override
    public List<DemoEvent> run(Instant start, Fate fate) {
        int kind = dice.between(0, KINDS.size() - 1);
        Operation operation = new Operation(
                KINDS.get(kind), OPERATIONS.get(kind), KINDS.get(kind) + "-0" + dice.between(1, 3), start);
        List<DemoEvent> events = new ArrayList<>();
        ObjectNode begun = operation.payload();
        begun.putObject("input_summary").put("items", "list[Item]");
        events.add(operation.event(start, "started", begun));
        if (fate == Fate.STALLS) {
            return events;
        }
        Duration took = dice.duration(30, 4_000);
        Instant end = start.plus(took);
        ObjectNode payload = operation.payload().put("execution_time_ms", took.toMillis());
        if (fate == Fate.FAILS) {
            payload.put("failed_at", Json.time(end))
                    .put("error_type", "OperationError")
                    .put("error_message", ERRORS.get(kind))
                    .put("success", false);
            events.add(operation.event(end, "failed", payload));
            return events;
        }
        payload.put("completed_at", Json.time(end)).put("success", true);
        payload.putObject("result_summary").put("items", "list[Item]");
        events.add(operation.event(end, "completed", payload));
        if (dice.chance(0.3)) {
            events.add(operation.metric(end.plusMillis(20)));
        }
        return events;
    }

    private final class Operation {
        private final String kind;
        private final String name;
        private final String node;
        private final String correlation;
        private final Instant start;

        Operation(String kind, String name, String node, Instant start) {
            this.kind = kind;
            this.name = name;
            this.node = node;
            this.start = start;
            this.correlation = dice.uuid().toString();
        }

        ObjectNode payload() {
            return Json.object()
                    .put("operation", name)
                    .put("correlation_id", correlation)
                    .put("node_id", node)
                    .put("started_at", Json.time(start));
        }

        DemoEvent event(Instant at, String stage, ObjectNode payload) {
            ObjectNode metadata = Json.object()
                    .put("node_type", kind)
                    .put("service_name", kind)
                    .put("operation", name)
                    .put("lifecycle_stage", stage);
            if (payload.has("execution_time_ms")) {
                metadata.set("execution_time_ms", payload.get("execution_time_ms"));
            }
            return envelope(at, kind + "." + name + "." + stage, payload, metadata);
        }

        DemoEvent metric(Instant at) {
            ObjectNode payload = Json.object()
                    .put("metric_name", "queue_depth")
                    .put("value", dice.between(0, 40))
                    .put("unit", "requests")
                    .put("node_id", node);
            ObjectNode metadata = Json.object().put("node_type", kind).put("service_name", kind);
            return envelope(at, kind + ".metric.recorded", payload, metadata);
        }

        private DemoEvent envelope(Instant at, String type, ObjectNode payload, ObjectNode metadata) {
            ObjectNode event = Json.object()
                    .put("envelope_version", "1.0")
                    .put("event_id", dice.uuid().toString())
                    .put("event_type", type)
                    .put("event_version", "1.0")
                    .put("event_timestamp", Json.time(at))
                    .put("source_node_id", node)
                    .put("source_service", "omninode-bridge")
                    .put("source_version", "1.4.2")
                    .put("correlation_id", correlation)
                    .put("environment", "production");
            event.set("payload", payload);
            event.set("metadata", metadata);
            return DemoEvent.byAmqp(at, type, "prod." + kind + "." + type + ".v1", event.toString());
        }
    }
}
