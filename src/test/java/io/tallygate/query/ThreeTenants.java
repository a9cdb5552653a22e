package io.tallygate.query;

import io.tallygate.audit.Database;
import io.tallygate.audit.TestTransactions;
import io.tallygate.figures.FiguresConfig;
import io.tallygate.figures.TestFigures;
import io.tallygate.projection.CaughtUp;
import io.tallygate.projection.Projection;
import io.tallygate.projection.TestProjections;
import io.tallygate.testkit.Configured;
import io.tallygate.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A database of three tenants that have everything of the same names: events, workflows, projects, steps, artifacts, quarantined
 * events. Only how many they have is different, 1, 2 and 4 of each, and 8 quarantined events are of no tenant, so that a count
 * tells whose was counted. What is named for one tenant alone ends in its name and a number.
 */
final class ThreeTenants {
    static final Instant NOW = Instant.parse("2026-03-04T10:20:30Z");
    static final Tenant A = new Tenant("A", new UUID(0, 0xA), 1);
    static final Tenant B = new Tenant("B", new UUID(0, 0xB), 2);
    static final Tenant C = new Tenant("C", new UUID(0, 0xC), 4);
    static final List<Tenant> ALL = List.of(A, B, C);
    /** Quarantined events of no tenant. */
    static final int OF_NONE = 8;

    private static final Instant THEN = NOW.minusSeconds(3000);
    private static final String EVENT = """
            WITH stored AS (INSERT INTO audit_event (sequence, received_at, tenant_id, event_id, event_type, event_version, dialect,
                    source, workflow_id, correlation_id, event_time, door, routing_key, sha256, content)
                VALUES (?, ?, ?, ?, ?, '1', ?, 'etl', ?, ?, ?, 'http', 'k', '', ?)
                RETURNING event_id, tenant_id, sequence, received_at, sha256)
            INSERT INTO audit_key (event_id, tenant_id, sequence, received_at, sha256) SELECT * FROM stored""";
    private static final String QUARANTINED = """
            INSERT INTO quarantine (id, received_at, door, reason, message, violations, dialect, tenant_id, event_id, event_type, source,
                workflow_id, headers, content, content_length, sha256)
            VALUES (?, ?, 'http', 'schema-violation', 'wrong', '[]', 'workflow-log', ?, ?, 'step_start', 'etl', ?, '{}', 'x', 1, '')""";
    private static final String DEPENDENCY = """
            INSERT INTO project_artifact (tenant_id, artifact, project, made, read, last_at)
            VALUES (?, ?, 'etl', 1, 0, now()), (?, ?, 'lake', 0, 1, now())""";

    private final TestDatabase database;
    private long sequence;

    /** A tenant and how many it has of each thing. */
    record Tenant(String name, UUID id, int weight) {
        /** A name that only this tenant has. */
        String own(String what, int number) {
            return what + "-" + name + "-" + number;
        }

        UUID quarantined(int number) {
            return new UUID(id.getLeastSignificantBits(), number);
        }

        Stream<String> allOwn(String what) {
            return IntStream.rangeClosed(1, weight).mapToObj(number -> own(what, number));
        }
    }

    private record Event(String id, String type, String dialect, String workflow, String correlation, String json) {}

    private ThreeTenants(TestDatabase database) {
        this.database = database;
    }

    /** Stores all, derives from it, and stores one event a weight that nothing is derived from. */
    static void store(TestDatabase database) {
        Database transactions = TestTransactions.on(database);
        database.execute("CREATE TABLE audit_event_of_the_test PARTITION OF audit_event DEFAULT");
        ThreeTenants stored = new ThreeTenants(database);
        stored.storeEvents(ThreeTenants::derived);
        List<Projection> projections = new ArrayList<>(TestProjections.all());
        projections.add(
                TestFigures.projection(Configured.by(Map.of(), FiguresConfig.class), Clock.fixed(NOW, ZoneOffset.UTC)));
        CaughtUp.with(transactions, 100, projections.toArray(Projection[]::new));
        stored.storeEvents((tenant, number) -> List.of(start(tenant.own("late", number), tenant.own("late", number))));
        ALL.forEach(stored::storeTheRest);
        for (int number = 1; number <= OF_NONE; number++) {
            database.execute(QUARANTINED, new UUID(99, number), at(NOW.minusSeconds(600)), A.id, "bad", "flow");
        }
        database.execute("UPDATE quarantine SET tenant_id = NULL WHERE event_id = 'bad'");
    }

    @FunctionalInterface
    private interface Events {
        List<Event> of(Tenant tenant, int number);
    }

    /** One run of each outcome, one that goes on, a log. */
    private static List<Event> derived(Tenant tenant, int number) {
        String flow = "flow-" + number;
        String failing = tenant.own("failing", number);
        return List.of(
                start("start-" + number, flow),
                new Event(
                        "step-" + number,
                        "step_complete",
                        "workflow-log",
                        flow,
                        flow,
                        "{\"step\":{\"name\":\"load\",\"status\":\"success\",\"duration_ms\":10}}"),
                new Event(
                        "end-" + number,
                        "workflow_complete",
                        "workflow-log",
                        flow,
                        flow,
                        "{\"status\":\"success\",\"duration_ms\":" + 1000 * tenant.weight + "}"),
                start("open-" + number, "open-" + number),
                new Event(
                        tenant.own("event", number),
                        "workflow.opportunity.analysis.failed",
                        "coder",
                        failing,
                        tenant.own("correlation", number),
                        "{\"data\":{\"workflowId\":\"" + failing + "\",\"error\":\"of " + tenant.name + "-\"}}"),
                new Event(
                        "log-" + number,
                        "activity.logged",
                        "activity",
                        "log-" + number,
                        "log-" + number,
                        "{\"stage\":\"load\",\"status\":\"Success\",\"duration\":1,\"of\":\"" + tenant.name + "-\"}"));
    }

    private static Event start(String id, String workflow) {
        return new Event(id, "workflow_start", "workflow-log", workflow, workflow, "{\"project\":\"etl\"}");
    }

    /** In turns, so that what is of one stands between what is of the others. */
    private void storeEvents(Events events) {
        try (Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement(EVENT)) {
            connection.setAutoCommit(false);
            for (int i = 1; i <= C.weight; i++) {
                int number = i;
                for (Tenant tenant :
                        ALL.stream().filter(any -> number <= any.weight).toList()) {
                    for (Event event : events.of(tenant, number)) {
                        bind(statement, tenant, event);
                        statement.executeUpdate();
                    }
                }
            }
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException("The events were not stored", e);
        }
        database.execute("UPDATE audit_head SET last_sequence = ?", sequence);
    }

    private void bind(PreparedStatement statement, Tenant tenant, Event event) throws SQLException {
        sequence++;
        Object[] values = {
            sequence,
            at(NOW.minusSeconds(60)),
            tenant.id,
            event.id,
            event.type,
            event.dialect,
            event.workflow,
            event.correlation,
            at(THEN.plusSeconds(sequence)),
            event.json.getBytes(StandardCharsets.UTF_8)
        };
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    private void storeTheRest(Tenant tenant) {
        for (int number = 1; number <= tenant.weight; number++) {
            database.execute(
                    QUARANTINED,
                    tenant.quarantined(number),
                    at(NOW.minusSeconds(600)),
                    tenant.id,
                    tenant.own("bad", number),
                    tenant.own("flow", number));
            database.execute(DEPENDENCY, tenant.id, "artifact-" + number, tenant.id, "artifact-" + number);
        }
    }

    private static Object at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
