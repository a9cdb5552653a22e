package io.tallygate.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of workflows of which runs started within a range of time, those with the most runs first.
 *
 * @param from the begin of the range
 * @param to its end
 * @param items one of each type and dialect
 * @param truncated whether there are more of them
 */
record WorkflowTypes(Instant from, Instant to, List<Item> items, boolean truncated) {

    /**
     * A kind of workflow.
     *
     * @param type as its runs show it
     * @param dialect the dialect of its events
     * @param runs how many runs started within the range
     * @param completed how many of them are completed, and so on
     * @param medianDurationMs the median of the completed ones of known duration, in milliseconds
     * @param lastRuns the last runs of it, the one with the latest event first
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Item(
            String type,
            String dialect,
            long runs,
            long completed,
            long failed,
            long running,
            long stalled,
            @Nullable Long medianDurationMs,
            List<RunStrip> lastRuns) {}
}
