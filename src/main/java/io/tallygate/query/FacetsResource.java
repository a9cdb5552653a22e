package io.tallygate.query;

import io.tallygate.access.CurrentCaller;
import io.tallygate.access.Roles;
import io.tallygate.api.Problem;
import io.tallygate.event.RejectionReason;
import io.tallygate.projection.StoredText;
import io.tallygate.query.FacetStore.Of;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/facets}: which values there are to filter by. */
@Path("/api/v1/facets")
@Tag(name = "Figures")
public class FacetsResource {
    private final FacetStore facets;
    private final CurrentCaller callers;
    private final Questions turns;
    private final FigureRanges ranges;

    FacetsResource(FacetStore facets, FigureRanges ranges, CurrentCaller callers, Questions turns) {
        this.callers = callers;
        this.turns = turns;
        this.facets = facets;
        this.ranges = ranges;
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(
            summary = "The most frequent values of each field, with counts",
            description =
                    "Of events that happened in the range, of runs of workflows that began in it, or of quarantined events"
                            + " that were received in it. Each field is counted with all filters but its own.")
    @APIResponse(
            responseCode = "200",
            description = "The values",
            content = @Content(schema = @Schema(implementation = Facets.class)))
    @APIResponse(
            responseCode = "422",
            description = "The range is too long, or it would take too long: narrow it",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Facets facets(
            @Parameter(description = "events (the default), workflows or quarantine") @QueryParam("of") @Nullable
                    String of,
            @BeanParam FigureQuery query,
            @Parameter(description = "Of this step; for events") @QueryParam("step") @Nullable String step,
            @Parameter(description = "In this state; for workflows") @QueryParam("state") @Nullable String state,
            @Parameter(description = "For this reason; for the quarantine") @QueryParam("reason") @Nullable
                    String reason) {
        Of counted = Parameters.oneOf("of", of, Of.values(), Of::label).orElse(Of.EVENTS);
        FigureFilter filter = query.filter(callers)
                .ofStep(Parameters.text("step", step).map(StoredText::key))
                .ofState(Parameters.oneOf("state", state, RunFilter.STATES.toArray(String[]::new), name -> name))
                .ofReason(Parameters.oneOf("reason", reason, RejectionReason.values(), RejectionReason::label)
                        .map(RejectionReason::label));
        Span asked = ranges.span(query.fromTime(), query.toTime());
        Span span = Optional.of(asked)
                .filter(any -> counted == Of.EVENTS)
                .map(ranges::countable)
                .orElse(asked);
        return new Facets(
                span.begin(), span.end(), turns.take(callers.get(), () -> facets.find(counted, filter, span)));
    }
}
