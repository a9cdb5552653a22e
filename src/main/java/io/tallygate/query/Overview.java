package io.tallygate.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How things are, in a range of time and in the one of the same length before it.
 *
 * @param from the range's beginning, inclusive
 * @param to its end, exclusive
 * @param events how many happened
 * @param eventsPerSecond how many happened in a second on average
 * @param failureShare those that failed of the runs that ended, from 0 to 1; without a value if none ended
 * @param p95DurationMs 95 % of the runs that ended took no longer, at most 4.5 % off; without a value if none tells it
 * @param quarantined how many events were not accepted
 * @param oldestUnfinished the unfinished run that began first; absent if there is none
 * @param failuresByType the workflow types of which runs failed
 * @param attention what somebody should look at, at most 10
 * @param missing what could not be found out in time, by its name here
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Overview(
        Instant from,
        Instant to,
        @Nullable Change events,
        @Nullable Change eventsPerSecond,
        @Nullable Change failureShare,
        @Nullable Change p95DurationMs,
        @Nullable Change quarantined,
        @Nullable RunName oldestUnfinished,
        List<TypeFailures> failuresByType,
        List<Attention> attention,
        List<String> missing) {

    /**
     * A figure.
     *
     * @param value of the range
     * @param before of the range before it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Change(@Nullable Number value, @Nullable Number before) {}

    /** A run of a workflow, by all that it takes to find it. */
    record RunName(String workflowId, String runId, UUID tenantId, String type, Instant startedAt) {}

    /**
     * The runs of a workflow type.
     *
     * @param failed those that failed
     * @param runs those that ended
     */
    record TypeFailures(String type, long failed, long runs) {}

    /**
     * Something that somebody should look at.
     *
     * @param kind {@code failed}, {@code stalled}, {@code quarantined} or {@code lag}
     * @param link the view of the dashboard that shows it
     */
    record Attention(String kind, String title, String detail, Link link) {}

    /** A view of the dashboard and its parameters. */
    record Link(String view, Map<String, String> params) {}
}
