package io.tallygate.projection;

import io.tallygate.projection.SaidProjects.SaidProject;
import io.tallygate.projection.SaidProjects.Workflow;
import io.tallygate.schema.SchemaCatalog;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The project of events that leave it to an earlier event of their workflow to say it. What is not among the latest
 * {@value #REMEMBERED} workflows is looked up in the log: see {@link SaidProjects}.
 *
 * <p>An event that came in before the one that says it has no project here, whenever and in whatever batches the log is
 * read. For one thread.
 */
final class WorkflowProjects {
    private static final int REMEMBERED = 20_000;

    private final SaidProjects log;
    private final Map<Workflow, SaidProject> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Workflow, SaidProject> eldest) {
            return size() > REMEMBERED;
        }
    };

    WorkflowProjects(SchemaCatalog catalog) {
        this.log = new SaidProjects(catalog);
    }

    /** The same events, each with its project where an earlier one says it. */
    List<ProjectedEvent> added(Connection connection, List<ProjectedEvent> events) throws SQLException {
        Map<Workflow, SaidProject> said = new HashMap<>();
        Set<Workflow> unknown = new LinkedHashSet<>();
        for (ProjectedEvent event : events) {
            asking(event).ifPresent(workflow -> {
                SaidProject before = known.get(workflow);
                if (before == null) {
                    unknown.add(workflow);
                } else {
                    said.put(workflow, before);
                }
            });
        }
        if (!unknown.isEmpty()) {
            Map<Workflow, SaidProject> found = log.find(connection, unknown);
            said.putAll(found);
            known.putAll(found);
        }
        return said.isEmpty()
                ? events
                : events.stream().map(event -> added(event, said)).toList();
    }

    private static ProjectedEvent added(ProjectedEvent event, Map<Workflow, SaidProject> said) {
        return asking(event)
                .flatMap(workflow -> Optional.ofNullable(said.get(workflow)))
                .filter(sayer -> sayer.sequence() < event.sequence())
                .map(sayer -> event.ofProject(sayer.project()))
                .orElse(event);
    }

    /** The workflow of an event that leaves its project to others. */
    private static Optional<Workflow> asking(ProjectedEvent event) {
        Optional<String> sayer = event.telling().projectSayer();
        return event.project().isEmpty() && sayer.isPresent()
                ? event.workflowId().map(id -> new Workflow(event.tenant(), id, sayer.get()))
                : Optional.empty();
    }
}
