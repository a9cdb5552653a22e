package io.tallygate.projection;

import io.tallygate.event.Door;
import io.tallygate.schema.EventDetails;
import io.tallygate.schema.RunTelling;
import io.tallygate.schema.WorkflowState;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An event of the audit log as projections see it: what is stored beside it, and what its content tells. What the content
 * tells is as the event has it, of any length and with any characters: see {@link StoredText}.
 *
 * @param sequence its number in the log
 * @param receivedAt when the gateway took it in
 * @param tenant whose it is
 * @param id the event's own id
 * @param type the event type
 * @param version the version of its schema
 * @param dialect the dialect that describes it
 * @param source who says that it happened
 * @param workflowId the workflow that it belongs to
 * @param correlationId what else it belongs to
 * @param time when it happened, by its own word
 * @param door where it came in
 * @param telling what its content tells
 * @param project the project that it belongs to: its own word, else that of an earlier event of its workflow that says it for
 *     all, as the dialect has it
 */
public record ProjectedEvent(
        long sequence,
        Instant receivedAt,
        UUID tenant,
        String id,
        String type,
        String version,
        String dialect,
        String source,
        Optional<String> workflowId,
        Optional<String> correlationId,
        Instant time,
        Door door,
        RunTelling telling,
        Optional<String> project) {

    /** What lists show of it. */
    public EventDetails details() {
        return telling.details();
    }

    /** The state in which it leaves its run; empty if it leaves it as it is. */
    public Optional<WorkflowState> state() {
        return telling.state();
    }

    /** When it happened, as far as that can be: nothing happens after it was told. */
    public Instant happenedAt() {
        return time.isAfter(receivedAt) ? receivedAt : time;
    }

    ProjectedEvent ofProject(String inherited) {
        return new ProjectedEvent(
                sequence,
                receivedAt,
                tenant,
                id,
                type,
                version,
                dialect,
                source,
                workflowId,
                correlationId,
                time,
                door,
                telling,
                Optional.of(inherited));
    }
}
