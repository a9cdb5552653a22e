package io.tallygate.query;

import io.tallygate.access.Reader;
import io.tallygate.audit.TenantReads;
import io.tallygate.event.Tenants;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads recorded events for a rehearsal, a page at a time, each by a short transaction of its own. */
@Singleton
class RehearsalStore {
    private final TenantReads tenantReads;

    RehearsalStore(TenantReads tenantReads) {
        this.tenantReads = tenantReads;
    }

    /**
     * Which events are asked for; each is empty where it does not matter.
     *
     * @param tenants whose
     * @param type the event type; empty where the dialect's types have to be looked at one by one
     */
    record Filter(
            String dialect,
            Optional<String> type,
            Optional<String> version,
            Tenants tenants,
            Optional<Instant> from,
            Optional<Instant> to) {

        private EventStore.Filter behind(long after) {
            return new EventStore.Filter(
                    new Reader(tenants, true),
                    type,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    from,
                    to,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(after),
                    true);
        }
    }

    /** A recorded event. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Recorded(long sequence, String id, String type, String source, byte[] content) {}

    /** The number of the last entry of the log. */
    long last() {
        // How far the log goes is no tenant's, and is told to nobody.
        return tenantReads.reading(Tenants.ALL, connection -> {
            try (PreparedStatement statement = connection.prepareStatement("SELECT last_sequence FROM audit_head");
                    ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    /** From one number on, the next behind which an event that passes the filter may be: none between the two does. */
    long passOver(Filter filter, long after) {
        EventStore.Filter asked = filter.behind(after);
        if (!Stretches.know(asked)) {
            return after;
        }
        return tenantReads.reading(filter.tenants, connection -> {
            Stretches stretches = Stretches.of(connection, asked);
            return stretches.behind(Optional.of(after)).ranges().stream()
                    .findFirst()
                    .map(range -> range.first() - 1)
                    .orElseGet(() -> Math.max(after, stretches.reached()));
        });
    }

    /** The first of the events of a stretch of the log that pass the filter. */
    List<Recorded> page(Filter filter, long after, long upTo, int limit) {
        SqlFilter sql = new SqlFilter()
                .and("e.sequence > ?", after)
                .and("e.sequence <= ?", upTo)
                .and("e.dialect = ?", filter.dialect)
                .and("e.event_type = ?", filter.type)
                .and("e.event_version = ?", filter.version)
                .ofTenants("e.tenant_id", filter.tenants)
                .and("e.event_time >= ?", filter.from)
                .and("e.event_time < ?", filter.to);
        return tenantReads.reading(filter.tenants, connection -> {
            try (PreparedStatement statement = sql.prepare(
                            connection,
                            "SELECT e.sequence, e.event_id, e.event_type, e.source, e.content FROM audit_event e",
                            " ORDER BY e.sequence LIMIT " + limit);
                    ResultSet rows = statement.executeQuery()) {
                return recorded(rows);
            }
        });
    }

    private static List<Recorded> recorded(ResultSet rows) throws SQLException {
        List<Recorded> found = new ArrayList<>();
        while (rows.next()) {
            found.add(new Recorded(
                    rows.getLong("sequence"),
                    rows.getString("event_id"),
                    rows.getString("event_type"),
                    rows.getString("source"),
                    rows.getBytes("content")));
        }
        return found;
    }
}
