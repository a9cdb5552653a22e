package io.tallygate.query;

import io.tallygate.api.Problem;
import io.tallygate.api.ProblemException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/workflows/{id}}: one workflow, its state and its events in order. */
@Path("/api/v1/workflows")
@Tag(name = "Workflows")
public class WorkflowsResource {
    private final EventStore events;
    private final WorkflowStore workflows;

    WorkflowsResource(EventStore events, WorkflowStore workflows) {
        this.events = events;
        this.workflows = workflows;
    }

    @GET
    @Path("/{id}")
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(summary = "One workflow: its state, and its events in the order in which they were received")
    public Response get(
            @PathParam("id") String id,
            @QueryParam("tenant") @Nullable String tenant,
            @QueryParam("include") @Nullable String include,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @Context UriInfo uri) {
        int size = Parameters.limit(limit);
        List<WorkflowSummary> found = workflows.find(Parameters.id(id), Parameters.uuid("tenant", tenant));
        if (found.isEmpty()) {
            throw ProblemException.notFound("There is no event of a workflow " + id);
        }
        if (found.size() > 1) {
            throw ProblemException.ambiguous("More than one tenant has a workflow " + id + "; name one by ?tenant=");
        }
        WorkflowSummary workflow = found.get(0);
        Page<EventView> page = Page.of(
                events.find(
                        ofWorkflow(id, workflow.tenantId(), Parameters.cursor(cursor, Long::valueOf)),
                        size + 1,
                        Parameters.includesEvent(include)),
                size,
                EventView::cursor);
        return Pages.withLink(Response.ok(new WorkflowView(workflow, page.items(), page.nextCursor())), page, uri)
                .build();
    }

    private static EventStore.Filter ofWorkflow(String id, UUID tenant, Optional<Long> after) {
        return new EventStore.Filter(
                Optional.of(tenant),
                Optional.empty(),
                Optional.empty(),
                Optional.of(id),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                after,
                true);
    }
}
