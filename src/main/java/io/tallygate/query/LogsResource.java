package io.tallygate.query;

import io.tallygate.access.CurrentCaller;
import io.tallygate.access.Roles;
import io.tallygate.api.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/logs}: what pipelines have logged. */
@Path("/api/v1/logs")
@Tag(name = "Logs")
public class LogsResource {
    private final LogStore logs;
    private final CurrentCaller callers;

    LogsResource(LogStore logs, CurrentCaller callers) {
        this.logs = logs;
        this.callers = callers;
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(
            summary = "Find logs of pipelines, the last received first",
            description = "Each item is the log as it was sent, with its id and the time at which it was received_at.")
    @APIResponse(responseCode = "200", description = "One page; the Link header leads to the next")
    @APIResponse(
            responseCode = "422",
            description = "It would take too long: narrow it",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response list(
            @BeanParam LogQuery query,
            @Parameter(description = "desc: newest first, the default; asc: oldest first")
                    @QueryParam("order")
                    @Nullable
                    String order,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @Context UriInfo uri) {
        int size = Parameters.limit(limit);
        List<LogView> found = logs.find(
                query.filter(callers), Parameters.cursor(cursor, Long::valueOf), Parameters.ascending(order), size + 1);
        return Pages.answer(Page.of(found, size, LogView::cursor), uri);
    }
}
