package io.tallygate.query;

import io.tallygate.access.Reader;
import io.tallygate.audit.Database;
import io.tallygate.audit.TenantReads;
import io.tallygate.event.Content;
import io.tallygate.event.Tenants;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads the audit log. */
@Singleton
class EventStore {
    /** What {@link EventRows} makes views of, of a table {@code e}. */
    static final String COLUMNS = """
            e.sequence, e.event_id, e.tenant_id, e.event_type, e.event_version, e.dialect, e.source, e.workflow_id,
            e.correlation_id, e.event_time, e.received_at, e.door, e.routing_key, e.traceparent,
            e.sha256, e.content""";

    /** Rows that are in memory at a time. */
    static final int FETCHED = 50;

    /** Events that may pass a filter of the events themselves, read by one statement at most. */
    private static final int CANDIDATES = 1_000;

    private final TenantReads tenantReads;
    private final EventRows rows;
    private final InheritedProjects projects;
    private final Clock clock;
    private final BoundedReads reads;
    private final Duration bound;

    EventStore(TenantReads tenantReads, EventRows rows, InheritedProjects projects, Clock clock, QueryConfig config) {
        this.tenantReads = tenantReads;
        this.rows = rows;
        this.projects = projects;
        this.clock = clock;
        this.reads = new BoundedReads(tenantReads, config.statementTimeout());
        this.bound = config.statementTimeout();
    }

    /**
     * What a list asks for; each is empty where it does not matter.
     *
     * @param reader whom it is answered for
     * @param from the earliest time at which it happened, inclusive
     * @param to the time before which it happened, exclusive
     * @param after the sequence number behind which the page begins
     */
    record Filter(
            Reader reader,
            Optional<String> type,
            Optional<String> source,
            Optional<String> workflow,
            Optional<String> correlation,
            Optional<Instant> from,
            Optional<Instant> to,
            Optional<Instant> receivedFrom,
            Optional<Instant> receivedTo,
            Optional<Long> after,
            boolean ascending) {

        Tenants tenants() {
            return reader.tenants();
        }

        boolean asksForTime() {
            return from.isPresent() || to.isPresent() || receivedFrom.isPresent() || receivedTo.isPresent();
        }

        /** The same behind another number. */
        Filter behind(long sequence) {
            return new Filter(
                    reader,
                    type,
                    source,
                    workflow,
                    correlation,
                    from,
                    to,
                    receivedFrom,
                    receivedTo,
                    Optional.of(sequence),
                    ascending);
        }
    }

    /** At most this many events that pass the filter. */
    List<EventView> find(Filter filter, int limit, boolean withContent) {
        EventRows.Kind kind = withContent ? EventRows.Kind.WITH_EVENT : EventRows.Kind.BARE;
        EventScan scan = scan(filter, PayloadFilter.NONE, limit);
        return projects.added(filter.tenants(), tenantReads.reading(filter.tenants(), connection -> {
            List<EventView> views = new ArrayList<>();
            scan.run(connection, row -> {
                views.add(rows.view(filter.reader, row, kind));
                return true;
            });
            return views;
        }));
    }

    /**
     * The same of events that also pass a filter of the events themselves.
     *
     * @throws io.tallygate.api.ProblemException if so many have to be looked through that it takes too long
     */
    List<EventView> find(Filter filter, PayloadFilter payload, int limit, boolean withContent) {
        if (payload.isEmpty()) {
            return find(filter, limit, withContent);
        }
        Search search = new Search(filter.reader, payload, limit, System.nanoTime() + bound.toNanos());
        Filter rest = filter;
        while (reads.read(filter.tenants(), lookThrough(rest, search), LogProblems::tooManyEvents)) {
            rest = filter.behind(search.lastLookedAt);
        }
        return search.found.stream()
                .map(view -> withContent ? view : view.bare())
                .toList();
    }

    /** Looks through the next candidates. The work says whether there are more, and they are wanted. */
    private Database.Work<Boolean> lookThrough(Filter filter, Search search) {
        EventScan scan = scan(filter, search.payload, CANDIDATES);
        return connection -> {
            boolean isMore = scan.run(connection, row -> {
                search.look(row);
                return !search.isOver();
            });
            search.sift();
            return isMore && !search.isOver();
        };
    }

    private EventScan scan(Filter filter, PayloadFilter payload, int limit) {
        return new EventScan(filter, payload, projects.inheriting(), limit, clock.instant(), bound);
    }

    /** What was found so far. For one thread. */
    private final class Search {
        private final Reader reader;
        private final PayloadFilter payload;
        private final int limit;
        private final long deadline;
        private final List<EventView> found = new ArrayList<>();
        private final List<EventView> unsifted = new ArrayList<>();
        private long lastLookedAt;

        Search(Reader reader, PayloadFilter payload, int limit, long deadline) {
            this.reader = reader;
            this.payload = payload;
            this.limit = limit;
            this.deadline = deadline;
        }

        boolean isOver() {
            return found.size() >= limit;
        }

        void look(ResultSet row) throws SQLException {
            // A statement is bounded by itself; there may be many of them, and of their rows.
            if (System.nanoTime() > deadline) {
                throw LogProblems.tooManyEvents(bound);
            }
            lastLookedAt = row.getLong("sequence");
            if (payload.admits(rows.searchable(reader, row))) {
                unsifted.add(rows.view(reader, row, EventRows.Kind.WITH_EVENT));
            }
            if (unsifted.size() >= FETCHED) {
                sift();
            }
        }

        /** What is inherited is looked up for some at a time. */
        void sift() {
            projects.added(reader.tenants(), unsifted).stream()
                    .filter(payload::admits)
                    .limit(limit - (long) found.size())
                    .forEach(found::add);
            unsifted.clear();
        }
    }

    /** The events of this id: one a tenant, so several only for a reader of several. Two at most. */
    List<EventView> byId(Reader reader, String id) {
        SqlFilter sql = byIdOf(reader, id);
        return projects.added(
                reader.tenants(),
                read(
                        reader,
                        EventRows.Kind.WHOLE,
                        connection -> sql.prepare(
                                connection,
                                "SELECT " + COLUMNS + " FROM audit_key k"
                                        + " JOIN audit_event e ON e.sequence = k.sequence AND e.received_at = k.received_at",
                                " ORDER BY e.sequence LIMIT 2")));
    }

    private static SqlFilter byIdOf(Reader reader, String id) {
        return new SqlFilter().and("k.event_id = ?", id).ofTenants("k.tenant_id", reader.tenants());
    }

    /** What was sent for an event, and whose it is. */
    record Original(UUID tenant, Content content) {}

    /** The original bytes of the events of this id. Two at most. */
    List<Original> originals(Reader reader, String id) {
        SqlFilter sql = byIdOf(reader, id);
        return tenantReads.reading(reader.tenants(), connection -> {
            try (PreparedStatement statement = sql.prepare(
                            connection,
                            "SELECT e.tenant_id, e.content FROM audit_key k"
                                    + " JOIN audit_event e ON e.sequence = k.sequence AND e.received_at = k.received_at",
                            " ORDER BY e.sequence LIMIT 2");
                    ResultSet rows = statement.executeQuery()) {
                List<Original> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(new Original(rows.getObject(1, UUID.class), Content.of(rows.getBytes(2))));
                }
                return found;
            }
        });
    }

    private List<EventView> read(Reader reader, EventRows.Kind kind, Database.Work<PreparedStatement> query) {
        return tenantReads.reading(reader.tenants(), connection -> {
            try (PreparedStatement statement = query.on(connection)) {
                // Contents are looked into a few at a time: a page of large ones must not stand in memory at once.
                statement.setFetchSize(FETCHED);
                try (ResultSet found = statement.executeQuery()) {
                    List<EventView> views = new ArrayList<>();
                    while (found.next()) {
                        views.add(rows.view(reader, found, kind));
                    }
                    return views;
                }
            }
        });
    }
}
