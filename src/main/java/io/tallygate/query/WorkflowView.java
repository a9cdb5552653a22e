package io.tallygate.query;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Optional;

/**
 * A run of a workflow with one page of its events.
 *
 * @param run the run
 * @param runs the last runs of the same workflow, the one with the latest event first
 * @param events its events, in the order in which they were received
 * @param nextCursor the {@code cursor} that asks for more of them
 */
record WorkflowView(
        @JsonUnwrapped RunView run, List<RunStrip> runs, List<EventView> events, Optional<String> nextCursor) {}
