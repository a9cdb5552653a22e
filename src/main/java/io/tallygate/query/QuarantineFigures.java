package io.tallygate.query;

import io.tallygate.audit.TenantReads;
import io.tallygate.figures.FiguresConfig;
import io.tallygate.query.ActivityStore.GroupBy;
import io.tallygate.query.FigureRanges.Axis;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Counts what is in quarantine, by the time of its receipt. There are no counts made ahead: it reads the rows. */
@Singleton
class QuarantineFigures {
    private static final String RECEIVED = "floor(extract(epoch FROM q.received_at))::bigint";
    private static final String GROUPS = """
            SELECT q.reason, q.event_type, q.source, count(*), min(q.received_at), max(q.received_at),
                   count(*) FILTER (WHERE EXISTS (SELECT 1 FROM resubmission r
                                                   WHERE r.quarantine_id = q.id AND r.outcome IN ('stored', 'already-stored'))),
                   max(q.id::text COLLATE "C")
              FROM quarantine q""";

    private final BoundedReads reads;
    private final BoundedReads parts;
    private final FiguresConfig config;

    QuarantineFigures(TenantReads tenantReads, QueryConfig query, FiguresConfig config) {
        this.reads = new BoundedReads(tenantReads, query.statementTimeout());
        this.parts = new BoundedReads(tenantReads, config.partTimeout());
        this.config = config;
    }

    /** Whether what is in quarantine can be told apart so, and has what is filtered by. */
    static boolean knows(FigureFilter filter, GroupBy by) {
        return (by == GroupBy.NONE || by == GroupBy.TYPE || by == GroupBy.SOURCE)
                && filter.project().isEmpty()
                && filter.step().isEmpty();
    }

    /**
     * Adds what is in quarantine to counts of events.
     *
     * @return whether it could be counted in time
     */
    boolean addTo(ActivityStore.Answer answer, FigureFilter filter, GroupBy by, Axis axis) {
        String key =
                by == GroupBy.NONE ? "'" + FigureTally.ALL + "'" : by == GroupBy.TYPE ? "q.event_type" : "q.source";
        String select = "SELECT coalesce(" + key + ", ''), " + axis.interval().beginSql(RECEIVED)
                + ", count(*) FROM quarantine q";
        return parts.readInTime(filter.tenants(), connection -> {
                    try (PreparedStatement statement =
                                    where(filter, axis.span()).prepare(connection, select, " GROUP BY 1, 2");
                            ResultSet rows = statement.executeQuery()) {
                        answer.tally().withQuarantine();
                        while (rows.next()) {
                            answer.tally()
                                    .addQuarantined(
                                            answer.groupOf(rows.getString(1)), rows.getLong(2), rows.getLong(3));
                        }
                        return true;
                    }
                })
                .isPresent();
    }

    /** How many were received in a span, within a statement of the caller's. */
    static long count(Connection connection, FigureFilter filter, Span span) throws SQLException {
        try (PreparedStatement statement =
                        where(filter, span).prepare(connection, "SELECT count(*) FROM quarantine q", "");
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /**
     * What has reason, type and source in common, the one with the most first; one more than are listed.
     *
     * @throws io.tallygate.api.ProblemException if it takes too long
     */
    List<QuarantineGroup> groups(FigureFilter filter, Span span) {
        return reads.read(
                filter.tenants(),
                connection -> groups(connection, filter, span, config.quarantineGroups() + 1),
                FigureProblems::tooWide);
    }

    static List<QuarantineGroup> groups(Connection connection, FigureFilter filter, Span span, int most)
            throws SQLException {
        String tail = " GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3 LIMIT " + most;
        try (PreparedStatement statement = where(filter, span).prepare(connection, GROUPS, tail);
                ResultSet rows = statement.executeQuery()) {
            List<QuarantineGroup> groups = new ArrayList<>();
            while (rows.next()) {
                groups.add(new QuarantineGroup(
                        rows.getString(1),
                        rows.getString(2),
                        rows.getString(3),
                        rows.getLong(4),
                        rows.getObject(5, OffsetDateTime.class).toInstant(),
                        rows.getObject(6, OffsetDateTime.class).toInstant(),
                        rows.getLong(7),
                        UUID.fromString(rows.getString(8))));
            }
            return groups;
        }
    }

    static SqlFilter where(FigureFilter filter, Span span) {
        return new SqlFilter()
                .ofTenants("q.tenant_id", filter.tenants())
                .and("q.event_type = ?", filter.type())
                .and("q.dialect = ?", filter.dialect())
                .and("q.source = ?", filter.source())
                .and("q.reason = ?", filter.reason())
                .and("q.received_at >= ?", span.begin())
                .and("q.received_at < ?", span.end());
    }
}
