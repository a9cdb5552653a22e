package io.tallygate.projection;

import io.tallygate.schema.SchemaCatalog;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The project of events that leave it to an earlier event of their workflow to say it. What is not among the latest
 * {@value #REMEMBERED} workflows is looked up in the log, among the first {@value #LOOKED_THROUGH} events of the workflow.
 *
 * <p>An event that came in before the one that says it has no project here, whenever and in whatever batches the log is
 * read. For one thread.
 */
final class WorkflowProjects {
    private static final int REMEMBERED = 20_000;
    private static final int LOOKED_THROUGH = 100;
    private static final int FETCHED = 50;
    private static final String FIND = """
            SELECT w.tenant_id, w.workflow_id, s.sequence, s.event_type, s.content
              FROM unnest(?::uuid[], ?::text[], ?::text[]) AS w (tenant_id, workflow_id, event_type)
             CROSS JOIN LATERAL (
                SELECT b.sequence, b.event_type, b.content
                  FROM (SELECT e.sequence, e.event_type, e.content FROM audit_event e
                         WHERE e.workflow_id = w.workflow_id AND e.tenant_id = w.tenant_id
                         ORDER BY e.sequence LIMIT""" + " " + LOOKED_THROUGH + """
            ) b
                 WHERE b.event_type = w.event_type ORDER BY b.sequence LIMIT 1) s""";

    private final SchemaCatalog catalog;
    private final Map<Workflow, Said> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Workflow, Said> eldest) {
            return size() > REMEMBERED;
        }
    };

    WorkflowProjects(SchemaCatalog catalog) {
        this.catalog = catalog;
    }

    private record Workflow(UUID tenant, String id, String sayer) {}

    /** The project that an event of the log says for its workflow. */
    private record Said(long sequence, String project) {}

    /** The same events, each with its project where an earlier one says it. */
    List<ProjectedEvent> added(Connection connection, List<ProjectedEvent> events) throws SQLException {
        Map<Workflow, Said> said = new HashMap<>();
        Set<Workflow> unknown = new LinkedHashSet<>();
        for (ProjectedEvent event : events) {
            asking(event).ifPresent(workflow -> {
                Said before = known.get(workflow);
                if (before == null) {
                    unknown.add(workflow);
                } else {
                    said.put(workflow, before);
                }
            });
        }
        if (!unknown.isEmpty()) {
            Map<Workflow, Said> found = find(connection, List.copyOf(unknown));
            said.putAll(found);
            known.putAll(found);
        }
        return said.isEmpty()
                ? events
                : events.stream().map(event -> added(event, said)).toList();
    }

    private static ProjectedEvent added(ProjectedEvent event, Map<Workflow, Said> said) {
        return asking(event)
                .flatMap(workflow -> Optional.ofNullable(said.get(workflow)))
                .filter(sayer -> sayer.sequence < event.sequence())
                .map(sayer -> event.ofProject(sayer.project))
                .orElse(event);
    }

    /** The workflow of an event that leaves its project to others. */
    private static Optional<Workflow> asking(ProjectedEvent event) {
        Optional<String> sayer = event.telling().projectSayer();
        return event.project().isEmpty() && sayer.isPresent()
                ? event.workflowId().map(id -> new Workflow(event.tenant(), id, sayer.get()))
                : Optional.empty();
    }

    private Map<Workflow, Said> find(Connection connection, List<Workflow> wanted) throws SQLException {
        Map<Workflow, Said> found = new HashMap<>();
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
                            new Workflow(rows.getObject(1, UUID.class), rows.getString(2), rows.getString(4));
                    long sequence = rows.getLong(3);
                    catalog.details(workflow.sayer, rows.getBytes(5))
                            .project()
                            .ifPresent(project -> found.put(workflow, new Said(sequence, project)));
                }
            }
        }
        return found;
    }
}
