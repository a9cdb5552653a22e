package io.tallygate.query;

import io.tallygate.audit.TenantCondition;
import io.tallygate.audit.TenantReads;
import io.tallygate.event.Tenants;
import io.tallygate.projection.Run;
import io.tallygate.projection.RunTable;
import io.tallygate.query.WorkflowTypes.Item;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Figures of runs by the kind of their workflow. */
@Singleton
class WorkflowTypeStore {
    private static final String LAST_RUNS = "SELECT " + RunTable.COLUMNS
            + " FROM unnest(?::text[], ?::text[]) AS t (workflow_type, dialect)"
            + " CROSS JOIN LATERAL ("
            + " SELECT * FROM workflow_run r"
            + " WHERE r.workflow_type = t.workflow_type AND r.dialect = t.dialect AND $tenants"
            + " ORDER BY r.last_sequence DESC LIMIT 20) r"
            + " ORDER BY r.last_sequence DESC";

    private final BoundedReads reads;
    private final Clock clock;

    WorkflowTypeStore(TenantReads tenantReads, QueryConfig config, Clock clock) {
        this.reads = new BoundedReads(tenantReads, config.statementTimeout());
        this.clock = clock;
    }

    /**
     * The kinds of workflows of which runs started within a range, at most so many.
     *
     * @throws io.tallygate.api.ProblemException if it takes too long
     */
    List<Item> find(Tenants tenants, RecentRange range, int limit) {
        Instant now = clock.instant();
        return reads.read(
                tenants,
                connection -> {
                    List<Item> counted = counted(connection, tenants, range, limit, now);
                    Map<List<String>, List<RunStrip>> last = lastRuns(connection, tenants, counted, now);
                    return counted.stream()
                            .map(item -> with(item, last.getOrDefault(List.of(item.type(), item.dialect()), List.of())))
                            .toList();
                },
                RunProblems::tooWide);
    }

    private static Item with(Item item, List<RunStrip> lastRuns) {
        return new Item(
                item.type(),
                item.dialect(),
                item.runs(),
                item.completed(),
                item.failed(),
                item.running(),
                item.stalled(),
                item.medianDurationMs(),
                lastRuns);
    }

    private static List<Item> counted(Connection connection, Tenants tenants, RecentRange range, int limit, Instant now)
            throws SQLException {
        String select = """
                SELECT r.workflow_type, r.dialect, count(*) AS runs,
                       count(*) FILTER (WHERE r.state = 'completed') AS completed,
                       count(*) FILTER (WHERE r.state = 'failed') AS failed,
                       count(*) FILTER (WHERE r.state = 'running' AND r.stalls_at > ?) AS running,
                       count(*) FILTER (WHERE r.state = 'running' AND r.stalls_at <= ?) AS stalled,
                       percentile_disc(0.5) WITHIN GROUP (ORDER BY r.duration_ms)
                           FILTER (WHERE r.state = 'completed') AS median
                  FROM workflow_run r""";
        SqlFilter filter = new SqlFilter()
                .and("r.started_at >= ?", range.from())
                .and("r.started_at < ?", range.to())
                .ofTenants("r.tenant_id", tenants);
        Object at = now.atOffset(ZoneOffset.UTC);
        try (PreparedStatement statement = filter.prepare(
                        connection,
                        List.of(at, at),
                        select,
                        " GROUP BY r.workflow_type, r.dialect ORDER BY runs DESC, r.workflow_type, r.dialect LIMIT "
                                + limit);
                ResultSet rows = statement.executeQuery()) {
            List<Item> items = new ArrayList<>();
            while (rows.next()) {
                items.add(new Item(
                        rows.getString("workflow_type"),
                        rows.getString("dialect"),
                        rows.getLong("runs"),
                        rows.getLong("completed"),
                        rows.getLong("failed"),
                        rows.getLong("running"),
                        rows.getLong("stalled"),
                        rows.getObject("median", Long.class),
                        List.of()));
            }
            return items;
        }
    }

    private static Map<List<String>, List<RunStrip>> lastRuns(
            Connection connection, Tenants tenants, List<Item> items, Instant now) throws SQLException {
        TenantCondition own = TenantCondition.on("r.tenant_id", tenants);
        try (PreparedStatement statement = connection.prepareStatement(LAST_RUNS.replace("$tenants", own.sql()))) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "text", items.stream().map(Item::type).toArray(String[]::new)));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "text", items.stream().map(Item::dialect).toArray(String[]::new)));
            for (int i = 0; i < own.values().size(); i++) {
                statement.setObject(3 + i, own.values().get(i));
            }
            List<Run> runs = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    runs.add(RunTable.read(rows));
                }
            }
            return runs.stream()
                    .collect(Collectors.groupingBy(
                            run -> List.of(run.workflowType(), run.dialect()),
                            Collectors.mapping(run -> RunStrip.of(run, now), Collectors.toList())));
        }
    }
}
