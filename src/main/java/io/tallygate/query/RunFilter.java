package io.tallygate.query;

import io.tallygate.access.CurrentCaller;
import io.tallygate.access.Reader;
import io.tallygate.api.ProblemException;
import io.tallygate.projection.StoredText;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The parameters by which runs are chosen. */
public class RunFilter {
    static final List<String> STATES = List.of("running", "completed", "failed", RunView.STALLED, "unknown");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,15}");

    @Parameter(description = "Runs of this tenant (UUID)")
    @QueryParam("tenant")
    public @Nullable String tenant;

    @Parameter(description = "running, completed, failed, stalled or unknown")
    @QueryParam("state")
    public @Nullable String state;

    @Parameter(description = "What kind of workflow, as runs show it")
    @QueryParam("type")
    public @Nullable String type;

    @QueryParam("source")
    public @Nullable String source;

    @QueryParam("project")
    public @Nullable String project;

    @QueryParam("dialect")
    public @Nullable String dialect;

    @Parameter(description = "Took at least so many milliseconds; one that still runs, since its start")
    @QueryParam("minDurationMs")
    public @Nullable String minDurationMs;

    @Parameter(description = "Took at most so many milliseconds; one that still runs, since its start")
    @QueryParam("maxDurationMs")
    public @Nullable String maxDurationMs;

    @Parameter(description = "Started at or after this time (RFC 3339)")
    @QueryParam("from")
    public @Nullable String from;

    @Parameter(description = "Started before this time (RFC 3339)")
    @QueryParam("to")
    public @Nullable String to;

    /** Whom it is answered for. */
    Reader reader(CurrentCaller callers) {
        return callers.reader(Parameters.uuid("tenant", tenant));
    }

    /** The conditions, on a table {@code r}; whose runs are chosen is for the store to add. */
    SqlFilter sql(Instant now) {
        SqlFilter sql = new SqlFilter()
                .and("r.workflow_type = ?", Parameters.text("type", type).map(StoredText::key))
                .and("r.source = ?", Parameters.text("source", source))
                // the index has no others
                .and(
                        "r.project = ? AND r.project <> ''",
                        Parameters.text("project", project).map(StoredText::key))
                .and("r.dialect = ?", Parameters.text("dialect", dialect))
                .and("r.started_at >= ?", Parameters.time("from", from))
                .and("r.started_at < ?", Parameters.time("to", to));
        Parameters.text("state", state).ifPresent(wanted -> addState(sql, wanted, now));
        addDuration(sql, ">=", millis("minDurationMs", minDurationMs), now);
        addDuration(sql, "<=", millis("maxDurationMs", maxDurationMs), now);
        return sql;
    }

    private static void addState(SqlFilter sql, String state, Instant now) {
        if (!STATES.contains(state)) {
            throw ProblemException.badParameter("state", "must be one of " + String.join(", ", STATES));
        }
        if (state.equals(RunView.STALLED)) {
            sql.and("r.state = 'running'").and("r.stalls_at <= ?", now);
        } else if (state.equals("running")) {
            sql.and("r.state = 'running'").and("r.stalls_at > ?", now);
        } else {
            // One of our own words, and not a parameter: PostgreSQL must see that the index of some states is enough.
            sql.and("r.state = '" + state + "'");
        }
    }

    /** Of those that are over and of no known duration, none is longer or shorter. */
    private static void addDuration(SqlFilter sql, String comparison, Optional<Long> millis, Instant now) {
        millis.ifPresent(bound -> sql.and(
                "CASE WHEN r.state = 'running' THEN extract(epoch FROM ?::timestamptz - r.started_at) * 1000"
                        + " ELSE r.duration_ms END " + comparison + " " + bound,
                now));
    }

    private static Optional<Long> millis(String name, @Nullable String value) {
        return Parameters.text(name, value).map(text -> {
            if (!NUMBER.matcher(text).matches()) {
                throw ProblemException.badParameter(name, "must be a whole number of milliseconds");
            }
            return Long.valueOf(text);
        });
    }
}
