package io.tallygate.query;

import io.tallygate.audit.Database;
import io.tallygate.schema.SchemaCatalog;
import io.tallygate.schema.WorkflowState;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Derives a workflow's state from its events in the audit log. */
@Singleton
class WorkflowStore {
    private static final String SELECT = """
            SELECT tenant_id, dialect, event_type, count(*) AS events, max(sequence) AS last_sequence,
                   min(event_time) AS first_at, max(event_time) AS last_at
              FROM audit_event""";
    private static final String GROUP = " GROUP BY tenant_id, dialect, event_type ORDER BY tenant_id";

    private final Database database;
    private final SchemaCatalog catalog;

    WorkflowStore(Database database, SchemaCatalog catalog) {
        this.database = database;
        this.catalog = catalog;
    }

    /** The workflows of this id: one a tenant. */
    List<WorkflowSummary> find(String workflowId, Optional<UUID> tenant) {
        SqlFilter filter = new SqlFilter().and("workflow_id = ?", workflowId).and("tenant_id = ?", tenant);
        Map<UUID, List<TypeCount>> byTenant = database.reading(connection -> {
            try (PreparedStatement statement = filter.prepare(connection, SELECT, GROUP);
                    ResultSet rows = statement.executeQuery()) {
                Map<UUID, List<TypeCount>> found = new LinkedHashMap<>();
                while (rows.next()) {
                    found.computeIfAbsent(rows.getObject("tenant_id", UUID.class), key -> new ArrayList<>())
                            .add(read(rows));
                }
                return found;
            }
        });
        return byTenant.entrySet().stream()
                .map(entry -> summary(workflowId, entry.getKey(), entry.getValue()))
                .toList();
    }

    private WorkflowSummary summary(String workflowId, UUID tenant, List<TypeCount> types) {
        return new WorkflowSummary(
                workflowId,
                tenant,
                state(types).map(WorkflowState::label).orElse("unknown"),
                types.stream()
                        .map(TypeCount::firstAt)
                        .min(Comparator.naturalOrder())
                        .orElseThrow(),
                types.stream()
                        .map(TypeCount::lastAt)
                        .max(Comparator.naturalOrder())
                        .orElseThrow(),
                types.stream().mapToLong(TypeCount::events).sum());
    }

    /** The last event that ends the workflow decides; a step that arrives late does not set it running again. */
    private Optional<WorkflowState> state(List<TypeCount> types) {
        Optional<WorkflowState> last = Optional.empty();
        for (TypeCount type : types.stream()
                .sorted(Comparator.comparingLong(TypeCount::lastSequence))
                .toList()) {
            Optional<WorkflowState> state =
                    catalog.dialect(type.dialect()).flatMap(dialect -> dialect.stateOf(type.type()));
            if (state.isPresent() && (last.isEmpty() || state.get() != WorkflowState.RUNNING)) {
                last = state;
            }
        }
        return last;
    }

    private static TypeCount read(ResultSet row) throws SQLException {
        return new TypeCount(
                row.getString("dialect"),
                row.getString("event_type"),
                row.getLong("events"),
                row.getLong("last_sequence"),
                row.getObject("first_at", OffsetDateTime.class).toInstant(),
                row.getObject("last_at", OffsetDateTime.class).toInstant());
    }

    private record TypeCount(
            String dialect, String type, long events, long lastSequence, Instant firstAt, Instant lastAt) {}
}
