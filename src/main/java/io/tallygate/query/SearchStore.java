package io.tallygate.query;

import io.tallygate.access.Reader;
import io.tallygate.audit.Database;
import io.tallygate.audit.TenantCondition;
import io.tallygate.audit.TenantReads;
import io.tallygate.event.Tenants;
import io.tallygate.query.SearchHit.Kind;
import io.tallygate.query.SearchHit.Matched;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Finds by ids, whole or by their beginning. Every question is a short walk along an index. */
@Singleton
class SearchStore {
    /** All ids that begin with a text are from it on and before this one: the text and the last character there is. */
    private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

    private static final int OF_A_KIND = 5;
    private static final String EVENTS = """
            SELECT k.event_id AS id, k.event_id AS name, k.tenant_id, e.event_type, e.received_at, e.sequence
              FROM audit_key k JOIN audit_event e ON e.sequence = k.sequence AND e.received_at = k.received_at""";
    private static final String QUARANTINED =
            "SELECT id::text AS id, %s AS name, tenant_id, event_type, received_at, NULL::bigint AS sequence FROM quarantine";

    /** From one id to the next, however many events each has; and of each its last event. */
    private static final String BY_COLUMN = """
            WITH RECURSIVE ids (id, place) AS (
                (SELECT e.%1$s, 1 FROM audit_event e WHERE e.%1$s >= ? AND e.%1$s < ? AND %2$s AND $tenants
                  ORDER BY e.%1$s LIMIT 1)
                UNION ALL
                (SELECT (SELECT e.%1$s FROM audit_event e WHERE e.%1$s > ids.id AND e.%1$s < ? AND %2$s AND $tenants
                          ORDER BY e.%1$s LIMIT 1), place + 1
                   FROM ids WHERE ids.id IS NOT NULL AND place < ?)
            )
            SELECT ids.id, ids.id AS name, l.tenant_id, l.event_type, l.received_at, l.sequence
              FROM ids CROSS JOIN LATERAL (
                SELECT e.tenant_id, e.event_type, e.received_at, e.sequence FROM audit_event e
                 WHERE e.%1$s = ids.id AND %2$s AND $tenants
                 ORDER BY e.sequence DESC LIMIT 1) l
             ORDER BY ids.id LIMIT ?""";

    private static final String WORKFLOWS = BY_COLUMN.formatted("workflow_id", "e.workflow_id IS NOT NULL");
    private static final String CORRELATIONS =
            BY_COLUMN.formatted("correlation_id", "e.correlation_id IS DISTINCT FROM e.workflow_id");

    private final BoundedReads reads;

    SearchStore(TenantReads tenantReads, QueryConfig config) {
        this.reads = new BoundedReads(tenantReads, config.statementTimeout());
    }

    /**
     * What has this id or one that begins so, whole ones first.
     *
     * @throws io.tallygate.api.ProblemException if it takes too long
     */
    List<SearchHit> find(Reader reader, String text, int limit) {
        Tenants tenants = reader.tenants();
        List<SearchHit> hits = new ArrayList<>();
        hits.addAll(read(
                tenants,
                Kind.EVENT,
                text,
                connection -> range("k.event_id", text, of("k.tenant_id", tenants))
                        .prepare(connection, EVENTS, " ORDER BY k.event_id, k.tenant_id LIMIT " + OF_A_KIND)));
        hits.addAll(read(tenants, Kind.WORKFLOW, text, connection -> byColumn(connection, WORKFLOWS, text, tenants)));
        hits.addAll(
                read(tenants, Kind.CORRELATION, text, connection -> byColumn(connection, CORRELATIONS, text, tenants)));
        hits.addAll(quarantined(text, tenants));
        return hits.stream()
                .distinct()
                .sorted(Comparator.comparing(SearchHit::matched))
                .limit(limit)
                .toList();
    }

    private List<SearchHit> quarantined(String text, Tenants tenants) {
        List<SearchHit> hits = new ArrayList<>();
        wholeUuid(text)
                .ifPresent(id -> hits.addAll(read(
                        tenants,
                        Kind.QUARANTINE,
                        text,
                        connection -> of("tenant_id", tenants)
                                .and("id = ?", id)
                                .prepare(connection, QUARANTINED.formatted("id::text"), ""))));
        for (String column : List.of("event_id", "workflow_id")) {
            hits.addAll(read(
                    tenants,
                    Kind.QUARANTINE,
                    text,
                    connection -> range(column, text, of("tenant_id", tenants))
                            .prepare(
                                    connection,
                                    QUARANTINED.formatted(column),
                                    " ORDER BY " + column + ", id DESC LIMIT " + OF_A_KIND)));
        }
        return hits;
    }

    private static SqlFilter of(String column, Tenants tenants) {
        return new SqlFilter().ofTenants(column, tenants);
    }

    private static SqlFilter range(String column, String text, SqlFilter filter) {
        return filter.and(column + " >= ?", text).and(column + " < ?", text + LAST);
    }

    private static PreparedStatement byColumn(Connection connection, String sql, String text, Tenants tenants)
            throws SQLException {
        TenantCondition own = TenantCondition.on("e.tenant_id", tenants);
        List<Object> values = new ArrayList<>(List.of(text, text + LAST));
        values.addAll(own.values());
        values.add(text + LAST);
        values.addAll(own.values());
        values.add(OF_A_KIND);
        values.addAll(own.values());
        values.add(OF_A_KIND);
        PreparedStatement statement = connection.prepareStatement(sql.replace("$tenants", own.sql()));
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
        return statement;
    }

    private List<SearchHit> read(Tenants tenants, Kind kind, String text, Database.Work<PreparedStatement> query) {
        return reads.read(
                tenants,
                connection -> {
                    try (PreparedStatement statement = query.on(connection);
                            ResultSet rows = statement.executeQuery()) {
                        List<SearchHit> hits = new ArrayList<>();
                        while (rows.next()) {
                            hits.add(hit(kind, text, rows));
                        }
                        return hits;
                    }
                },
                LogProblems::tooManyEvents);
    }

    private static SearchHit hit(Kind kind, String text, ResultSet row) throws SQLException {
        String id = row.getString("id");
        String name = row.getString("name");
        Instant at = row.getObject("received_at", OffsetDateTime.class).toInstant();
        long sequence = row.getLong("sequence");
        return new SearchHit(
                kind,
                id,
                id.equals(name) ? null : name,
                row.getObject("tenant_id", UUID.class),
                row.getString("event_type"),
                at,
                sequence == 0 ? null : sequence,
                Matched.of(text, name));
    }

    private static Optional<UUID> wholeUuid(String text) {
        return text.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
                ? Optional.of(UUID.fromString(text))
                : Optional.empty();
    }
}
