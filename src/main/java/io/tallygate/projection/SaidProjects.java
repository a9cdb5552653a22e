package io.tallygate.projection;

import io.tallygate.schema.SchemaCatalog;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The projects of workflows whose events leave it to one of them to say it, mostly to the first. It is looked for in the log,
 * among the first {@value #LOOKED_THROUGH} events of each workflow.
 */
public final class SaidProjects {
    private static final int LOOKED_THROUGH = 100;
    private static final int FETCHED = 50;
    private static final String FIND = """
            SELECT w.tenant_id, w.workflow_id, w.event_type, s.sequence, s.content
              FROM unnest(?::uuid[], ?::text[], ?::text[]) AS w (tenant_id, workflow_id, event_type)
             CROSS JOIN LATERAL (
                SELECT b.sequence, b.content
                  FROM (SELECT e.sequence, e.event_type, e.content FROM audit_event e
                         WHERE e.workflow_id = w.workflow_id AND e.tenant_id = w.tenant_id
                         ORDER BY e.sequence LIMIT %d) b
                 WHERE b.event_type = w.event_type ORDER BY b.sequence LIMIT 1) s""".formatted(LOOKED_THROUGH);

    private final SchemaCatalog catalog;

    public SaidProjects(SchemaCatalog catalog) {
        this.catalog = catalog;
    }

    /**
     * A workflow.
     *
     * @param sayer the type of the event that says its project
     */
    public record Workflow(UUID tenant, String id, String sayer) {}

    /**
     * What was said.
     *
     * @param sequence the number of the event that says it
     */
    public record SaidProject(long sequence, String project) {}

    /** The projects of those of these workflows that have one, within a transaction of the caller's. */
    public Map<Workflow, SaidProject> find(Connection connection, Collection<Workflow> workflows) throws SQLException {
        List<Workflow> wanted = List.copyOf(workflows);
        Map<Workflow, SaidProject> found = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "uuid", wanted.stream().map(Workflow::tenant).toArray(UUID[]::new)));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "text", wanted.stream().map(Workflow::id).toArray(String[]::new)));
            statement.setArray(
                    3,
                    connection.createArrayOf(
                            "text", wanted.stream().map(Workflow::sayer).toArray(String[]::new)));
            statement.setFetchSize(FETCHED);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Workflow workflow =
                            new Workflow(rows.getObject(1, UUID.class), rows.getString(2), rows.getString(3));
                    long sequence = rows.getLong(4);
                    catalog.details(workflow.sayer, rows.getBytes(5))
                            .project()
                            .ifPresent(project -> found.put(workflow, new SaidProject(sequence, project)));
                }
            }
        }
        return found;
    }
}
