package io.tallygate.audit;

import io.tallygate.event.Door;
import io.tallygate.event.WorkflowEvent;
import java.time.Instant;
import java.util.Optional;

/**
 * An accepted event on its way into the log.
 *
 * @param event the event
 * @param door where it came in; what comes in by a door that {@linkplain Door#publishes() publishes} is queued for the
 *     relay in the same transaction
 * @param receivedAt when it came in
 * @param routingKey the key under which it is, or is to be, published
 * @param traceparent the sender's W3C trace context
 */
public record NewEntry(
        WorkflowEvent event, Door door, Instant receivedAt, String routingKey, Optional<String> traceparent) {}
