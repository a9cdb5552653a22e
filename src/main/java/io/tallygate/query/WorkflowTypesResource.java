package io.tallygate.query;

import io.tallygate.access.CurrentCaller;
import io.tallygate.access.Reader;
import io.tallygate.access.Roles;
import io.tallygate.api.Problem;
import io.tallygate.query.WorkflowTypes.Item;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/workflow-types}: the kinds of workflows, with figures of their runs. */
@Path("/api/v1/workflow-types")
@Tag(name = "Workflows")
public class WorkflowTypesResource {
    private static final Duration DEFAULT_RANGE = Duration.ofDays(7);

    private final WorkflowTypeStore types;
    private final QueryConfig config;
    private final CurrentCaller callers;
    private final Questions turns;
    private final Clock clock;

    WorkflowTypesResource(
            WorkflowTypeStore types, QueryConfig config, Clock clock, CurrentCaller callers, Questions turns) {
        this.callers = callers;
        this.turns = turns;
        this.types = types;
        this.config = config;
        this.clock = clock;
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(
            summary = "Kinds of workflows with counts of their runs, their median duration and their last 20 runs",
            description =
                    "Of the runs that started within the last 7 days, or from from to to; those with the most runs first.")
    @APIResponse(
            responseCode = "200",
            description = "The kinds of workflows",
            content = @Content(schema = @Schema(implementation = WorkflowTypes.class)))
    @APIResponse(
            responseCode = "422",
            description = "The range is too long, or it would take too long: narrow it",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public WorkflowTypes list(
            @QueryParam("tenant") @Nullable String tenant,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to) {
        RecentRange range = RecentRange.of(from, to, DEFAULT_RANGE, config.metricsRange(), clock.instant());
        int most = config.overviewItems();
        Reader reader = callers.reader(Parameters.uuid("tenant", tenant));
        List<Item> found = turns.take(callers.get(), () -> types.find(reader.tenants(), range, most + 1));
        boolean truncated = found.size() > most;
        return new WorkflowTypes(range.from(), range.to(), truncated ? found.subList(0, most) : found, truncated);
    }
}
