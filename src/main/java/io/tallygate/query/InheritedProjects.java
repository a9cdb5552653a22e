package io.tallygate.query;

import io.tallygate.audit.TenantReads;
import io.tallygate.event.Tenants;
import io.tallygate.projection.SaidProjects;
import io.tallygate.projection.SaidProjects.SaidProject;
import io.tallygate.projection.SaidProjects.Workflow;
import io.tallygate.schema.Dialect;
import io.tallygate.schema.EventField;
import io.tallygate.schema.SchemaCatalog;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The project of events that leave it to another event of their workflow to say it, as their dialect tells: mostly to the first one. */
@Singleton
class InheritedProjects {
    private final TenantReads tenantReads;
    private final SchemaCatalog catalog;
    private final SaidProjects log;

    InheritedProjects(TenantReads tenantReads, SchemaCatalog catalog) {
        this.tenantReads = tenantReads;
        this.catalog = catalog;
        this.log = new SaidProjects(catalog);
    }

    /** The dialects whose events may leave it to others. */
    List<String> inheriting() {
        return catalog.dialects().stream()
                .filter(dialect -> sayer(dialect).isPresent())
                .map(Dialect::name)
                .toList();
    }

    /** The same events, each with its project where another event says it that is of these tenants, too. */
    List<EventView> added(Tenants tenants, List<EventView> events) {
        Map<Workflow, SaidProject> said = find(tenants, askingOf(tenants, events));
        return said.isEmpty()
                ? events
                : events.stream()
                        .map(event -> asking(event)
                                .flatMap(workflow -> Optional.ofNullable(said.get(workflow)))
                                .map(saying -> event.ofProject(saying.project()))
                                .orElse(event))
                        .toList();
    }

    private Set<Workflow> askingOf(Tenants tenants, List<EventView> events) {
        return events.stream()
                .filter(event -> tenants.contains(event.tenantId()))
                .flatMap(event -> asking(event).stream())
                .collect(Collectors.toSet());
    }

    /** The workflow of an event that leaves its project to others. */
    private Optional<Workflow> asking(EventView event) {
        return sayer(event).map(type -> new Workflow(event.tenantId(), String.valueOf(event.workflowId()), type));
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

    private Map<Workflow, SaidProject> find(Tenants tenants, Set<Workflow> wanted) {
        return wanted.isEmpty() ? Map.of() : tenantReads.reading(tenants, connection -> log.find(connection, wanted));
    }
}
