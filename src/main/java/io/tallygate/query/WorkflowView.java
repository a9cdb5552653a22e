package io.tallygate.query;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Optional;

/**
 * A workflow with one page of its events.
 *
 * @param summary the workflow
 * @param events its events, in the order in which they were received
 * @param nextCursor the {@code cursor} that asks for more of them
 */
record WorkflowView(@JsonUnwrapped WorkflowSummary summary, List<EventView> events, Optional<String> nextCursor) {}
