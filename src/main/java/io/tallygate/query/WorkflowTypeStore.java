package io.tallygate.query;

import io.tallygate.audit.Database;
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
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Figures of runs by the kind of their workflow. */
@Singleton
class WorkflowTypeStore {
    private static final String LAST_RUNS = "SELECT " + RunTable.COLUMNS
            + " FROM unnest(?::text[], ?::text[]) AS t (workflow_type, dialect)"
            + " CROSS JOIN LATERAL ("
            + " SELECT * FROM workflow_run r"
            + " WHERE r.workflow_type = t.workflow_type AND r.dialect = t.dialect AND (?::uuid IS NULL OR r.tenant_id = ?)"
            + " ORDER BY r.last_sequence DESC LIMIT 20) r"
            + " ORDER BY r.last_sequence DESC";

    private final BoundedReads reads;
    private final Clock clock;

    WorkflowTypeStore(Database database, QueryConfig config, Clock clock) {
        this.reads = new BoundedReads(database, config.statementTimeout());
        this.clock = clock;
    }

    /**
     * The kinds of workflows of which runs started within a range, at most so many.
     *
     * @throws io.tallygate.api.ProblemException if it takes too long
     */
    List<Item> find(Optional<UUID> tenant, RecentRange range, int limit) {
        Instant now = clock.instant();
        return reads.read(
                connection -> {
                    List<Item> counted = counted(connection, tenant, range, limit, now);
                    Map<List<String>, List<RunStrip>> last = lastRuns(connection, tenant, counted, now);
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

    private static List<Item> counted(
            Connection connection, Optional<UUID> tenant, RecentRange range, int limit, Instant now)
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
                .and("r.tenant_id = ?", tenant);
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
            Connection connection, Optional<UUID> tenant, List<Item> items, Instant now) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LAST_RUNS)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "text", items.stream().map(Item::type).toArray(String[]::new)));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "text", items.stream().map(Item::dialect).toArray(String[]::new)));
            statement.setObject(3, tenant.orElse(null));
            statement.setObject(4, tenant.orElse(null));
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
