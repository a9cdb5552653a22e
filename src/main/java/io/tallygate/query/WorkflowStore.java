package io.tallygate.query;

import io.tallygate.audit.Database;
import io.tallygate.schema.SchemaCatalog;
import io.tallygate.schema.StateRule;
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

/**
 * Derives a workflow's state from its events in the audit log.
 *
 * <p>Most types always say the same, so that the last event of each is enough. Of a type whose state is told by a value of
 * the event, the latest events are read until one of them says that the workflow has ended; {@value #MOST_READ} at most,
 * then it counts as running.
 */
@Singleton
class WorkflowStore {
    private static final String SELECT = """
            SELECT tenant_id, dialect, event_type, count(*) AS events, max(sequence) AS last_sequence,
                   min(event_time) AS first_at, max(event_time) AS last_at
              FROM audit_event""";
    private static final String GROUP = " GROUP BY tenant_id, dialect, event_type ORDER BY tenant_id";

    private static final String LATEST = "SELECT sequence, content FROM audit_event";
    private static final int PAGE = 20;
    private static final int MOST_READ = 200;
    private static final String LATEST_PAGE = " ORDER BY sequence DESC LIMIT " + PAGE;

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
                state(workflowId, tenant, types).map(WorkflowState::label).orElse("unknown"),
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
    private Optional<WorkflowState> state(String workflowId, UUID tenant, List<TypeCount> types) {
        return types.stream()
                .flatMap(type -> told(workflowId, tenant, type).stream())
                .max(Comparator.comparing(Told::isTheEnd).thenComparing(Told::sequence))
                .map(Told::state);
    }

    /** What the events of one type tell of the state; empty if nothing. */
    private Optional<Told> told(String workflowId, UUID tenant, TypeCount type) {
        Optional<StateRule> rule = catalog.stateRule(type.type());
        return rule.flatMap(StateRule::always).isPresent()
                ? rule.flatMap(StateRule::always).map(state -> new Told(type.lastSequence(), state))
                : rule.flatMap(byValue -> toldByValue(byValue, workflowId, tenant, type));
    }

    private Optional<Told> toldByValue(StateRule rule, String workflowId, UUID tenant, TypeCount type) {
        Optional<Told> running = Optional.empty();
        long before = Long.MAX_VALUE;
        for (int read = 0; read < MOST_READ; read += PAGE) {
            List<Latest> page = latest(rule, workflowId, tenant, type.type(), before);
            for (Latest event : page) {
                Optional<Told> told = event.state().map(state -> new Told(event.sequence(), state));
                if (told.filter(Told::isTheEnd).isPresent()) {
                    return told;
                }
                running = running.or(() -> told);
                before = event.sequence();
            }
            if (page.size() < PAGE) {
                break;
            }
        }
        return running;
    }

    private List<Latest> latest(StateRule rule, String workflowId, UUID tenant, String type, long before) {
        SqlFilter filter = new SqlFilter()
                .and("workflow_id = ?", workflowId)
                .and("tenant_id = ?", tenant)
                .and("event_type = ?", type)
                .and("sequence < ?", before);
        return database.reading(connection -> {
            try (PreparedStatement statement = filter.prepare(connection, LATEST, LATEST_PAGE);
                    ResultSet rows = statement.executeQuery()) {
                List<Latest> found = new ArrayList<>(PAGE);
                while (rows.next()) {
                    found.add(new Latest(rows.getLong(1), rule.of(rows.getBytes(2))));
                }
                return found;
            }
        });
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

    /** One of the latest events of a type, and the state that it tells, if any. */
    private record Latest(long sequence, Optional<WorkflowState> state) {}

    /** What was told of the state, and when. */
    private record Told(long sequence, WorkflowState state) {
        boolean isTheEnd() {
            return state != WorkflowState.RUNNING;
        }
    }
}
