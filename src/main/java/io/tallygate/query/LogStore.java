package io.tallygate.query;

import io.tallygate.access.Reader;
import io.tallygate.audit.Database;
import io.tallygate.audit.TenantReads;
import io.tallygate.query.LogMetrics.Figures;
import io.tallygate.query.LogMetrics.GroupBy;
import io.tallygate.query.LogMetrics.Percentiles;
import io.tallygate.schema.EventField;
import io.tallygate.schema.SchemaCatalog;
import io.tallygate.schema.StateRule;
import io.tallygate.schema.WorkflowState;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the logs of pipelines from the audit log: what is stored beside an event, and what a log itself says. */
@Singleton
class LogStore {
    static final String DIALECT = "activity";
    static final String TYPE = "activity.logged";

    /** The type stands in the statement, since a parameter would keep the index of these logs from being used. */
    private static final String OF_LOGS = "e.event_type = '" + TYPE + "'";

    private static final String LIST = "SELECT e.sequence, e.event_id, e.received_at, e.event_version, e.content";
    private static final String FIELDS = """
             CROSS JOIN LATERAL json_to_record(event_json(e.content)) AS j (stage text, status text, notebook_name text,
                workspace_id text, lakehouse_id text, entity_name text, target_table text, duration text, row_count text)""";
    /** A longer range holds too many logs to put them all in order for one page. */
    private static final Duration NARROW = Duration.ofDays(1);

    private static final int FETCHED = 50;

    private final BoundedReads reads;
    private final Masking masking;
    private final StateRule states;
    private final List<String[]> projectPlaces;

    LogStore(TenantReads tenantReads, SchemaCatalog catalog, Masking masking, QueryConfig config) {
        this.masking = masking;
        this.reads = new BoundedReads(tenantReads, config.statementTimeout());
        this.states = catalog.stateRule(TYPE).orElseThrow();
        this.projectPlaces = catalog.dialect(DIALECT).orElseThrow().pointers(EventField.PROJECT).stream()
                .map(pointer -> pointer.toString().substring(1).split("/", -1))
                .toList();
    }

    /**
     * What is asked for; each is empty where it does not matter.
     *
     * @param reader whom it is answered for
     * @param fields by the names of a log's fields, which are constants of this package
     * @param from the earliest time at which it was logged, inclusive
     * @param to the time before which it was logged, exclusive
     */
    record Filter(
            Reader reader,
            Optional<String> source,
            Map<String, String> fields,
            Optional<Instant> from,
            Optional<Instant> to) {
        /** The same of a range of time. */
        Filter within(Instant begin, Instant end) {
            return new Filter(reader, source, fields, Optional.of(begin), Optional.of(end));
        }

        private SqlFilter sql() {
            SqlFilter sql = new SqlFilter()
                    .and(OF_LOGS)
                    .ofTenants("e.tenant_id", reader.tenants())
                    .and("e.source = ?", source)
                    .and("e.event_time >= ?", from)
                    .and("e.event_time < ?", to);
            fields.forEach((name, value) -> sql.and("j." + name + " = ?", value));
            return sql;
        }

        private String table() {
            return " FROM audit_event e" + (fields.isEmpty() ? "" : " " + FIELDS);
        }

        /** See {@link EventStore.Filter}. */
        private boolean isNarrow() {
            return from.isPresent()
                    && to.isPresent()
                    && Duration.between(from.get(), to.get()).compareTo(NARROW) <= 0;
        }
    }

    /**
     * At most this many logs that pass the filter, in the order in which they were received.
     *
     * @param after the sequence number behind which the page begins
     * @throws io.tallygate.api.ProblemException if it takes too long
     */
    List<LogView> find(Filter filter, Optional<Long> after, boolean ascending, int limit) {
        checkMayAsk(filter);
        String order = " ORDER BY sequence " + (ascending ? "ASC" : "DESC") + " LIMIT " + limit;
        SqlFilter sql = filter.sql().and(ascending ? "e.sequence > ?" : "e.sequence < ?", after);
        Database.Work<List<LogView>> page = connection -> {
            // OFFSET 0 keeps the page's order and limit from those who plan what is inside.
            try (PreparedStatement statement = filter.isNarrow()
                    ? sql.prepare(connection, "SELECT * FROM (" + LIST + filter.table(), " OFFSET 0) l" + order)
                    : sql.prepare(connection, LIST + filter.table(), order)) {
                return logs(filter.reader, statement);
            }
        };
        return reads.read(filter.reader.tenants(), page, LogProblems::tooWide);
    }

    private void checkMayAsk(Filter filter) {
        filter.fields.keySet().forEach(field -> masking.checkMayAsk(filter.reader, TYPE, field));
    }

    private List<LogView> logs(Reader reader, PreparedStatement statement) throws SQLException {
        statement.setFetchSize(FETCHED);
        try (ResultSet rows = statement.executeQuery()) {
            List<LogView> logs = new ArrayList<>();
            while (rows.next()) {
                logs.add(LogView.of(
                        rows.getLong(1),
                        rows.getString(2),
                        rows.getObject(3, OffsetDateTime.class).toInstant(),
                        masking.shown(reader, TYPE, rows.getString(4), rows.getBytes(5))));
            }
            return logs;
        }
    }

    /**
     * Figures of the logs that pass the filter: first those of all of them, then those of each group, the largest first.
     *
     * @param groups at most so many groups
     * @throws io.tallygate.api.ProblemException if it takes too long
     */
    List<Figures> figures(Filter filter, GroupBy by, int groups) {
        checkMayAsk(filter);
        List<Object> values = new ArrayList<>(by == GroupBy.PROJECT ? projectPlaces : List.of());
        values.add(statuses(WorkflowState.COMPLETED));
        values.add(statuses(WorkflowState.FAILED));
        boolean grouped = by != GroupBy.NONE;
        String select =
                """
            SELECT %s, count(*) AS logs, count(*) FILTER (WHERE ok) AS succeeded,
                   count(*) FILTER (WHERE failed) AS failed, avg(duration) AS mean,
                   percentile_cont(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY duration::float8) AS percentiles,
                   sum(row_count) AS row_count
              FROM (SELECT %s AS k, j.status = ANY (?::text[]) AS ok, j.status = ANY (?::text[]) AS failed,
                           event_number(j.duration) AS duration, event_number(j.row_count) AS row_count
                      FROM audit_event e %s""".formatted(grouped ? "grouping(k) AS is_total, k" : "1 AS is_total, NULL AS k", key(by), FIELDS);
        String tail = grouped
                ? ") l GROUP BY GROUPING SETS ((), (k)) ORDER BY is_total DESC, logs DESC, k NULLS LAST LIMIT "
                        + (groups + 1)
                : ") l";
        Database.Work<List<Figures>> groupsOfAll = connection -> {
            try (PreparedStatement statement = filter.sql().prepare(connection, values, select, tail);
                    ResultSet rows = statement.executeQuery()) {
                List<Figures> figures = new ArrayList<>();
                while (rows.next()) {
                    figures.add(figures(rows));
                }
                return figures;
            }
        };
        return reads.read(filter.reader.tenants(), groupsOfAll, LogProblems::tooWide);
    }

    private String key(GroupBy by) {
        return switch (by) {
            case NONE -> "NULL::text";
            case SOURCE_SYSTEM -> "e.source";
            case STAGE -> "j.stage";
            case TYPE -> "e.event_type";
            case DAY -> "to_char(e.event_time AT TIME ZONE 'UTC', 'YYYY-MM-DD')";
            case PROJECT ->
                projectPlaces.stream()
                        .map(place -> "event_json(e.content) #>> ?::text[]")
                        .collect(Collectors.joining(", ", "coalesce(", ")"));
        };
    }

    private String[] statuses(WorkflowState state) {
        return states.valuesOf(state).stream().sorted().toArray(String[]::new);
    }

    private static Figures figures(ResultSet row) throws SQLException {
        long logs = row.getLong("logs");
        long succeeded = row.getLong("succeeded");
        long failed = row.getLong("failed");
        return new Figures(
                row.getString("k"),
                logs,
                succeeded,
                failed,
                logs - succeeded - failed,
                succeeded + failed == 0 ? null : (double) succeeded / (succeeded + failed),
                percentiles(row),
                row.getBigDecimal("row_count"));
    }

    private static @Nullable Percentiles percentiles(ResultSet row) throws SQLException {
        if (row.getBigDecimal("mean") == null) {
            return null;
        }
        Double[] at = (Double[]) row.getArray("percentiles").getArray();
        return new Percentiles(row.getDouble("mean"), at[0], at[1], at[2]);
    }
}
