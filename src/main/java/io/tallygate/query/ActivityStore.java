package io.tallygate.query;

import io.tallygate.audit.Database;
import io.tallygate.audit.TenantReads;
import io.tallygate.figures.FiguresConfig;
import io.tallygate.query.FigureRanges.Axis;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the counts of events by time. */
@Singleton
class ActivityStore {
    private static final String SERIES = " JOIN activity_series s ON s.series = b.series";

    private final BoundedReads reads;
    private final FiguresConfig config;

    ActivityStore(TenantReads tenantReads, QueryConfig query, FiguresConfig config) {
        this.reads = new BoundedReads(tenantReads, query.statementTimeout());
        this.config = config;
    }

    /** By what events can be grouped. */
    enum GroupBy {
        NONE("'" + FigureTally.ALL + "'"),
        TYPE("s.event_type"),
        DIALECT("s.dialect"),
        SOURCE("s.source"),
        PROJECT("s.project"),
        STEP("s.step"),
        TENANT("b.tenant_id::text");

        private final String column;

        GroupBy(String column) {
            this.column = column;
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How many events there are and how many of them tell of a failure. */
    record Total(long events, long failed) {}

    /** What was counted, and whether there are more groups than are told apart. */
    record Answer(FigureTally tally, List<String> keys, boolean truncated) {
        /** The group in which something of this key is told. */
        String groupOf(String key) {
            return keys.contains(key) ? key : FigureTally.OTHERS;
        }
    }

    /**
     * Counts and durations by group and interval.
     *
     * @throws io.tallygate.api.ProblemException if it takes too long
     */
    Answer figures(FigureFilter filter, GroupBy by, Axis axis) {
        Database.Work<Answer> work = connection -> {
            List<String> keys = by == GroupBy.NONE ? List.of(FigureTally.ALL) : keys(connection, filter, by, axis);
            List<String> told = keys.subList(0, Math.min(keys.size(), config.groups()));
            FigureTally tally = new FigureTally();
            told.forEach(tally::addGroup);
            count(connection, filter, by, axis, told, tally);
            countDurations(connection, filter, by, axis, told, tally);
            return new Answer(tally, told, keys.size() > told.size());
        };
        return reads.read(filter.tenants(), work, FigureProblems::tooWide);
    }

    /** The keys with the most events, one more than are told apart. */
    private List<String> keys(Connection connection, FigureFilter filter, GroupBy by, Axis axis) throws SQLException {
        String select = "SELECT " + by.column + " AS k FROM " + tableOf(axis) + " b" + SERIES;
        String tail = " GROUP BY k ORDER BY sum(b.events) DESC, k LIMIT " + (config.groups() + 1);
        try (PreparedStatement statement = where(filter, axis).prepare(connection, select, tail);
                ResultSet rows = statement.executeQuery()) {
            List<String> keys = new ArrayList<>();
            while (rows.next()) {
                keys.add(rows.getString(1));
            }
            return keys;
        }
    }

    private static void count(
            Connection connection, FigureFilter filter, GroupBy by, Axis axis, List<String> keys, FigureTally tally)
            throws SQLException {
        String select = selectOf(by, axis) + ", sum(b.events), sum(b.failed) FROM " + tableOf(axis) + " b" + SERIES;
        try (PreparedStatement statement = where(filter, axis)
                        .prepare(connection, List.of(array(connection, keys)), select, " GROUP BY 1, 2");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                tally.add(rows.getString(1), rows.getLong(2), rows.getLong(3), rows.getLong(4));
            }
        }
    }

    private static void countDurations(
            Connection connection, FigureFilter filter, GroupBy by, Axis axis, List<String> keys, FigureTally tally)
            throws SQLException {
        String select = selectOf(by, axis) + ", u.slot, sum(u.n) FROM " + tableOf(axis) + " b" + SERIES
                + " CROSS JOIN LATERAL unnest(b.slots, b.counts) AS u (slot, n)";
        try (PreparedStatement statement = where(filter, axis)
                        .prepare(connection, List.of(array(connection, keys)), select, " GROUP BY 1, 2, 3");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                tally.addDurations(rows.getString(1), rows.getLong(2), rows.getInt(3), rows.getLong(4));
            }
        }
    }

    /**
     * How many durations of steps are in each slot, by the beginning of the interval.
     *
     * @throws io.tallygate.api.ProblemException if it takes too long
     */
    SortedMap<Long, SortedMap<Integer, Long>> stepDurations(FigureFilter filter, Axis axis) {
        String select = "SELECT " + axis.interval().beginSql("b.bucket") + ", u.slot, sum(u.n) FROM " + tableOf(axis)
                + " b" + SERIES + " CROSS JOIN LATERAL unnest(b.slots, b.counts) AS u (slot, n)";
        Database.Work<SortedMap<Long, SortedMap<Integer, Long>>> work = connection -> {
            try (PreparedStatement statement =
                            where(filter, axis).and("s.step <> ''").prepare(connection, select, " GROUP BY 1, 2");
                    ResultSet rows = statement.executeQuery()) {
                return slots(rows);
            }
        };
        return reads.read(filter.tenants(), work, FigureProblems::tooWide);
    }

    /** Rows (begin of the interval, slot, count). */
    static SortedMap<Long, SortedMap<Integer, Long>> slots(ResultSet rows) throws SQLException {
        SortedMap<Long, SortedMap<Integer, Long>> found = new TreeMap<>();
        while (rows.next()) {
            found.computeIfAbsent(rows.getLong(1), none -> new TreeMap<>()).put(rows.getInt(2), rows.getLong(3));
        }
        return found;
    }

    /** How many events there are in a span of whole minutes, within a statement of the caller's. */
    static Total total(Connection connection, FigureFilter filter, Span span) throws SQLException {
        String select =
                "SELECT coalesce(sum(b.events), 0), coalesce(sum(b.failed), 0) FROM " + Pieces.TABLE + " b" + SERIES;
        try (PreparedStatement statement =
                        where(filter).prepare(connection, Pieces.of(span).values(), select, "");
                ResultSet row = statement.executeQuery()) {
            row.next();
            return new Total(row.getLong(1), row.getLong(2));
        }
    }

    private static String selectOf(GroupBy by, Axis axis) {
        return "SELECT CASE WHEN " + by.column + " = ANY (?::text[]) THEN " + by.column + " ELSE '" + FigureTally.OTHERS
                + "' END, " + axis.interval().beginSql("b.bucket");
    }

    private static String tableOf(Axis axis) {
        return axis.interval().isOfHours() ? "activity_hour" : "activity_minute";
    }

    private static SqlFilter where(FigureFilter filter, Axis axis) {
        return where(filter)
                .and("b.bucket >= ?", axis.span().from())
                .and("b.bucket < ?", axis.span().to());
    }

    private static SqlFilter where(FigureFilter filter) {
        return new SqlFilter()
                .ofTenants("b.tenant_id", filter.tenants())
                .and("s.event_type = ?", filter.type())
                .and("s.dialect = ?", filter.dialect())
                .and("s.source = ?", filter.source())
                .and("s.project = ?", filter.project())
                .and("s.step = ?", filter.step());
    }

    private static java.sql.Array array(Connection connection, List<String> texts) throws SQLException {
        return connection.createArrayOf("text", texts.toArray(String[]::new));
    }
}
