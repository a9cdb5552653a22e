package io.tallygate.projection;

import io.tallygate.audit.Database;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
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
    private static final String POSITION =
            "SELECT sequence FROM projection_position WHERE name = '" + RunsProjection.NAME + "' AND version = ?";
    private static final String NEWEST = "SELECT " + RunTable.COLUMNS
            + " FROM workflow_run r"
            + " WHERE r.workflow_id = ? AND r.tenant_id = ? AND (?::text IS NULL OR r.run_id = ?)"
            + " ORDER BY r.last_sequence DESC LIMIT ?";
    /** If it is of several, two of them: that is enough to say so. */
    private static final String TENANTS = """
            (SELECT tenant_id FROM workflow_run WHERE workflow_id = ? ORDER BY tenant_id LIMIT 1)
            UNION
            (SELECT tenant_id FROM workflow_run WHERE workflow_id = ? ORDER BY tenant_id DESC LIMIT 1)""";

    private static final String TAIL = "SELECT " + LogReader.COLUMNS
            + " FROM audit_event e"
            + " WHERE e.workflow_id = ? AND e.sequence > ? AND (?::uuid IS NULL OR e.tenant_id = ?)"
            + " ORDER BY e.sequence LIMIT " + MOST_ADDED;

    private final Database database;
    private final LogReader log;
    private final RunsProjection projection;

    Runs(Database database, LogReader log, RunsProjection projection) {
        this.database = database;
        this.log = log;
        this.projection = projection;
    }

    /**
     * Runs of a workflow, the one with the latest event first.
     *
     * @param run one run only
     * @param limit the most runs of those that are derived already
     * @return where no tenant is given, those of two at least if there are several
     */
    public List<Run> of(String workflowId, Optional<UUID> tenant, Optional<String> run, int limit) {
        return database.reading(connection -> {
            atOneMoment(connection);
            Optional<Long> position = position(connection);
            Map<RunKey, Run> tail = tail(connection, workflowId, tenant, position.orElse(0L));
            run.ifPresent(only -> tail.keySet().removeIf(key -> !key.runId().equals(only)));
            Map<RunKey, Run> all = new HashMap<>(tail);
            if (position.isPresent()) {
                RunTable.load(connection, tail.keySet()).forEach((key, before) -> all.merge(key, before, Run::merge));
                for (UUID owner : tenant.isPresent() ? List.of(tenant.get()) : tenants(connection, workflowId)) {
                    newest(connection, workflowId, owner, run, limit)
                            .forEach(known -> all.putIfAbsent(known.key(), known));
                }
            }
            return all.values().stream()
                    .sorted(Comparator.comparingLong(Run::lastSequence).reversed())
                    .toList();
        });
    }

    /** The lock comes before the moment: a table that is emptied after it would be empty, and its position not yet 0. */
    private static void atOneMoment(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            statement.execute("LOCK TABLE workflow_run IN ACCESS SHARE MODE");
        }
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

    private static List<UUID> tenants(Connection connection, String workflowId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TENANTS)) {
            statement.setString(1, workflowId);
            statement.setString(2, workflowId);
            try (ResultSet rows = statement.executeQuery()) {
                List<UUID> tenants = new ArrayList<>();
                while (rows.next()) {
                    tenants.add(rows.getObject(1, UUID.class));
                }
                return tenants;
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

    private Map<RunKey, Run> tail(Connection connection, String workflowId, Optional<UUID> tenant, long after)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TAIL)) {
            statement.setString(1, workflowId);
            statement.setLong(2, after);
            statement.setObject(3, tenant.orElse(null));
            statement.setObject(4, tenant.orElse(null));
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
