package io.tallygate.query;

import io.tallygate.audit.Database;
import io.tallygate.audit.TenantReads;
import io.tallygate.figures.DurationHistogram;
import io.tallygate.figures.DurationScale;
import io.tallygate.query.FigureRanges.Axis;
import io.tallygate.query.Overview.RunName;
import io.tallygate.query.Overview.TypeFailures;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;

/** Figures of the runs of workflows, by the time at which they ended. */
@Singleton
class RunFigures {
    /** The state of a run r as it is told: one that is not heard of any more has stalled. */
    static final String STATE =
            "CASE WHEN r.state = 'running' AND r.stalls_at <= now() THEN 'stalled' ELSE r.state END";

    private static final String NAMED = """
            SELECT r.workflow_id, r.run_id, r.tenant_id, r.workflow_type, r.started_at, r.failure, r.dialect
              FROM workflow_run r""";
    private static final String SLOT = "width_bucket(r.duration_ms::float8, ?::float8[])";

    private final BoundedReads reads;

    RunFigures(TenantReads tenantReads, QueryConfig query) {
        this.reads = new BoundedReads(tenantReads, query.statementTimeout());
    }

    /** A run, and why it failed if it did and says so: not for everybody, perhaps. */
    record Run(RunName name, Optional<String> failure, String dialect) {}

    /**
     * Runs that ended in a span of time.
     *
     * @param durations of those of which the beginning is known
     */
    record Ended(long completed, long failed, DurationHistogram durations) {}

    /**
     * How many durations of runs are in each slot, by the beginning of the interval in which they ended.
     *
     * @throws io.tallygate.api.ProblemException if it takes too long
     */
    SortedMap<Long, SortedMap<Integer, Long>> durations(FigureFilter filter, Axis axis) {
        String select = "SELECT " + axis.interval().beginSql("floor(extract(epoch FROM r.ended_at))::bigint") + ", "
                + SLOT + ", count(*) FROM workflow_run r";
        Database.Work<SortedMap<Long, SortedMap<Integer, Long>>> work = connection -> {
            try (PreparedStatement statement = ended(filter, axis.span())
                            .and("r.duration_ms IS NOT NULL")
                            .prepare(connection, List.of(thresholds(connection)), select, " GROUP BY 1, 2");
                    ResultSet rows = statement.executeQuery()) {
                return ActivityStore.slots(rows);
            }
        };
        return reads.read(filter.tenants(), work, FigureProblems::tooWide);
    }

    static Ended ended(Connection connection, FigureFilter filter, Span span) throws SQLException {
        String select = "SELECT r.state, CASE WHEN r.duration_ms IS NOT NULL THEN " + SLOT
                + " END, count(*) FROM workflow_run r";
        long completed = 0;
        long failed = 0;
        DurationHistogram durations = new DurationHistogram();
        try (PreparedStatement statement = ended(filter, span)
                        .prepare(connection, List.of(thresholds(connection)), select, " GROUP BY 1, 2");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                long runs = rows.getLong(3);
                int slot = rows.getInt(2);
                if (!rows.wasNull()) {
                    durations.add(slot, runs);
                }
                if (rows.getString(1).equals("failed")) {
                    failed += runs;
                } else {
                    completed += runs;
                }
            }
        }
        return new Ended(completed, failed, durations);
    }

    /** The types of which runs failed in the span, the one with the most failures first. */
    static List<TypeFailures> failuresByType(Connection connection, FigureFilter filter, Span span, int most)
            throws SQLException {
        String select =
                "SELECT r.workflow_type, count(*) FILTER (WHERE r.state = 'failed'), count(*) FROM workflow_run r";
        String tail =
                " GROUP BY 1 HAVING count(*) FILTER (WHERE r.state = 'failed') > 0 ORDER BY 2 DESC, 1 LIMIT " + most;
        try (PreparedStatement statement = ended(filter, span).prepare(connection, select, tail);
                ResultSet rows = statement.executeQuery()) {
            List<TypeFailures> found = new ArrayList<>();
            while (rows.next()) {
                found.add(new TypeFailures(rows.getString(1), rows.getLong(2), rows.getLong(3)));
            }
            return found;
        }
    }

    /** The unfinished run that began first, stalled or not. */
    static List<Run> oldestUnfinished(Connection connection, FigureFilter filter) throws SQLException {
        return runs(connection, tenantOf(filter).and("r.state = 'running'"), "r.started_at, r.workflow_id", 1);
    }

    /** The runs that failed last in the span. */
    static List<Run> lastFailed(Connection connection, FigureFilter filter, Span span, int most) throws SQLException {
        return runs(connection, ended(filter, span).and("r.state = 'failed'"), "r.ended_at DESC, r.workflow_id", most);
    }

    /** The runs that stalled last in the span. */
    static List<Run> lastStalled(Connection connection, FigureFilter filter, Span span, int most) throws SQLException {
        SqlFilter stalled = tenantOf(filter)
                .and("r.state = 'running'")
                .and("r.stalls_at <= now()")
                .and("r.stalls_at >= ?", span.begin())
                .and("r.stalls_at < ?", span.end());
        return runs(connection, stalled, "r.stalls_at DESC, r.workflow_id", most);
    }

    private static List<Run> runs(Connection connection, SqlFilter where, String order, int most) throws SQLException {
        try (PreparedStatement statement = where.prepare(connection, NAMED, " ORDER BY " + order + " LIMIT " + most);
                ResultSet rows = statement.executeQuery()) {
            List<Run> found = new ArrayList<>();
            while (rows.next()) {
                RunName name = new RunName(
                        rows.getString(1),
                        rows.getString(2),
                        rows.getObject(3, UUID.class),
                        rows.getString(4),
                        rows.getObject(5, OffsetDateTime.class).toInstant());
                found.add(new Run(name, Optional.ofNullable(rows.getString(6)), rows.getString(7)));
            }
            return found;
        }
    }

    private static SqlFilter tenantOf(FigureFilter filter) {
        return new SqlFilter().ofTenants("r.tenant_id", filter.tenants());
    }

    private static SqlFilter ended(FigureFilter filter, Span span) {
        return tenantOf(filter)
                .and("r.state IN ('completed', 'failed')")
                .and("r.workflow_type = ?", filter.type())
                .and("r.dialect = ?", filter.dialect())
                .and("r.source = ?", filter.source())
                .and("r.project = ?", filter.project())
                .and("r.ended_at >= ?", span.begin())
                .and("r.ended_at < ?", span.end());
    }

    private static Array thresholds(Connection connection) throws SQLException {
        return connection.createArrayOf("float8", DurationScale.thresholds());
    }
}
