package io.tallygate.query;

import io.tallygate.audit.TenantCondition;
import io.tallygate.audit.TenantReads;
import io.tallygate.event.Tenants;
import io.tallygate.query.Dependencies.Link;
import io.tallygate.query.Dependencies.Neighbour;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads what projects depend on, from the latest 1,000 artifacts, correlations and runs of each. */
@Singleton
class DependencyStore {
    private static final int NEIGHBOURS = 100;
    private static final int LINKS = 10;

    /**
     * Of two projects whose events belong together, the one that was there first is upstream; and one whose workflow others
     * name is upstream of them.
     */
    private static final String FIND = """
            WITH artifact AS (SELECT * FROM project_artifact
                     WHERE project = ? AND $tenants ORDER BY last_at DESC LIMIT 1000),
            correlation AS (SELECT * FROM project_correlation
                     WHERE project = ? AND $tenants ORDER BY last_at DESC LIMIT 1000),
            run AS (SELECT tenant_id, workflow_id FROM workflow_run
                     WHERE project = ? AND project <> '' AND $tenants
                     ORDER BY last_sequence DESC LIMIT 1000),
            link (up, project, kind, name, events, last_at) AS (
                SELECT true, o.project, 'artifact', o.artifact, a.read, a.last_at
                  FROM artifact a JOIN project_artifact o USING (tenant_id, artifact)
                 WHERE a.read > 0 AND o.made > 0 AND o.project <> a.project
                UNION ALL
                SELECT false, o.project, 'artifact', o.artifact, o.read, o.last_at
                  FROM artifact a JOIN project_artifact o USING (tenant_id, artifact)
                 WHERE a.made > 0 AND o.read > 0 AND o.project <> a.project
                UNION ALL
                SELECT (o.first_at, o.project) < (c.first_at, c.project), o.project, 'correlation', o.correlation_id,
                       o.events + c.events, greatest(o.last_at, c.last_at)
                  FROM correlation c JOIN project_correlation o USING (tenant_id, correlation_id)
                 WHERE o.project <> c.project
                UNION ALL
                SELECT true, r.project, 'correlation', c.correlation_id, c.events, c.last_at
                  FROM correlation c
                 CROSS JOIN LATERAL (SELECT r.project FROM workflow_run r
                         WHERE r.workflow_id = c.correlation_id AND r.tenant_id = c.tenant_id
                         ORDER BY r.run_id LIMIT 1) r
                 WHERE r.project <> '' AND r.project <> c.project
                UNION ALL
                SELECT false, c.project, 'correlation', c.correlation_id, c.events, c.last_at
                  FROM run r JOIN project_correlation c
                    ON c.tenant_id = r.tenant_id AND c.correlation_id = r.workflow_id AND c.project <> ?
                UNION ALL
                SELECT true, p.upstream, 'parent', p.upstream, p.events, p.last_at
                  FROM project_parent p WHERE p.project = ? AND $tenants
                UNION ALL
                SELECT false, p.project, 'parent', p.upstream, p.events, p.last_at
                  FROM project_parent p WHERE p.upstream = ? AND $tenants)
            SELECT up, project, kind, name, sum(events) AS events, max(last_at) AS last_at
              FROM link GROUP BY up, project, kind, name ORDER BY last_at DESC, project, kind, name LIMIT 5000""";

    private final BoundedReads reads;

    DependencyStore(TenantReads tenantReads, QueryConfig config) {
        this.reads = new BoundedReads(tenantReads, config.statementTimeout());
    }

    /** What is known of one neighbour, as it is found. */
    private static final class Found {
        private final Set<Link> links = new LinkedHashSet<>();
        private long events;
        private Instant lastAt = Instant.MIN;

        void add(ResultSet row) throws SQLException {
            if (links.size() < LINKS) {
                links.add(new Link(row.getString("kind"), row.getString("name")));
            }
            events += row.getLong("events");
            Instant at = row.getObject("last_at", OffsetDateTime.class).toInstant();
            lastAt = at.isAfter(lastAt) ? at : lastAt;
        }
    }

    /** @throws io.tallygate.api.ProblemException if it takes too long */
    Dependencies of(String project, Tenants tenants) {
        TenantCondition own = TenantCondition.on("tenant_id", tenants);
        List<Object> values = valuesOf(project, own);
        return reads.read(
                tenants,
                connection -> {
                    Map<String, Found> upstream = new LinkedHashMap<>();
                    Map<String, Found> downstream = new LinkedHashMap<>();
                    try (PreparedStatement statement =
                            connection.prepareStatement(FIND.replace("$tenants", own.sql()))) {
                        for (int i = 0; i < values.size(); i++) {
                            statement.setObject(i + 1, values.get(i));
                        }
                        try (ResultSet rows = statement.executeQuery()) {
                            while (rows.next()) {
                                (rows.getBoolean("up") ? upstream : downstream)
                                        .computeIfAbsent(rows.getString("project"), key -> new Found())
                                        .add(rows);
                            }
                        }
                    }
                    return new Dependencies(project, neighbours(upstream), neighbours(downstream));
                },
                RunProblems::tooWide);
    }

    /** In the order in which the statement asks for them. */
    private static List<Object> valuesOf(String project, TenantCondition own) {
        List<Object> both = new ArrayList<>();
        both.add(project);
        both.addAll(own.values());
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            values.addAll(both);
        }
        values.add(project);
        values.addAll(both);
        values.addAll(both);
        return values;
    }

    private static List<Neighbour> neighbours(Map<String, Found> found) {
        List<Neighbour> neighbours = new ArrayList<>();
        found.forEach((project, known) ->
                neighbours.add(new Neighbour(project, List.copyOf(known.links), known.events, known.lastAt)));
        return neighbours.stream()
                .sorted(Comparator.comparing(Neighbour::lastAt).reversed().thenComparing(Neighbour::project))
                .limit(NEIGHBOURS)
                .toList();
    }
}
