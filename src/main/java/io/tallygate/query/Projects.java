package io.tallygate.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Projects, with what went on in them within a range of time.
 *
 * @param from the begin of the range
 * @param to its end
 * @param items those with the latest event first
 * @param truncated whether there are more of them
 */
record Projects(Instant from, Instant to, List<Item> items, boolean truncated) {

    /**
     * A project of a tenant.
     *
     * @param project its name; empty for all that is of no project
     * @param tenantId whose it is
     * @param events how many events happened within the range, counted by whole hours
     * @param runs how many runs of workflows started within the range
     * @param running how many of them are running, and so on
     * @param failureShare failed ones among those that ended, from 0 to 1; absent if none has
     * @param lastEventAt when the last event happened, whenever that was
     * @param health {@code silent}: no event within the range; {@code failing}: half of what ended has failed, or more; {@code stalled}: a
     *     run is; {@code degraded}: a run has failed; else {@code ok}
     * @param trend the runs of each 24th of the range
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Item(
            String project,
            UUID tenantId,
            long events,
            long runs,
            long running,
            long stalled,
            long failed,
            long completed,
            @Nullable Double failureShare,
            Instant lastEventAt,

            @Schema(enumeration = {"ok", "degraded", "failing", "stalled", "silent"})
            String health,

            List<Bucket> trend) {}

    /**
     * A part of the range.
     *
     * @param t its begin
     * @param runs how many runs started in it
     * @param failed how many of them have failed
     */
    record Bucket(Instant t, long runs, long failed) {}
}
