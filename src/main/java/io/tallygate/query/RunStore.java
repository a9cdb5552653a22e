package io.tallygate.query;

import io.tallygate.audit.Database;
import io.tallygate.projection.Run;
import io.tallygate.projection.RunTable;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Reads the runs that are derived from the log. */
@Singleton
class RunStore {
    /** So long and so many are enough to say what is usual. */
    private static final Duration USUAL = Duration.ofDays(30);

    private static final int USUAL_RUNS = 1000;

    private static final String SELECT = "SELECT " + RunTable.COLUMNS + " FROM workflow_run r";
    private static final String MEDIANS = """
            SELECT t.workflow_type, t.tenant_id, m.median
              FROM unnest(?::text[], ?::uuid[]) AS t (workflow_type, tenant_id)
             CROSS JOIN LATERAL (
                SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY l.duration_ms) AS median
                  FROM (SELECT r.duration_ms, r.state, r.started_at, r.tenant_id FROM workflow_run r
                         WHERE r.workflow_type = t.workflow_type
                         ORDER BY r.last_sequence DESC LIMIT %d) l
                 WHERE l.state = 'completed' AND l.started_at >= ? AND l.tenant_id = t.tenant_id) m
             WHERE m.median IS NOT NULL""".formatted(USUAL_RUNS);

    private final BoundedReads reads;
    private final Clock clock;

    RunStore(Database database, QueryConfig config, Clock clock) {
        this.reads = new BoundedReads(database, config.statementTimeout());
        this.clock = clock;
    }

    /**
     * At most this many runs that pass the filter, in an order.
     *
     * @param after the place behind which the page begins
     * @throws io.tallygate.api.ProblemException if it takes too long
     */
    List<Run> find(RunFilter filter, RunOrder order, Optional<RunOrder.Place> after, boolean ascending, int limit) {
        SqlFilter sql = filter.sql(clock.instant());
        after.ifPresent(place -> order.addAfter(sql, place, ascending));
        return reads.read(
                connection -> {
                    try (PreparedStatement statement =
                                    sql.prepare(connection, SELECT, order.orderBy(ascending) + " LIMIT " + limit);
                            ResultSet rows = statement.executeQuery()) {
                        List<Run> runs = new ArrayList<>();
                        while (rows.next()) {
                            runs.add(RunTable.read(rows));
                        }
                        return runs;
                    }
                },
                RunProblems::tooWide);
    }

    /** A type of workflows of a tenant. */
    record TenantType(UUID tenant, String type) {
        static TenantType of(Run run) {
            return new TenantType(run.key().tenant(), run.workflowType());
        }
    }

    /** The usual duration of runs of the types of these, in milliseconds, where there are completed ones. */
    Map<TenantType, Long> medians(List<Run> runs) {
        List<TenantType> types = runs.stream().map(TenantType::of).distinct().toList();
        return types.isEmpty() ? Map.of() : reads.read(connection -> medians(connection, types), RunProblems::tooWide);
    }

    private Map<TenantType, Long> medians(Connection connection, List<TenantType> types) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(MEDIANS)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "text", types.stream().map(TenantType::type).toArray(String[]::new)));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "uuid", types.stream().map(TenantType::tenant).toArray(UUID[]::new)));
            statement.setObject(3, clock.instant().minus(USUAL).atOffset(ZoneOffset.UTC));
            try (ResultSet rows = statement.executeQuery()) {
                Map<TenantType, Long> medians = new HashMap<>();
                while (rows.next()) {
                    medians.put(new TenantType(rows.getObject(2, UUID.class), rows.getString(1)), rows.getLong(3));
                }
                return medians;
            }
        }
    }
}
