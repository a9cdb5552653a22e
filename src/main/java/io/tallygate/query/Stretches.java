package io.tallygate.query;

import io.tallygate.audit.TenantCondition;
import io.tallygate.event.Tenants;
import io.tallygate.projection.DerivedTable;
import io.tallygate.projection.StoredText;
import io.tallygate.projection.StretchesProjection;
import io.tallygate.query.EventStore.Filter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which numbers of the log a question has to look at, as {@link StretchesProjection} has noted it: events of all that are left out
 * do not pass its filter for certain. Of one transaction, all of whose statements see the same moment.
 */
final class Stretches {
    /** Read at first: of what is frequent, those hold a page. */
    private static final int READ_FIRST = 16;

    /** Read at a time from then on. Those that follow each other become one range. */
    private static final int READ = 128;

    /** The first of those that are emptied together. */
    private static final DerivedTable TABLE = new DerivedTable("log_stretch");

    /** Sets what SET LOCAL would, without a statement of its own. */
    private static final String REACHED = """
            SELECT h.last_sequence, coalesce(p.sequence, 0), set_config('plan_cache_mode', 'force_custom_plan', true)
              FROM audit_head h LEFT JOIN projection_position p ON p.name = '%s' AND p.version = %d""".formatted(StretchesProjection.NAME, StretchesProjection.VERSION);

    /** OFFSET 0 keeps the order of the long ones, so that it ends with the last that is read. */
    private static final String FIND = """
            SELECT s.first_sequence, s.length, s.least_received, s.greatest_received
              FROM (SELECT ?::timestamptz AS from_time, ?::timestamptz AS to_time, ?::timestamptz AS from_received,
                           ?::timestamptz AS to_received, ?::bigint AS first, ?::bigint AS last) w
             CROSS JOIN LATERAL (SELECT l.*, %s AS whole FROM log_long_stretch l""";
    /** Of a long one the short ones are looked at, unless all of it may pass. */
    private static final String WITHIN_LONG = " "
            + """
             ORDER BY l.first_sequence $order OFFSET 0) l
             CROSS JOIN LATERAL (
                SELECT l.first_sequence, $long AS length, l.least_received, l.greatest_received WHERE l.whole
                UNION ALL
                SELECT s.first_sequence, $short, s.least_received, s.greatest_received FROM log_stretch s""".replace("$long", Long.toString(StretchesProjection.LONG))
                    .replace("$short", Long.toString(StretchesProjection.SHORT));

    private static final String IN_ORDER = ") s ORDER BY l.first_sequence $order, s.first_sequence $order LIMIT ";

    private static final String OF_LENGTH = "$.first_sequence > w.first - %d AND $.first_sequence <= w.last";
    private static final String MEETS = "$.greatest_time >= w.from_time AND $.least_time < w.to_time"
            + " AND $.greatest_received >= w.from_received AND $.least_received < w.to_received";
    private static final String OF_WINDOW = "l.least_time >= w.from_time AND l.greatest_time < w.to_time"
            + " AND l.least_received >= w.from_received AND l.greatest_received < w.to_received";
    private static final String IN_LONG =
            "$.first_sequence >= l.first_sequence AND $.first_sequence < l.first_sequence + "
                    + StretchesProjection.LONG;
    private static final String OF_ALL =
            "$.first_sequence IN (SELECT v.first_sequence FROM %s v WHERE v.length = %d AND v.%s = ?";
    private static final String OF_TENANTS =
            "l.first_sequence IN (SELECT v.first_sequence FROM log_of_tenant v WHERE v.field = '%s' AND v.value = ? AND ";

    private static final OffsetDateTime EVER = OffsetDateTime.MAX;
    private static final OffsetDateTime NEVER = OffsetDateTime.MIN;

    private final Connection connection;
    private final Filter filter;
    private final long head;
    private final long reached;
    private int most = READ_FIRST;

    private Stretches(Connection connection, Filter filter, long head, long reached) {
        this.connection = connection;
        this.filter = filter;
        this.head = head;
        this.reached = reached;
    }

    /** Numbers of the log, both inclusive, whose events were received between two times, both inclusive. */
    record Range(long first, long last, Instant leastReceived, Instant greatestReceived) {
        private boolean isBeside(Range other) {
            return first == other.last + 1 || other.first == last + 1;
        }

        private Range with(Range other) {
            return new Range(
                    Math.min(first, other.first),
                    Math.max(last, other.last),
                    leastReceived.isBefore(other.leastReceived) ? leastReceived : other.leastReceived,
                    greatestReceived.isAfter(other.greatestReceived) ? greatestReceived : other.greatestReceived);
        }
    }

    /**
     * Ranges in the order that is asked for, none beside another.
     *
     * @param next the number behind which there may be further ones, in that order; empty if there are none
     */
    record Found(List<Range> ranges, Optional<Long> next) {}

    /**
     * Whether they know of something that the filter asks for. What belongs together, by its workflow or correlation, is little and
     * found by its id.
     */
    static boolean know(Filter filter) {
        return filter.workflow().isEmpty()
                && filter.correlation().isEmpty()
                && (filter.asksForTime()
                        || filter.source().isPresent()
                        || filter.type().isPresent());
    }

    private static boolean isOfSome(Filter filter) {
        return filter.tenants() instanceof Tenants.Some;
    }

    /**
     * Must come before any query of its transaction, all of which then sees one moment.
     *
     * <p>Each question has a plan of its own: one for all of them would not know whether a value is rare.
     */
    static Stretches of(Connection connection, Filter filter) throws SQLException {
        TABLE.readAtOneMoment(connection);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(REACHED)) {
            // Who may read nothing is not told how far the log goes.
            return row.next()
                    ? new Stretches(connection, filter, row.getLong(1), row.getLong(2))
                    : new Stretches(connection, filter, 0, 0);
        }
    }

    /** The number up to which they know; all behind it has to be looked at. */
    long reached() {
        return reached;
    }

    /** The number of the last entry of the log. */
    long head() {
        return head;
    }

    /** The next ones behind a number, in the order that is asked for. */
    Found behind(Optional<Long> after) throws SQLException {
        long first = filter.ascending() ? after.orElse(0L) + 1 : 1;
        long last = filter.ascending() ? reached : Math.min(reached, after.orElse(Long.MAX_VALUE) - 1);
        List<Range> ranges = new ArrayList<>();
        long read = 0;
        long next = 0;
        try (PreparedStatement statement = find(first, last);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                Range range = range(rows, first, last);
                add(ranges, range);
                next = filter.ascending() ? range.last : range.first;
                read++;
            }
        }
        boolean isMore = read == most;
        most = READ;
        return new Found(ranges, isMore ? Optional.of(next) : Optional.empty());
    }

    private PreparedStatement find(long first, long last) throws SQLException {
        boolean valueOfAll = !isOfSome(filter)
                && (filter.source().isPresent() || filter.type().isPresent());
        List<Object> window = List.of(
                time(filter.from(), NEVER),
                time(filter.to(), EVER),
                time(filter.receivedFrom(), NEVER),
                time(filter.receivedTo(), EVER),
                first,
                last);
        SqlFilter longs = stretches("l", StretchesProjection.LONG);
        SqlFilter shorts =
                stretches("s", StretchesProjection.SHORT).and("NOT l.whole").and(in("s"));
        if (isOfSome(filter)) {
            ofTenants(longs, StretchesProjection.SOURCE, filter.source());
            ofTenants(longs, StretchesProjection.TYPE, filter.type());
        } else {
            ofAll(longs, shorts, "log_source", "source", filter.source());
            ofAll(longs, shorts, "log_type", "event_type", filter.type());
        }
        String order = filter.ascending() ? "ASC" : "DESC";
        return longs.prepareAround(
                shorts,
                connection,
                window,
                FIND.formatted(valueOfAll ? "false" : OF_WINDOW),
                WITHIN_LONG.replace("$order", order),
                IN_ORDER.replace("$order", order) + most);
    }

    private static SqlFilter stretches(String table, long length) {
        return new SqlFilter()
                .and(OF_LENGTH.formatted(length).replace("$", table))
                .and(MEETS.replace("$", table));
    }

    private static String in(String table) {
        return IN_LONG.replace("$", table);
    }

    private static void ofAll(SqlFilter longs, SqlFilter shorts, String table, String column, Optional<String> value) {
        Optional<String> wanted = value.map(StoredText::key);
        longs.and(OF_ALL.formatted(table, StretchesProjection.LONG, column).replace("$", "l") + ")", wanted);
        shorts.and(
                OF_ALL.formatted(table, StretchesProjection.SHORT, column).replace("$", "s") + " AND " + in("v") + ")",
                wanted);
    }

    private void ofTenants(SqlFilter sql, String field, Optional<String> value) {
        value.ifPresent(wanted -> {
            TenantCondition tenants = TenantCondition.on("v.tenant_id", filter.tenants());
            List<Object> values = new ArrayList<>(List.of(StoredText.key(wanted)));
            values.addAll(tenants.values());
            sql.and(OF_TENANTS.formatted(field) + tenants.sql() + ")", values);
        });
    }

    private static Range range(ResultSet row, long first, long last) throws SQLException {
        long begin = row.getLong(1);
        return new Range(
                Math.max(begin, first),
                Math.min(begin + row.getLong(2) - 1, last),
                row.getObject(3, OffsetDateTime.class).toInstant(),
                row.getObject(4, OffsetDateTime.class).toInstant());
    }

    private static void add(List<Range> ranges, Range range) {
        int end = ranges.size() - 1;
        if (end >= 0 && ranges.get(end).isBeside(range)) {
            ranges.set(end, ranges.get(end).with(range));
        } else {
            ranges.add(range);
        }
    }

    private static OffsetDateTime time(Optional<Instant> time, OffsetDateTime otherwise) {
        return time.map(at -> at.atOffset(ZoneOffset.UTC)).orElse(otherwise);
    }
}
