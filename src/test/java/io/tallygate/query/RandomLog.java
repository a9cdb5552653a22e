package io.tallygate.query;

import io.tallygate.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * An audit log of random events of three dialects, written past the gateway, and a table {@code plain} of what each says: the
 * same as the dialects tell, written a second time in SQL.
 */
final class RandomLog {
    static final List<UUID> TENANTS = List.of(new UUID(0, 1), new UUID(0, 2));

    private static final String PLAIN = """
            CREATE TABLE plain AS
            SELECT e.sequence, e.tenant_id, e.dialect, e.event_type, e.source, e.event_time,
                   coalesce(e.j #>> '{data,step}', e.j #>> '{data,failedStep}', e.j #>> '{step,name}', e.j ->> 'stage', '') AS step,
                   coalesce(e.j ->> 'project', e.j ->> 'workspace_id',
                       (SELECT event_json(b.content) ->> 'project' FROM audit_event b
                         WHERE b.workflow_id = e.workflow_id AND b.tenant_id = e.tenant_id
                           AND b.event_type = 'workflow_start' AND b.sequence < e.sequence
                         ORDER BY b.sequence LIMIT 1), '') AS project,
                   (e.event_type LIKE '%.failed' OR e.j #>> '{data,status}' = 'failed' OR e.j #>> '{step,status}' = 'failed'
                       OR (e.event_type = 'workflow_complete' AND e.j ->> 'status' <> 'success')
                       OR e.j ->> 'status' IN ('Failed', 'ERROR')) IS TRUE AS failed,
                   coalesce((e.j #>> '{data,durationMs}')::numeric, (e.j ->> 'duration_ms')::numeric,
                       (e.j #>> '{step,duration_ms}')::numeric, (e.j ->> 'duration')::numeric * 1000) AS millis
              FROM (SELECT a.*, event_json(a.content) AS j FROM audit_event a) e""";

    private final TestDatabase database;
    private final Instant from;
    private final long seconds;
    private final SplittableRandom random;
    private long sequence;

    RandomLog(TestDatabase database, Instant from, Instant to, long seed) {
        this.database = database;
        this.from = from;
        this.seconds = to.getEpochSecond() - from.getEpochSecond();
        this.random = new SplittableRandom(seed);
    }

    /** Stores so many events in a database that has none yet. */
    void store(int count) {
        database.execute("CREATE TABLE audit_event_of_the_test PARTITION OF audit_event DEFAULT");
        try (Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement("""
                        INSERT INTO audit_event (sequence, received_at, tenant_id, event_id, event_type, event_version,
                            dialect, source, workflow_id, event_time, door, routing_key, sha256, content)
                        VALUES (?, now(), ?, ?, ?, '1', ?, ?, ?, ?, 'http', 'k', '', ?)""")) {
            connection.setAutoCommit(false);
            for (int i = 0; i < count; i++) {
                bind(statement, event());
                statement.addBatch();
            }
            statement.executeBatch();
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException("The events were not stored", e);
        }
        database.execute(PLAIN);
        database.execute("UPDATE audit_head SET last_sequence = ?", sequence);
    }

    private record Event(String type, String dialect, String source, String workflow, String json) {}

    private void bind(PreparedStatement statement, Event event) throws SQLException {
        sequence++;
        statement.setLong(1, sequence);
        statement.setObject(2, TENANTS.get(random.nextInt(TENANTS.size())));
        statement.setString(3, "e-" + sequence);
        statement.setString(4, event.type);
        statement.setString(5, event.dialect);
        statement.setString(6, event.source);
        statement.setString(7, event.workflow);
        statement.setObject(8, time().atOffset(ZoneOffset.UTC));
        statement.setBytes(9, event.json.getBytes(StandardCharsets.UTF_8));
    }

    private Instant time() {
        return switch (random.nextInt(100)) {
            case 0 -> Instant.parse("9999-12-31T23:59:59Z");
            case 1 -> Instant.EPOCH;
            default -> from.plusMillis(random.nextLong(seconds * 1000));
        };
    }

    private Event event() {
        return switch (random.nextInt(3)) {
            case 0 -> coder();
            case 1 -> workflowLog();
            default -> activity();
        };
    }

    private Event coder() {
        String workflow = "c-" + random.nextInt(50);
        String json = random.nextInt(3) == 0
                ? "{\"data\":{\"failedStep\":\"%s\"}}".formatted(one("scoring", "forecast"))
                : "{\"data\":{\"step\":\"%s\",\"status\":\"%s\",\"durationMs\":%d}}"
                        .formatted(
                                one("scoring", "forecast", "s".repeat(150)),
                                one("succeeded", "failed", "skipped"),
                                millis());
        String type = json.contains("failedStep") ? "workflow.opportunity.analysis.failed" : "workflow.step.completed";
        return new Event(type, "coder", "workflow-orchestrator", workflow, json);
    }

    private Event workflowLog() {
        String workflow = "l-" + random.nextInt(30);
        return switch (random.nextInt(3)) {
            case 0 ->
                new Event(
                        "workflow_start",
                        "workflow-log",
                        "etl",
                        workflow,
                        "{\"project\":\"%s\"}".formatted(one("etl", "lake")));
            case 1 ->
                new Event(
                        "step_complete",
                        "workflow-log",
                        "etl",
                        workflow,
                        "{\"step\":{\"name\":\"%s\",\"status\":\"%s\",\"duration_ms\":%d}}"
                                .formatted(one("load", "scoring"), one("success", "failed"), millis()));
            default ->
                new Event(
                        "workflow_complete",
                        "workflow-log",
                        "etl",
                        workflow,
                        "{\"status\":\"%s\",\"duration_ms\":%d}".formatted(one("success", "failed", "odd"), millis()));
        };
    }

    private Event activity() {
        String source = one("jira", "xero", "zephyr");
        return new Event(
                "activity.logged",
                "activity",
                source,
                source,
                "{\"stage\":\"%s\",\"status\":\"%s\",\"duration\":%s,\"workspace_id\":%s}"
                        .formatted(
                                one("source", "clean"),
                                one("Success", "Failed", "ERROR", "Running"),
                                random.nextInt(4) == 0 ? "null" : Double.toString(millis() / 1000.0),
                                random.nextBoolean() ? "null" : "\"w\""));
    }

    private long millis() {
        return (long) Math.pow(10, random.nextDouble(7));
    }

    private String one(String... of) {
        return of[random.nextInt(of.length)];
    }
}
