package io.tallygate.query;

import java.time.Instant;
import java.util.UUID;

/**
 * A workflow as its events tell it.
 *
 * @param workflowId its id
 * @param tenantId whose it is
 * @param state {@code running}, {@code completed}, {@code failed}; {@code unknown} if none of its events says
 * @param firstEventAt when the first of its events happened
 * @param lastEventAt when the last of its events happened
 * @param eventCount how many events it has
 */
record WorkflowSummary(
        String workflowId, UUID tenantId, String state, Instant firstEventAt, Instant lastEventAt, long eventCount) {}
