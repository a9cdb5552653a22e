package io.tallygate.query;

import io.tallygate.audit.Database;
import io.tallygate.query.EventStore.Filter;
import io.tallygate.query.Stretches.Range;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The rows of one page of events, in its order, each of {@link EventStore#COLUMNS}.
 *
 * <p>PostgreSQL walks along an index in the order of the page until the page is full. Where no
 * index has all that is asked for, {@link Stretches} tell which numbers to look at, and the rest is passed over. What they do not
 * know of yet, the newest events, is walked through.
 */
final class EventScan {
    /** A longer window holds too many events to put them all in order for one page. */
    private static final Duration NARROW = Duration.ofDays(1);

    private static final String COLUMNS = "SELECT " + EventStore.COLUMNS;
    private static final String SELECT = COLUMNS + " FROM audit_event e";

    private static final String IN_RANGES = COLUMNS + """
             FROM unnest(?::bigint[], ?::bigint[], ?::timestamptz[], ?::timestamptz[]) WITH ORDINALITY
                  AS r (first, last, least_received, greatest_received, place)
            CROSS JOIN LATERAL (SELECT * FROM audit_event e""";

    private final Filter filter;
    private final PayloadFilter payload;
    private final List<String> inheriting;
    private final int limit;
    private final Instant now;
    private final Duration bound;
    private final String direction;

    /**
     * @param inheriting see {@link PayloadFilter#narrow}
     * @param limit the most rows
     * @param bound of the time after which no further statement is begun
     */
    EventScan(Filter filter, PayloadFilter payload, List<String> inheriting, int limit, Instant now, Duration bound) {
        this.filter = filter;
        this.payload = payload;
        this.inheriting = inheriting;
        this.limit = limit;
        this.now = now;
        this.bound = bound;
        this.direction = filter.ascending() ? "ASC" : "DESC";
    }

    /** Takes rows. */
    @FunctionalInterface
    interface Rows {
        /** Returns whether further ones are wanted. */
        boolean take(ResultSet row) throws SQLException;
    }

    /**
     * Hands over the rows. It must be the first to ask anything in its transaction.
     *
     * @return whether there may be more of them than were handed over
     * @throws io.tallygate.api.ProblemException if so many events have to be passed over that it takes too long
     */
    boolean run(Connection connection, Rows rows) throws SQLException {
        Run run = new Run(connection, rows);
        if (Stretches.know(filter)) {
            byStretches(run);
        } else {
            run.read(query(Optional.empty(), limit));
        }
        return !run.wanted;
    }

    private void byStretches(Run run) throws SQLException {
        Stretches stretches = Stretches.of(run.connection, filter);
        if (!filter.ascending()) {
            readUnknown(run, stretches);
        }
        Optional<Long> after = filter.after();
        do {
            if (!run.wanted) {
                return;
            }
            run.checkTime();
            Stretches.Found found = stretches.behind(after);
            if (!found.ranges().isEmpty()) {
                run.readInOrder(inRanges(found.ranges(), run.missing()));
            }
            after = found.next();
        } while (after.isPresent());
        if (filter.ascending()) {
            readUnknown(run, stretches);
        }
    }

    private void readUnknown(Run run, Stretches stretches) throws SQLException {
        if (run.wanted && stretches.reached() < stretches.head()) {
            run.read(query(Optional.of(stretches.reached()), run.missing()));
        }
    }

    /** @param above the number behind which rows are wanted, if not all are */
    private Database.Work<PreparedStatement> query(Optional<Long> above, int rows) {
        String page = page("", rows);
        if (filter.correlation().isPresent() && filter.workflow().isEmpty()) {
            // Mostly it is the id of a workflow, too; such events are in that index alone, the others in this one.
            SqlFilter ofWorkflow = times(fields()).and("e.workflow_id = ?", filter.correlation());
            SqlFilter ofNone = times(fields()).and("e.correlation_id IS DISTINCT FROM e.workflow_id");
            return connection -> ofWorkflow.prepareWith(ofNone, connection, SELECT, page);
        }
        SqlFilter sql = times(fields()).and("e.sequence > ?", above);
        if (isNarrow(filter.from(), filter.to()) || isNarrow(filter.receivedFrom(), filter.receivedTo())) {
            // OFFSET 0 keeps the page's order and limit from those who plan what is inside.
            return connection ->
                    sql.prepare(connection, COLUMNS + " FROM (SELECT * FROM audit_event e", " OFFSET 0) e" + page);
        }
        return connection -> sql.prepare(connection, SELECT, page);
    }

    private Database.Work<PreparedStatement> inRanges(List<Range> ranges, int rows) {
        List<Object> bounds = List.of(
                ranges.stream().map(Range::first).toArray(Long[]::new),
                ranges.stream().map(Range::last).toArray(Long[]::new),
                ranges.stream().map(range -> range.leastReceived().toString()).toArray(String[]::new),
                ranges.stream()
                        .map(range -> range.greatestReceived().toString())
                        .toArray(String[]::new));
        SqlFilter sql = plainTimes(fields())
                .and("e.sequence BETWEEN r.first AND r.last")
                // leaves out whole months
                .and("e.received_at BETWEEN r.least_received AND r.greatest_received");
        // The limit stands twice: inside it says that rows are wanted in their order, not all of them at once.
        String tail = page("", rows) + ") e" + page("r.place, ", rows);
        return connection -> sql.prepare(connection, bounds, IN_RANGES, tail);
    }

    private String page(String before, int rows) {
        return " ORDER BY " + before + "e.sequence " + direction + " LIMIT " + rows;
    }

    private SqlFilter fields() {
        SqlFilter sql = new SqlFilter()
                .ofTenants("e.tenant_id", filter.tenants())
                .and("e.event_type = ?", filter.type())
                .and("e.source = ?", filter.source())
                .and("e.workflow_id = ?", filter.workflow())
                .and("e.correlation_id = ?", filter.correlation())
                .and(filter.ascending() ? "e.sequence > ?" : "e.sequence < ?", filter.after());
        payload.narrow(sql, inheriting);
        return sql;
    }

    private SqlFilter times(SqlFilter sql) {
        return sql.and("e.event_time >= ?", filter.from())
                .and("e.event_time < ?", filter.to())
                .and("e.received_at >= ?", filter.receivedFrom())
                .and("e.received_at < ?", filter.receivedTo());
    }

    /** The same for rows that are read in their order: as no index of times serves that, none is asked for each range. */
    private SqlFilter plainTimes(SqlFilter sql) {
        return sql.and("(e.event_time >= ?) IS TRUE", filter.from())
                .and("(e.event_time < ?) IS TRUE", filter.to())
                .and("(e.received_at >= ?) IS TRUE", filter.receivedFrom())
                .and("(e.received_at < ?) IS TRUE", filter.receivedTo());
    }

    /**
     * Whether it is less work to read all events of a window of time than to walk to it from the end of the log, past events as
     * many as have come since: the window is narrow, and longer ago than it is long. PostgreSQL cannot know, it takes the
     * events that pass a filter to be spread over the whole log.
     */
    private boolean isNarrow(Optional<Instant> begin, Optional<Instant> end) {
        if (begin.isEmpty() || end.isEmpty()) {
            return false;
        }
        Duration length = Duration.between(begin.get(), end.get());
        return length.compareTo(NARROW) <= 0
                && (filter.ascending() || end.get().plus(length).isBefore(now));
    }

    /** Rows are handed over until there are enough, or no more are wanted. */
    private final class Run {
        private final Connection connection;
        private final Rows rows;
        private final long deadline = System.nanoTime() + bound.toNanos();
        private int taken;
        private boolean wanted = true;

        Run(Connection connection, Rows rows) {
            this.connection = connection;
            this.rows = rows;
        }

        int missing() {
            return limit - taken;
        }

        void read(Database.Work<PreparedStatement> query) throws SQLException {
            try (PreparedStatement statement = query.on(connection)) {
                // Contents are looked into a few at a time: a page of large ones must not stand in memory at once.
                statement.setFetchSize(EventStore.FETCHED);
                try (ResultSet found = statement.executeQuery()) {
                    while (wanted && found.next()) {
                        taken++;
                        wanted = rows.take(found) && taken < limit;
                    }
                }
            }
        }

        /**
         * Reads along an index in the order of the page, always. PostgreSQL does not know how many rows a range has; where it
         * believes that they are few, it fetches all of them to put them in order.
         */
        void readInOrder(Database.Work<PreparedStatement> query) throws SQLException {
            try (Statement settings = connection.createStatement()) {
                settings.execute("SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off");
                read(query);
                settings.execute("SET LOCAL enable_sort = on; SET LOCAL enable_bitmapscan = on");
            }
        }

        /** A statement is bounded by itself; there may be many of them. */
        void checkTime() {
            if (System.nanoTime() > deadline) {
                throw LogProblems.tooManyOthers(bound);
            }
        }
    }
}
