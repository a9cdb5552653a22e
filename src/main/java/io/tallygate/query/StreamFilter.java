package io.tallygate.query;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one reader of the stream wants; each is empty where it does not matter.
 *
 * @param kind events, quarantined ones, or both
 * @param project the project of an event; a quarantined one has none
 * @param withEvent whether events are sent with their content
 */
record StreamFilter(
        Kind kind,
        Optional<UUID> tenant,
        Optional<String> type,
        Optional<String> source,
        Optional<String> workflow,
        Optional<String> project,
        Optional<String> dialect,
        Optional<String> door,
        boolean withEvent) {

    enum Kind {
        ALL,
        EVENTS,
        QUARANTINE
    }

    /** What is stored beside the content of an event, or was read of a quarantined one. */
    record Facts(
            @Nullable UUID tenant,
            @Nullable String type,
            @Nullable String source,
            @Nullable String workflow,
            @Nullable String dialect,
            String door) {

        static Facts of(EventView event) {
            return new Facts(
                    event.tenantId(), event.type(), event.source(), event.workflowId(), event.dialect(), event.door());
        }

        static Facts of(QuarantineView event) {
            return new Facts(
                    event.tenantId(), event.type(), event.source(), event.workflowId(), event.dialect(), event.door());
        }
    }

    boolean wantsEvents() {
        return kind != Kind.QUARANTINE;
    }

    boolean wantsQuarantined() {
        return kind != Kind.EVENTS && project.isEmpty();
    }

    boolean wants(EventView event) {
        return wantsEvents() && admits(Facts.of(event)) && isOrAny(project, event.project());
    }

    boolean wants(QuarantineView event) {
        return wantsQuarantined() && admits(Facts.of(event));
    }

    /** Whether this may be wanted, as far as it can be told without its content. */
    boolean admits(Facts facts) {
        return isOrAny(tenant, facts.tenant())
                && isOrAny(type, facts.type())
                && isOrAny(source, facts.source())
                && isOrAny(workflow, facts.workflow())
                && isOrAny(dialect, facts.dialect())
                && isOrAny(door, facts.door());
    }

    /** The same in the database. */
    SqlFilter sql() {
        return new SqlFilter()
                .and("tenant_id = ?", tenant)
                .and("event_type = ?", type)
                .and("source = ?", source)
                .and("workflow_id = ?", workflow)
                .and("dialect = ?", dialect)
                .and("door = ?", door);
    }

    private static <T> boolean isOrAny(Optional<T> wanted, @Nullable T value) {
        return wanted.isEmpty() || wanted.get().equals(value);
    }
}
