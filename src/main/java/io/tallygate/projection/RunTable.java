package io.tallygate.projection;

import io.tallygate.projection.Run.End;
import io.tallygate.projection.Run.Origin;
import io.tallygate.schema.WorkflowState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The table {@code workflow_run}: a {@link Run} a row. */
public final class RunTable {
    private static final Upsert<Run> ROWS = rows();

    /** The columns that {@link #read} wants, of a table {@code r}. */
    public static final String COLUMNS = "r." + ROWS.names().replace(", ", ", r.");

    private static final String LOAD = "SELECT " + COLUMNS
            + " FROM unnest(?::text[], ?::uuid[], ?::text[]) AS k (workflow_id, tenant_id, run_id)"
            + " JOIN workflow_run r USING (workflow_id, tenant_id, run_id)";
    private static final int FETCHED = 500;

    private RunTable() {}

    private static Upsert<Run> rows() {
        return Upsert.<Run>replacing("workflow_run", "workflow_id, tenant_id, run_id")
                .text("workflow_id", run -> run.key().workflowId())
                .uuid("tenant_id", run -> run.key().tenant())
                .text("run_id", run -> run.key().runId())
                .text("dialect", Run::dialect)
                .text("workflow_type", Run::workflowType)
                .text("source", Run::source)
                .text("project", Run::projectName)
                .text("state", Run::state)
                .flag("start_received", Run::startReceived)
                .time("started_at", Run::startedAt)
                .time("ended_at", run -> run.endedAt().orElse(null))
                .time("first_event_at", Run::firstEventAt)
                .time("last_event_at", Run::lastEventAt)
                .time("last_received_at", Run::lastReceivedAt)
                .number("first_sequence", Run::firstSequence)
                .number("last_sequence", Run::lastSequence)
                .number("event_count", Run::events)
                .text("last_step", run -> run.lastStep().orElse(null))
                .number("duration_ms", run -> run.durationMs().orElse(null))
                .number(
                        "failed_sequence",
                        run -> run.failure().map(Run.Failure::sequence).orElse(null))
                .text(
                        "failed_event_id",
                        run -> run.failure().map(Run.Failure::eventId).orElse(null))
                .text(
                        "failure",
                        run -> run.failure().flatMap(Run.Failure::message).orElse(null))
                .time("stalls_at", Run::stallsAt)
                .time("origin_at", run -> run.origin().at())
                .number("origin_sequence", run -> run.origin().sequence())
                .time("type_at", run -> run.type().map(Said::at).orElse(null))
                .number("type_sequence", run -> run.type().map(Said::sequence).orElse(null))
                .time("project_at", run -> run.project().map(Said::at).orElse(null))
                .number(
                        "project_sequence",
                        run -> run.project().map(Said::sequence).orElse(null))
                .time("begun_at", run -> run.begunAt().orElse(null))
                .flag("start_expected", Run::startExpected)
                .flag("going", Run::going)
                .number("open_operations", Run::openOperations)
                .time("latest_at", run -> run.latest().at())
                .number("latest_sequence", run -> run.latest().sequence())
                .time("step_at", run -> run.step().map(Said::at).orElse(null))
                .number("step_sequence", run -> run.step().map(Said::sequence).orElse(null))
                .time("end_at", run -> run.end().map(Said::at).orElse(null))
                .number("end_sequence", run -> run.end().map(Said::sequence).orElse(null))
                .text(
                        "end_state",
                        run -> end(run).map(end -> end.state().label()).orElse(null))
                .text("end_event_id", run -> end(run).map(End::eventId).orElse(null))
                .text("end_failure", run -> end(run).flatMap(End::failure).orElse(null))
                .number(
                        "end_duration_ms",
                        run -> end(run).flatMap(End::durationMs).orElse(null));
    }

    private static Optional<End> end(Run run) {
        return run.end().map(Said::value);
    }

    /** Writes runs, in the order of their keys. */
    static void write(Connection connection, Collection<Run> runs) throws SQLException {
        List<Run> sorted =
                runs.stream().sorted((a, b) -> a.key().compareTo(b.key())).toList();
        ROWS.write(connection, sorted);
    }

    /** Those runs of these that there are. */
    static Map<RunKey, Run> load(Connection connection, Collection<RunKey> keys) throws SQLException {
        List<RunKey> sorted = keys.stream().sorted().toList();
        Map<RunKey, Run> found = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(LOAD)) {
            statement.setArray(1, texts(connection, sorted, RunKey::workflowId));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "uuid", sorted.stream().map(RunKey::tenant).toArray(UUID[]::new)));
            statement.setArray(3, texts(connection, sorted, RunKey::runId));
            statement.setFetchSize(FETCHED);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Run run = read(rows);
                    found.put(run.key(), run);
                }
            }
        }
        return found;
    }

    private static java.sql.Array texts(Connection connection, List<RunKey> keys, Function<RunKey, String> text)
            throws SQLException {
        return connection.createArrayOf("text", keys.stream().map(text).toArray(String[]::new));
    }

    /** The run of a row that has the {@link #COLUMNS}. */
    public static Run read(ResultSet row) throws SQLException {
        return new Run(
                new RunKey(
                        row.getString("workflow_id"), row.getObject("tenant_id", UUID.class), row.getString("run_id")),
                row.getLong("event_count"),
                row.getLong("first_sequence"),
                row.getLong("last_sequence"),
                time(row, "last_received_at"),
                time(row, "first_event_at"),
                time(row, "last_event_at"),
                said(row, "origin", new Origin(row.getString("dialect"), row.getString("source"))),
                maybe(row, "type", row.getString("workflow_type")),
                maybe(row, "project", row.getString("project")),
                Optional.ofNullable(nullableTime(row, "begun_at")),
                row.getBoolean("start_expected"),
                row.getBoolean("going"),
                row.getLong("open_operations"),
                said(row, "latest", time(row, "stalls_at")),
                maybe(row, "step", row.getString("last_step")),
                row.getString("end_state") == null ? Optional.empty() : Optional.of(said(row, "end", readEnd(row))));
    }

    private static End readEnd(ResultSet row) throws SQLException {
        return new End(
                WorkflowState.ofLabel(row.getString("end_state")),
                row.getString("end_event_id"),
                Optional.ofNullable(row.getString("end_failure")),
                Optional.ofNullable(row.getObject("end_duration_ms", Long.class)));
    }

    private static <T> Said<T> said(ResultSet row, String what, T value) throws SQLException {
        return new Said<>(time(row, what + "_at"), row.getLong(what + "_sequence"), value);
    }

    private static Optional<Said<String>> maybe(ResultSet row, String what, @Nullable String value)
            throws SQLException {
        Instant at = nullableTime(row, what + "_at");
        return at == null || value == null
                ? Optional.empty()
                : Optional.of(new Said<>(at, row.getLong(what + "_sequence"), value));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant nullableTime(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
