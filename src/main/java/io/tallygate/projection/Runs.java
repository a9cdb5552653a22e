package io.tallygate.projection;

import io.tallygate.audit.TenantCondition;
import io.tallygate.audit.TenantReads;
import io.tallygate.event.Tenants;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The runs of one workflow as the log has them now: what is derived of them, and added to it the few events that are in the log
 * but not derived from yet. Both are read of one moment, so no event counts twice.
 */
@Singleton
public final class Runs {
    /** More of one workflow are not derived from yet only while all is made anew; then what is told is of these. */
    private static final int MOST_ADDED = 20_000;

    private static final int FETCHED = 50;
    private static final DerivedTable TABLE = new DerivedTable("workflow_run");
    private static final String POSITION =
            "SELECT sequence FROM projection_position WHERE name = '" + RunsProjection.NAME + "' AND version = ?";
    private static final String NEWEST = "SELECT " + RunTable.COLUMNS
            + " FROM workflow_run r"
            + " WHERE r.workflow_id = ? AND r.tenant_id = ? AND (?::text IS NULL OR r.run_id = ?)"
            + " ORDER BY r.last_sequence DESC LIMIT ?";
    /** If it is of several, two of them: that is enough to say so. */
    private static final String TENANTS = """
            (SELECT tenant_id FROM workflow_run WHERE workflow_id = ? AND $tenants ORDER BY tenant_id LIMIT 1)
            UNION
            (SELECT tenant_id FROM workflow_run WHERE workflow_id = ? AND $tenants ORDER BY tenant_id DESC LIMIT 1)""";

    private static final String TAIL = "SELECT " + LogReader.COLUMNS
            + " FROM audit_event e"
            + " WHERE e.workflow_id = ? AND $tenants AND e.sequence > ?"
            + " ORDER BY e.sequence LIMIT " + MOST_ADDED;

    private final TenantReads reads;
    private final LogReader log;
    private final RunsProjection projection;

    Runs(TenantReads reads, LogReader log, RunsProjection projection) {
        this.reads = reads;
        this.log = log;
        this.projection = projection;
    }

    /**
     * Runs of a workflow, the one with the latest event first.
     *
     * @param tenants whose runs
     * @param run one run only, by its id as it is kept: see {@link RunKey#idOf}
     * @param limit the most runs of those that are derived already
     * @return if several of these tenants have such a workflow, the runs of two at least
     */
    public List<Run> of(String workflowId, Tenants tenants, Optional<String> run, int limit) {
        return reads.reading(tenants, connection -> {
            TABLE.readAtOneMoment(connection);
            Optional<Long> position = position(connection);
            Map<RunKey, Run> tail = tail(connection, workflowId, tenants, position.orElse(0L));
            run.ifPresent(only -> tail.keySet().removeIf(key -> !key.runId().equals(only)));
            Map<RunKey, Run> all = new HashMap<>(tail);
            if (position.isPresent()) {
                RunTable.load(connection, tail.keySet()).forEach((key, before) -> all.merge(key, before, Run::merge));
                for (UUID owner : owners(connection, workflowId, tenants)) {
                    newest(connection, workflowId, owner, run, limit)
                            .forEach(known -> all.putIfAbsent(known.key(), known));
                }
            }
            return all.values().stream()
                    .sorted(Comparator.comparingLong(Run::lastSequence).reversed())
                    .toList();
        });
    }

    /** Empty if what there is was made by another version, or is to be made anew. */
    private Optional<Long> position(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(POSITION)) {
            statement.setInt(1, projection.version());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
            }
        }
    }

    private static List<UUID> owners(Connection connection, String workflowId, Tenants tenants) throws SQLException {
        Optional<UUID> only = tenants.single();
        if (only.isPresent()) {
            return List.of(only.get());
        }
        TenantCondition own = TenantCondition.on("tenant_id", tenants);
        try (PreparedStatement statement = connection.prepareStatement(TENANTS.replace("$tenants", own.sql()))) {
            int next = bind(statement, 1, workflowId, own);
            bind(statement, next, workflowId, own);
            try (ResultSet rows = statement.executeQuery()) {
                List<UUID> owners = new ArrayList<>();
                while (rows.next()) {
                    owners.add(rows.getObject(1, UUID.class));
                }
                return owners;
            }
        }
    }

    private static List<Run> newest(
            Connection connection, String workflowId, UUID tenant, Optional<String> run, int limit)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(NEWEST)) {
            statement.setString(1, workflowId);
            statement.setObject(2, tenant);
            statement.setString(3, run.orElse(null));
            statement.setString(4, run.orElse(null));
            statement.setInt(5, limit);
            try (ResultSet rows = statement.executeQuery()) {
                List<Run> runs = new ArrayList<>();
                while (rows.next()) {
                    runs.add(RunTable.read(rows));
                }
                return runs;
            }
        }
    }

    /** @return the next place */
    private static int bind(PreparedStatement statement, int from, String workflowId, TenantCondition own)
            throws SQLException {
        int at = from;
        statement.setString(at++, workflowId);
        for (Object value : own.values()) {
            statement.setObject(at++, value);
        }
        return at;
    }

    private Map<RunKey, Run> tail(Connection connection, String workflowId, Tenants tenants, long after)
            throws SQLException {
        TenantCondition own = TenantCondition.on("e.tenant_id", tenants);
        try (PreparedStatement statement = connection.prepareStatement(TAIL.replace("$tenants", own.sql()))) {
            statement.setLong(bind(statement, 1, workflowId, own), after);
            statement.setFetchSize(FETCHED);
            Map<RunKey, Run> runs = new HashMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    projection.add(log.event(rows), runs);
                }
            }
            return runs;
        }
    }
}
