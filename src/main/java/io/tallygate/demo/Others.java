package io.tallygate.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Now and then an order as CloudEvents, or a job of Spark as OpenLineage. */
final class Others implements Scene {
    private static final String PRODUCER = "https://github.com/OpenLineage/OpenLineage/tree/1.55.0/integration/spark";
    private static final String SCHEMA = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/definitions/RunEvent";

    private final Dice dice;
    private int orders = 4_700;

    Others(Dice dice) {
        this.dice = dice;
    }

    @Override
    public List<DemoEvent> run(Instant start, Fate fate) {
        return dice.chance(0.5) ? order(start) : job(start, fate);
    }

    private List<DemoEvent> order(Instant start) {
        List<DemoEvent> events = new ArrayList<>();
        orders++;
        Instant at = start;
        for (String stage : List.of("created", "paid", "shipped")) {
            ObjectNode event = Json.object()
                    .put("specversion", "1.0")
                    .put("id", dice.uuid().toString())
                    .put("source", "/shop/orders")
                    .put("type", "com.example.order." + stage)
                    .put("subject", "order-" + orders)
                    .put("time", Json.time(at))
                    .put("tenantid", Opportunities.TENANTS.get(0).toString())
                    .put("datacontenttype", "application/json");
            event.putObject("data").put("total", dice.between(10, 900) / 4.0);
            events.add(DemoEvent.byHttp(at, "cloudevent", event.toString()));
            at = at.plus(dice.duration(2_000, 40_000));
        }
        return events;
    }

    private List<DemoEvent> job(Instant start, Fate fate) {
        String run = dice.uuid().toString();
        List<DemoEvent> events = new ArrayList<>();
        events.add(lineage(start, "START", run));
        if (fate != Fate.STALLS) {
            Instant end = start.plus(dice.duration(5_000, 90_000));
            events.add(lineage(end, fate == Fate.FAILS ? "FAIL" : "COMPLETE", run));
        }
        return events;
    }

    private static DemoEvent lineage(Instant at, String stage, String run) {
        ObjectNode event = Json.object().put("eventType", stage).put("eventTime", Json.time(at));
        event.putObject("run").put("runId", run);
        event.putObject("job").put("namespace", "spark").put("name", "orders.daily_totals");
        event.putArray("inputs").addObject().put("namespace", "s3://lake").put("name", "curated/orders");
        event.putArray("outputs").addObject().put("namespace", "s3://lake").put("name", "gold/daily_totals");
        event.put("producer", PRODUCER).put("schemaURL", SCHEMA);
        return DemoEvent.byHttp(at, "openlineage.run", event.toString());
    }
}
