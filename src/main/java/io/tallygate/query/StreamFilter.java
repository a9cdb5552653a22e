package io.tallygate.query;

import io.tallygate.access.Reader;
import io.tallygate.event.Tenants;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one reader of the stream wants; each is empty where it does not matter.
 *
 * @param kind events, quarantined ones, or both
 * @param reader whom it is sent to: of what is of no tenant, and of other tenants, nothing is wanted
 * @param project the project of an event; a quarantined one has none
 * @param withEvent whether events are sent with their content
 */
record StreamFilter(
        Kind kind,
        Reader reader,
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

    /** What it takes to read for all of these at once. What of it is shown to one of them is for {@link #admits} to say. */
    static Reader union(List<StreamFilter> filters) {
        Set<UUID> ids = new HashSet<>();
        for (StreamFilter filter : filters) {
            if (!(filter.reader.tenants() instanceof Tenants.Some some)) {
                return Reader.OF_ALL;
            }
            ids.addAll(some.ids());
        }
        return new Reader(new Tenants.Some(ids), true);
    }

    /** Whether numbers of the whole log may be told. */
    boolean isOfAll() {
        return reader.tenants() instanceof Tenants.All;
    }

    private boolean isSeen(@Nullable UUID tenant) {
        return isOfAll() || (tenant != null && reader.tenants().contains(tenant));
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
        return isSeen(facts.tenant())
                && isOrAny(type, facts.type())
                && isOrAny(source, facts.source())
                && isOrAny(workflow, facts.workflow())
                && isOrAny(dialect, facts.dialect())
                && isOrAny(door, facts.door());
    }

    /** The same in the database; whose it is is for those to add who read it. */
    SqlFilter sql() {
        return new SqlFilter()
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
