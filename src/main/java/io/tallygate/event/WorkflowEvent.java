package io.tallygate.event;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An event that its schema accepts, seen through its dialect's pointers.
 *
 * @param dialect the dialect that describes it, e.g. {@code coder}
 * @param tenant whose event it is; with {@code id} it is the event's identity
 * @param id the event's own id, as the event spells it
 * @param type the event type, e.g. {@code workflow.step.completed}
 * @param version the schema version as the event states it, e.g. {@code 1.0.0}
 * @param source who says that it happened
 * @param workflowId the workflow that it belongs to
 * @param correlationId what else it belongs to
 * @param time when it happened, by the event's own word
 * @param content the original bytes
 */
public record WorkflowEvent(
        String dialect,
        UUID tenant,
        String id,
        String type,
        String version,
        String source,
        Optional<String> workflowId,
        Optional<String> correlationId,
        Instant time,
        Content content) {

    /** The tenant of an installation without tenants. */
    public static final UUID NIL_TENANT = new UUID(0, 0);

    public WorkflowEvent {
        if (id.isEmpty() || type.isEmpty() || version.isEmpty()) {
            throw new IllegalArgumentException("An event needs an id, a type and a version");
        }
    }

    /** The same event with the correlation id that its message carried, if it states none itself. */
    public WorkflowEvent correlatedBy(Optional<String> messageCorrelationId) {
        return correlationId.isPresent() || messageCorrelationId.isEmpty()
                ? this
                : new WorkflowEvent(
                        dialect, tenant, id, type, version, source, workflowId, messageCorrelationId, time, content);
    }
}
