package io.tallygate.query;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallygate.access.Reader;
import io.tallygate.audit.TenantReads;
import io.tallygate.event.Tenants;
import io.tallygate.query.StreamFilter.Facts;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

/** Reads the audit log and the quarantine by position, a page at a time, for the live stream. */
@Singleton
class StreamLog {
    /** Below its snapshot's lower bound, every transaction is over, and what it stored is visible or never will be. */
    private static final String ENDS =
            "SELECT last_sequence, pg_snapshot_xmin(pg_current_snapshot())::text FROM audit_head";

    private static final String EVENTS = "SELECT " + EventStore.COLUMNS + " FROM audit_event e";
    private static final String ROWS =
            "SELECT " + QuarantineStore.COLUMNS + ", stored_by::text AS stored_by FROM quarantine";

    /** What a view adds to the bytes of an event, about. */
    private static final int VIEW_BYTES = 1024;

    private static final int FETCHED = 50;
    /** Of more that was missed nobody needs to know how much it was. */
    private static final int COUNTED = 10_000;

    private final TenantReads tenantReads;
    private final EventRows rows;
    private final Masking masking;
    private final InheritedProjects projects;
    private final ObjectMapper json;
    private final StreamConfig config;
    private final Clock clock;
    private final int pageEntries;
    private final long pageBytes;

    StreamLog(
            TenantReads tenantReads,
            EventRows rows,
            Masking masking,
            InheritedProjects projects,
            ObjectMapper json,
            StreamConfig config,
            Clock clock) {
        this.tenantReads = tenantReads;
        this.rows = rows;
        this.masking = masking;
        this.projects = projects;
        this.json = json;
        this.config = config;
        this.clock = clock;
        // One of each fits into a reader's buffer, so that nothing of them is dropped for a reader that reads.
        this.pageEntries = Math.max(1, Math.min(config.page(), config.bufferEvents() / 2));
        this.pageBytes = config.bufferBytes().asLongValue() / 3;
    }

    /** Entries that are read at a time at most. */
    int pageEntries() {
        return pageEntries;
    }

    /** Where both end: all up to there is visible to statements that follow. */
    record Ends(long sequence, QuarantinePosition quarantine) {}

    /** @throws io.tallygate.audit.StorageUnavailableException if the storage is away, as for all questions here */
    Ends ends() {
        // How far both go is no tenant's.
        return tenantReads.reading(Tenants.ALL, connection -> {
            try (PreparedStatement statement = connection.prepareStatement(ENDS);
                    ResultSet row = statement.executeQuery()) {
                row.next();
                return new Ends(row.getLong(1), QuarantinePosition.before(Long.parseLong(row.getString(2))));
            }
        });
    }

    /** How many events of these tenants a stretch of the log has; no more than {@value #COUNTED} are counted. */
    long count(Tenants tenants, long after, long upTo) {
        SqlFilter stretch = new SqlFilter()
                .ofTenants("e.tenant_id", tenants)
                .and("e.sequence > ?", after)
                .and("e.sequence <= ?", upTo);
        return tenantReads.reading(tenants, connection -> {
            try (PreparedStatement statement = stretch.prepare(
                            connection,
                            "SELECT count(*) FROM (SELECT 1 FROM audit_event e",
                            " LIMIT " + COUNTED + ") b");
                    ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    /**
     * Events of the log.
     *
     * @param reader whom they are read for
     * @param filter what the database is to leave out
     * @param wanted what is not worth being read further
     */
    StreamPage<StreamPage.Event, Long> events(
            Reader reader, long after, long upTo, SqlFilter filter, Predicate<Facts> wanted) {
        filter.ofTenants("e.tenant_id", reader.tenants())
                .and("e.sequence > ?", after)
                .and("e.sequence <= ?", upTo);
        List<EventView> views = new ArrayList<>();
        long last = tenantReads.reading(reader.tenants(), connection -> {
            try (PreparedStatement statement =
                    filter.prepare(connection, EVENTS, " ORDER BY e.sequence LIMIT " + pageEntries)) {
                return readEvents(reader, statement, upTo, wanted, views);
            }
        });
        List<StreamPage.Event> events = projects.added(reader.tenants(), views).stream()
                .map(view -> new StreamPage.Event(view, masking, json))
                .toList();
        return new StreamPage<>(events, last, last == upTo);
    }

    private long readEvents(
            Reader reader, PreparedStatement query, long upTo, Predicate<Facts> wanted, List<EventView> views)
            throws SQLException {
        query.setFetchSize(FETCHED);
        try (ResultSet found = query.executeQuery()) {
            int read = 0;
            long bytes = 0;
            while (found.next()) {
                read++;
                if (wanted.test(facts(found))) {
                    EventView view = rows.view(reader, found, EventRows.Kind.WITH_EVENT);
                    views.add(view);
                    bytes += view.size() + VIEW_BYTES;
                }
                if (read == pageEntries || bytes >= pageBytes) {
                    return found.getLong("sequence");
                }
            }
            return upTo;
        }
    }

    private static Facts facts(ResultSet row) throws SQLException {
        return new Facts(
                row.getObject("tenant_id", UUID.class),
                row.getString("event_type"),
                row.getString("source"),
                row.getString("workflow_id"),
                row.getString("dialect"),
                row.getString("door"));
    }

    /** Quarantined events in the order in which they became visible; what is older than a reader may ask for is left out. */
    StreamPage<StreamPage.Row, QuarantinePosition> quarantined(
            Reader reader, QuarantinePosition after, QuarantinePosition upTo, SqlFilter filter) {
        filter.ofTenants("tenant_id", reader.tenants())
                .and("received_at >= ?", clock.instant().minus(config.maxResumeAge()))
                // The numbers are ours; the driver has no type for them.
                .and("(stored_by, id) > ('" + Long.toUnsignedString(after.transaction()) + "'::xid8, ?)", after.id())
                .and("stored_by < '" + Long.toUnsignedString(upTo.transaction()) + "'::xid8");
        return tenantReads.reading(reader.tenants(), connection -> {
            try (PreparedStatement statement =
                    filter.prepare(connection, ROWS, " ORDER BY stored_by, id LIMIT " + pageEntries)) {
                return readRows(reader, statement, upTo);
            }
        });
    }

    private StreamPage<StreamPage.Row, QuarantinePosition> readRows(
            Reader reader, PreparedStatement query, QuarantinePosition upTo) throws SQLException {
        query.setFetchSize(FETCHED);
        List<StreamPage.Row> page = new ArrayList<>();
        long bytes = 0;
        try (ResultSet found = query.executeQuery()) {
            while (found.next()) {
                QuarantinePosition position = new QuarantinePosition(
                        Long.parseLong(found.getString("stored_by")), found.getObject("id", UUID.class));
                StreamPage.Row row =
                        StreamPage.Row.of(position, QuarantineStore.view(found, null, null), masking, json);
                page.add(row);
                bytes += row.written().size();
                if (page.size() == pageEntries || bytes >= pageBytes) {
                    return new StreamPage<>(page, position, false);
                }
            }
        }
        return new StreamPage<>(page, upTo, true);
    }
}
