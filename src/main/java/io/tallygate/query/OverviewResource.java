package io.tallygate.query;

import io.tallygate.access.CurrentCaller;
import io.tallygate.access.Roles;
import io.tallygate.api.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/overview}: how things are. */
@Path("/api/v1/overview")
@Tag(name = "Figures")
public class OverviewResource {
    private final OverviewStore overview;
    private final CurrentCaller callers;
    private final Questions turns;
    private final FigureRanges ranges;

    OverviewResource(OverviewStore overview, FigureRanges ranges, CurrentCaller callers, Questions turns) {
        this.callers = callers;
        this.turns = turns;
        this.overview = overview;
        this.ranges = ranges;
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(
            summary = "How things are, beside the time before",
            description =
                    "Figures of the range and of the one of the same length before it, and what needs attention. What could"
                            + " not be found out in time is left out and named in missing.")
    @APIResponse(
            responseCode = "200",
            description = "The overview",
            content = @Content(schema = @Schema(implementation = Overview.class)))
    public Overview overview(
            @Parameter(description = "Of this tenant (UUID)") @QueryParam("tenant") @Nullable String tenant,
            @Parameter(description = "At or after this time (RFC 3339); by default 24 hours before to")
                    @QueryParam("from")
                    @Nullable
                    String from,
            @Parameter(description = "Before this time (RFC 3339); by default now") @QueryParam("to") @Nullable
                    String to) {
        FigureQuery query = new FigureQuery();
        query.tenant = tenant;
        FigureFilter filter = query.filter(callers);
        Span span = ranges.span(Parameters.time("from", from), Parameters.time("to", to));
        return turns.take(callers.get(), () -> overview.overview(filter, span));
    }
}
