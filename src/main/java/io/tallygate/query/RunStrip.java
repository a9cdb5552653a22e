package io.tallygate.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tallygate.projection.Run;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run as one of several, side by side.
 *
 * @param workflowId the workflow
 * @param runId the run
 * @param state as in {@link RunView}
 * @param startedAt when it started, else when its first event happened
 * @param durationMs how long it took, in milliseconds
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RunStrip(
        String workflowId,
        String runId,
        String state,
        Instant startedAt,
        @Nullable Long durationMs) {
    static RunStrip of(Run run, Instant now) {
        return new RunStrip(
                run.key().workflowId(),
                run.key().runId(),
                run.stalledSince(now).isPresent() ? RunView.STALLED : run.state(),
                run.startedAt(),
                run.durationMs().orElse(null));
    }
}
