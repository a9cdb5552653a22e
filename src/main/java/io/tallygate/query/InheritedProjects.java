package io.tallygate.query;

import io.tallygate.audit.Database;
import io.tallygate.schema.Dialect;
import io.tallygate.schema.EventField;
import io.tallygate.schema.SchemaCatalog;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The project of events that leave it to another event of their workflow to say it, as their dialect tells: mostly to the
 * first one. It is looked for among the first {@value #LOOKED_THROUGH} of each workflow.
 */
@Singleton
class InheritedProjects {
    private static final int LOOKED_THROUGH = 100;
    private static final String FIND = """
            SELECT w.tenant_id, w.workflow_id, s.content
              FROM unnest(?::uuid[], ?::text[]) AS w (tenant_id, workflow_id)
             CROSS JOIN LATERAL (
                SELECT b.content
                  FROM (SELECT e.event_type, e.content FROM audit_event e
                         WHERE e.workflow_id = w.workflow_id AND e.tenant_id = w.tenant_id
                         ORDER BY e.sequence LIMIT """ + " " + LOOKED_THROUGH + """
            ) b
                 WHERE b.event_type = ? LIMIT 1) s""";

    private final Database database;
    private final SchemaCatalog catalog;

    InheritedProjects(Database database, SchemaCatalog catalog) {
        this.database = database;
        this.catalog = catalog;
    }

    private record Workflow(UUID tenant, String id) {}

    /** The dialects whose events may leave it to others. */
    List<String> inheriting() {
        return catalog.dialects().stream()
                .filter(dialect -> sayer(dialect).isPresent())
                .map(Dialect::name)
                .toList();
    }

    /** The same events, each with its project where another event says it. */
    List<EventView> added(List<EventView> events) {
        Map<String, Map<Workflow, String>> byType = new HashMap<>();
        events.forEach(event -> sayer(event)
                .ifPresent(type ->
                        byType.computeIfAbsent(type, key -> new HashMap<>()).put(workflowOf(event), "")));
        if (byType.isEmpty()) {
            return events;
        }
        byType.forEach(this::find);
        return events.stream()
                .map(event -> sayer(event)
                        .map(type -> byType.getOrDefault(type, Map.of()).getOrDefault(workflowOf(event), ""))
                        .filter(project -> !project.isEmpty())
                        .map(event::ofProject)
                        .orElse(event))
                .toList();
    }

    /** The type of the event that says the project of this one. */
    private Optional<String> sayer(EventView event) {
        return event.project() == null && event.workflowId() != null
                ? catalog.dialect(event.dialect()).flatMap(InheritedProjects::sayer)
                : Optional.empty();
    }

    private static Optional<String> sayer(Dialect dialect) {
        return dialect.inheritedFrom(EventField.PROJECT);
    }

    private static Workflow workflowOf(EventView event) {
        return new Workflow(event.tenantId(), String.valueOf(event.workflowId()));
    }

    private void find(String type, Map<Workflow, String> projects) {
        List<Workflow> wanted = List.copyOf(projects.keySet());
        database.reading(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(FIND)) {
                statement.setArray(
                        1,
                        connection.createArrayOf(
                                "uuid", wanted.stream().map(Workflow::tenant).toArray(UUID[]::new)));
                statement.setArray(
                        2,
                        connection.createArrayOf(
                                "text", wanted.stream().map(Workflow::id).toArray(String[]::new)));
                statement.setString(3, type);
                statement.setFetchSize(50);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        Workflow workflow = new Workflow(rows.getObject(1, UUID.class), rows.getString(2));
                        catalog.details(type, rows.getBytes(3))
                                .project()
                                .ifPresent(project -> projects.put(workflow, project));
                    }
                }
            }
            return projects;
        });
    }
}
