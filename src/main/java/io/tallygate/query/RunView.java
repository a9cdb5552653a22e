package io.tallygate.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tallygate.access.Reader;
import io.tallygate.projection.Run;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A run of a workflow as its events tell it.
 *
 * @param workflowId the workflow
 * @param runId the run: of a workflow whose events name none, the workflow itself
 * @param tenantId whose it is
 * @param type what kind of workflow it is
 * @param dialect the dialect of its events
 * @param source who tells of it
 * @param project its project, if it has one
 * @param state {@code running}, {@code completed}, {@code failed}, {@code stalled}, or {@code unknown} if none of its events says
 * @param startReceived whether the event with which it starts has come; true where none is to be expected
 * @param startedAt when it started, else when its first event happened
 * @param endedAt when it ended
 * @param firstEventAt the earliest time that one of its events states
 * @param lastEventAt the latest
 * @param durationMs how long it took, in milliseconds
 * @param lastStep the last step that an event named
 * @param eventCount how many events it has
 * @param failure why it failed
 * @param stalledSince since when no event has come for longer than may be
 * @param medianDurationMs the median of the completed runs of its type and tenant, among its last 5,000 and 30 days
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RunView(
        String workflowId,
        String runId,
        UUID tenantId,
        String type,
        String dialect,
        String source,
        @Nullable String project,

        @Schema(enumeration = {"running", "completed", "failed", "stalled", "unknown"})
        String state,

        boolean startReceived,
        Instant startedAt,
        @Nullable Instant endedAt,
        Instant firstEventAt,
        Instant lastEventAt,
        @Nullable Long durationMs,
        @Nullable String lastStep,
        long eventCount,
        @Nullable FailureView failure,
        @Nullable Instant stalledSince,
        @Nullable Long medianDurationMs) {
    static final String STALLED = "stalled";

    /**
     * Why a run failed.
     *
     * @param sequence the number of the event that says so
     * @param eventId its id
     * @param message what went wrong: its beginning, if it is long
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FailureView(
            long sequence, String eventId, @Nullable String message) {
        static FailureView of(Run.Failure failure, Optional<String> message) {
            return new FailureView(failure.sequence(), failure.eventId(), message.orElse(null));
        }
    }

    /** As this reader is shown it. */
    static RunView of(Reader reader, Masking masking, Run run, Instant now, @Nullable Long medianDurationMs) {
        Instant stalledSince = run.stalledSince(now).orElse(null);
        return new RunView(
                run.key().workflowId(),
                run.key().runId(),
                run.key().tenant(),
                run.workflowType(),
                run.dialect(),
                run.source(),
                run.projectName().isEmpty() ? null : run.projectName(),
                stalledSince == null ? run.state() : STALLED,
                run.startReceived(),
                run.startedAt(),
                run.endedAt().orElse(null),
                run.firstEventAt(),
                run.lastEventAt(),
                run.durationMs().orElse(null),
                run.lastStep().orElse(null),
                run.events(),
                run.failure()
                        .map(failure ->
                                FailureView.of(failure, masking.failure(reader, run.dialect(), failure.message())))
                        .orElse(null),
                stalledSince,
                medianDurationMs);
    }
}
