package io.tallygate.query;

import io.tallygate.access.CurrentCaller;
import io.tallygate.access.Roles;
import io.tallygate.api.Problem;
import io.tallygate.event.RejectionReason;
import io.tallygate.figures.FiguresConfig;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/quarantine/groups}: what is wrong, each kind once. */
@Path("/api/v1/quarantine/groups")
@Tag(name = "Quarantine")
public class QuarantineGroupsResource {
    private final QuarantineFigures quarantine;
    private final FigureRanges ranges;
    private final CurrentCaller callers;
    private final Questions turns;
    private final FiguresConfig config;

    QuarantineGroupsResource(
            QuarantineFigures quarantine,
            FigureRanges ranges,
            FiguresConfig config,
            CurrentCaller callers,
            Questions turns) {
        this.callers = callers;
        this.turns = turns;
        this.quarantine = quarantine;
        this.ranges = ranges;
        this.config = config;
    }

    /**
     * The groups.
     *
     * @param from the beginning of the range, inclusive
     * @param to its end, exclusive
     * @param truncated whether there are more
     */
    record Groups(Instant from, Instant to, List<QuarantineGroup> items, boolean truncated) {}

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(
            summary = "Quarantined events by reason, type and source, the largest group first",
            description = "Of those that were received in the range: the last 24 hours unless told otherwise.")
    @APIResponse(
            responseCode = "200",
            description = "The groups",
            content = @Content(schema = @Schema(implementation = Groups.class)))
    @APIResponse(
            responseCode = "422",
            description = "The range is too long, or it would take too long: narrow it",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Groups groups(
            @Parameter(description = "Events that name this tenant (UUID)") @QueryParam("tenant") @Nullable
                    String tenant,
            @QueryParam("reason") @Nullable String reason,
            @QueryParam("type") @Nullable String type,
            @QueryParam("source") @Nullable String source,
            @Parameter(description = "Received at or after this time (RFC 3339)") @QueryParam("from") @Nullable
                    String from,
            @Parameter(description = "Received before this time (RFC 3339)") @QueryParam("to") @Nullable String to) {
        FigureQuery query = new FigureQuery();
        query.tenant = tenant;
        query.type = type;
        query.source = source;
        FigureFilter filter = query.filter(callers)
                .ofReason(Parameters.oneOf("reason", reason, RejectionReason.values(), RejectionReason::label)
                        .map(RejectionReason::label));
        Span span = ranges.span(Parameters.time("from", from), Parameters.time("to", to));
        List<QuarantineGroup> found = turns.take(callers.get(), () -> quarantine.groups(filter, span));
        int listed = Math.min(found.size(), config.quarantineGroups());
        return new Groups(span.begin(), span.end(), found.subList(0, listed), found.size() > listed);
    }
}
