package io.tallygate.query;

import io.tallygate.audit.TenantCondition;
import io.tallygate.audit.TenantReads;
import io.tallygate.figures.FiguresConfig;
import io.tallygate.query.Facets.Value;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Counts the values of fields. */
@Singleton
class FacetStore {
    private final BoundedReads reads;
    private final FiguresConfig config;

    FacetStore(TenantReads tenantReads, QueryConfig query, FiguresConfig config) {
        this.reads = new BoundedReads(tenantReads, query.statementTimeout());
        this.config = config;
    }

    /**
     * What is counted, as rows that have the fields and a count n; each is told apart once more by the facets. {@code $tenants}
     * stands for the condition on whose they are.
     */
    enum Of {
        EVENTS(List.of(Field.TYPE, Field.SOURCE, Field.PROJECT, Field.DIALECT, Field.STEP), """
                SELECT s.event_type AS type, s.source, s.project, s.dialect, s.step, b.n
                  FROM (SELECT series, sum(events) AS n FROM %s p WHERE $tenants GROUP BY series) b
                  JOIN activity_series s ON s.series = b.series""".formatted(
                        Pieces.TABLE)),
        WORKFLOWS(List.of(Field.TYPE, Field.SOURCE, Field.PROJECT, Field.DIALECT, Field.STATE), """
                SELECT r.workflow_type AS type, r.source, r.project, r.dialect, %s AS state, count(*) AS n
                  FROM workflow_run r
                 WHERE r.started_at >= ? AND r.started_at < ? AND $tenants
                 GROUP BY 1, 2, 3, 4, 5""".formatted(
                        RunFigures.STATE)),
        QUARANTINE(List.of(Field.TYPE, Field.SOURCE, Field.DIALECT, Field.REASON), """
                SELECT q.event_type AS type, q.source, q.dialect, q.reason, count(*) AS n
                  FROM quarantine q
                 WHERE q.received_at >= ? AND q.received_at < ? AND $tenants
                 GROUP BY 1, 2, 3, 4""");

        private final List<Field> fields;
        private final String rows;

        Of(List<Field> fields, String rows) {
            this.fields = fields;
            this.rows = rows;
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What can be counted by. */
    private enum Field {
        TYPE,
        SOURCE,
        PROJECT,
        DIALECT,
        STEP,
        STATE,
        REASON;

        String column() {
            return name().toLowerCase(Locale.ROOT);
        }

        Optional<String> of(FigureFilter filter) {
            return switch (this) {
                case TYPE -> filter.type();
                case SOURCE -> filter.source();
                case PROJECT -> filter.project();
                case DIALECT -> filter.dialect();
                case STEP -> filter.step();
                case STATE -> filter.state();
                case REASON -> filter.reason();
            };
        }
    }

    /**
     * The values of each field in a span of whole minutes.
     *
     * @throws io.tallygate.api.ProblemException if it takes too long
     */
    Map<String, List<Value>> find(Of of, FigureFilter filter, Span span) {
        List<Object> values = new ArrayList<>();
        if (of == Of.EVENTS) {
            values.addAll(Pieces.of(span).values());
        } else {
            values.add(span.begin().atOffset(ZoneOffset.UTC));
            values.add(span.end().atOffset(ZoneOffset.UTC));
        }
        TenantCondition tenants = TenantCondition.on("tenant_id", filter.tenants());
        values.addAll(tenants.values());
        String sql = "WITH f AS MATERIALIZED (" + of.rows.replace("$tenants", tenants.sql()) + ") "
                + of.fields.stream()
                        .map(field -> facet(field, of.fields, filter, values))
                        .collect(Collectors.joining(" UNION ALL "));
        return reads.read(
                filter.tenants(), connection -> read(connection, sql, values, of.fields), FigureProblems::tooWide);
    }

    private String facet(Field field, List<Field> fields, FigureFilter filter, List<Object> values) {
        StringBuilder where = new StringBuilder(" WHERE f." + field.column() + " <> ''");
        for (Field other : fields) {
            if (other != field) {
                other.of(filter).ifPresent(value -> {
                    where.append(" AND f.").append(other.column()).append(" = ?");
                    values.add(value);
                });
            }
        }
        return "(SELECT '" + field.column() + "' AS facet, f." + field.column() + " AS value, sum(f.n) AS n FROM f"
                + where + " GROUP BY 2 ORDER BY 3 DESC, 2 LIMIT " + config.facetValues() + ")";
    }

    private static Map<String, List<Value>> read(
            Connection connection, String sql, List<Object> values, List<Field> fields) throws SQLException {
        Map<String, List<Value>> facets = new LinkedHashMap<>();
        fields.forEach(field -> facets.put(field.column(), new ArrayList<>()));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    facets.computeIfAbsent(rows.getString(1), none -> new ArrayList<>())
                            .add(new Value(rows.getString(2), rows.getLong(3)));
                }
            }
        }
        return facets;
    }
}
