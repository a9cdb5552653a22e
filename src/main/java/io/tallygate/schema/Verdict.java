package io.tallygate.schema;

import io.tallygate.event.Claim;
import io.tallygate.event.Rejection;
import io.tallygate.event.WorkflowEvent;
import java.util.Optional;

/** What {@link EventValidator} found. */
public sealed interface Verdict {

    /**
     * Its schema accepts the event.
     *
     * @param event the event as its dialect reads it
     * @param routingKey the key under which the event's dialect publishes it, at most 255 bytes of UTF-8
     * @param job the job that it triggers; empty if its type triggers none. Whether there is such a job is not checked
     *     here.
     */
    record Valid(WorkflowEvent event, String routingKey, Optional<String> job) implements Verdict {}

    /**
     * The event is not accepted.
     *
     * @param rejection why; its texts are short, free of control characters and can be stored
     * @param claim what it says of itself, each text cut to 512 characters and free of control characters
     */
    record Invalid(Rejection rejection, Claim claim) implements Verdict {}
}
