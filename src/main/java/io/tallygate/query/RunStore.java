package io.tallygate.query;

import io.tallygate.access.Reader;
import io.tallygate.audit.TenantReads;
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

    private static final int USUAL_RUNS = 5000;

    private static final String SELECT = "SELECT " + RunTable.COLUMNS + " FROM workflow_run r";
    /** Of the last runs of a tenant: those of others have no part in what is usual for it, and not in what is looked at. */
    private static final String MEDIANS = """
            SELECT m.workflow_type, t.tenant_id, m.median
              FROM unnest(?::uuid[]) AS t (tenant_id)
             CROSS JOIN LATERAL (
                SELECT l.workflow_type, percentile_disc(0.5) WITHIN GROUP (ORDER BY l.duration_ms) AS median
                  FROM (SELECT r.workflow_type, r.duration_ms, r.state, r.started_at FROM workflow_run r
                         WHERE r.tenant_id = t.tenant_id
                         ORDER BY r.last_sequence DESC LIMIT %d) l
                 WHERE l.state = 'completed' AND l.started_at >= ? AND l.workflow_type = ANY (?::text[])
                 GROUP BY l.workflow_type) m
             WHERE m.median IS NOT NULL""".formatted(USUAL_RUNS);

    private final BoundedReads reads;
    private final Clock clock;

    RunStore(TenantReads tenantReads, QueryConfig config, Clock clock) {
        this.reads = new BoundedReads(tenantReads, config.statementTimeout());
        this.clock = clock;
    }

    /**
     * At most this many runs that pass the filter, in an order.
     *
     * @param after the place behind which the page begins
     * @throws io.tallygate.api.ProblemException if it takes too long
     */
    List<Run> find(
            Reader reader,
            RunFilter filter,
            RunOrder order,
            Optional<RunOrder.Place> after,
            boolean ascending,
            int limit) {
        SqlFilter sql = filter.sql(clock.instant()).ofTenants("r.tenant_id", reader.tenants());
        after.ifPresent(place -> order.addAfter(sql, place, ascending));
        return reads.read(
                reader.tenants(),
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

    /** The usual duration of runs of the types of these, in milliseconds, where there are completed ones of the same tenant. */
    Map<TenantType, Long> medians(Reader reader, List<Run> runs) {
        List<TenantType> types = runs.stream()
                .map(TenantType::of)
                .filter(type -> reader.tenants().contains(type.tenant()))
                .distinct()
                .toList();
        return types.isEmpty()
                ? Map.of()
                : reads.read(reader.tenants(), connection -> medians(connection, types), RunProblems::tooWide);
    }

    private Map<TenantType, Long> medians(Connection connection, List<TenantType> types) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(MEDIANS)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "uuid",
                            types.stream().map(TenantType::tenant).distinct().toArray(UUID[]::new)));
            statement.setObject(2, clock.instant().minus(USUAL).atOffset(ZoneOffset.UTC));
            statement.setArray(
                    3,
                    connection.createArrayOf(
                            "text",
                            types.stream().map(TenantType::type).distinct().toArray(String[]::new)));
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
