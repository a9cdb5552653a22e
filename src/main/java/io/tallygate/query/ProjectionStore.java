package io.tallygate.query;

import io.tallygate.audit.TenantCondition;
import io.tallygate.audit.TenantReads;
import io.tallygate.event.Tenants;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads how far what is derived from the log has come. Who may see some tenants only is told it of their events: numbers of the
 * whole log would tell how much others store.
 */
@Singleton
class ProjectionStore {
    private static final String OF_ALL = """
            SELECT p.name, p.sequence, h.last_sequence, h.last_sequence - p.sequence
              FROM projection_position p CROSS JOIN audit_head h ORDER BY p.name""";
    private static final String OF_SOME = """
            SELECT p.name, least(p.sequence, h.last_sequence), h.last_sequence, l.events
              FROM projection_position p
             CROSS JOIN (SELECT coalesce(max(e.sequence), 0) AS last_sequence FROM audit_event e WHERE $tenants) h
             CROSS JOIN LATERAL (
                SELECT count(*) AS events
                  FROM (SELECT 1 FROM audit_event e WHERE $tenants AND e.sequence > p.sequence LIMIT %d) b) l
             ORDER BY p.name""";
    private static final String LAG_OF_ALL = """
            SELECT greatest(h.last_sequence - min(p.sequence), 0) FROM audit_head h CROSS JOIN projection_position p
             GROUP BY h.last_sequence""";
    private static final String LAG_OF_SOME = """
            SELECT count(*) FROM (
                SELECT 1 FROM audit_event e
                 WHERE $tenants AND e.sequence > (SELECT min(sequence) FROM projection_position) LIMIT ?) b""";
    /** Of one who is far behind nobody needs to know more. */
    static final int COUNTED = 10_000;

    private final TenantReads tenantReads;

    ProjectionStore(TenantReads tenantReads) {
        this.tenantReads = tenantReads;
    }

    /**
     * How far something that is derived from the log has come.
     *
     * @param name what it is
     * @param sequence all entries of the log up to this number are in it
     * @param head the number of the last entry of the log
     * @param lag how many entries are not in it yet
     */
    record ProjectionView(String name, long sequence, long head, long lag) {}

    /** All of them, by name; of some tenants the numbers are of their entries, and {@value #COUNTED} at most are counted. */
    List<ProjectionView> find(Tenants tenants) {
        return tenantReads.reading(tenants, connection -> {
            try (PreparedStatement statement = prepare(connection, tenants);
                    ResultSet rows = statement.executeQuery()) {
                List<ProjectionView> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(new ProjectionView(rows.getString(1), rows.getLong(2), rows.getLong(3), rows.getLong(4)));
                }
                return found;
            }
        });
    }

    private static PreparedStatement prepare(Connection connection, Tenants tenants) throws SQLException {
        if (tenants instanceof Tenants.All) {
            return connection.prepareStatement(OF_ALL);
        }
        TenantCondition own = TenantCondition.on("e.tenant_id", tenants);
        List<Object> values = new ArrayList<>(own.values());
        values.addAll(own.values());
        return bound(connection, OF_SOME.formatted(COUNTED).replace("$tenants", own.sql()), values);
    }

    /** How many entries the one that is farthest behind lacks, within a transaction of the caller's; of some tenants, so many at most. */
    static long lag(Connection connection, Tenants tenants, long most) throws SQLException {
        TenantCondition own = TenantCondition.on("e.tenant_id", tenants);
        List<Object> values = new ArrayList<>(own.values());
        values.add(most);
        boolean all = tenants instanceof Tenants.All;
        try (PreparedStatement statement = all
                        ? connection.prepareStatement(LAG_OF_ALL)
                        : bound(connection, LAG_OF_SOME.replace("$tenants", own.sql()), values);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    private static PreparedStatement bound(Connection connection, String sql, List<Object> values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
        return statement;
    }
}
