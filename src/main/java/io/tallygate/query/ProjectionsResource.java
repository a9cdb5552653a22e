package io.tallygate.query;

import io.tallygate.access.CurrentCaller;
import io.tallygate.access.Roles;
import io.tallygate.acts.Act;
import io.tallygate.acts.CallersActs;
import io.tallygate.api.Problem;
import io.tallygate.api.ProblemException;
import io.tallygate.projection.Positions;
import io.tallygate.query.ProjectionStore.ProjectionView;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /api/v1/projections}: how far what is derived from the log has come. */
@Path("/api/v1/projections")
@Tag(name = "Projections")
public class ProjectionsResource {
    private final ProjectionStore projections;
    private final CurrentCaller callers;
    private final Positions positions;
    private final CallersActs acts;

    ProjectionsResource(Positions positions, ProjectionStore projections, CurrentCaller callers, CallersActs acts) {
        this.projections = projections;
        this.callers = callers;
        this.positions = positions;
        this.acts = acts;
    }

    /** All of them. */
    record ProjectionList(List<ProjectionView> items) {}

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(
            summary = "How far what is derived from the log has come",
            description =
                    "For a caller of some tenants the numbers are of their events, and a lag of more than 10,000 is told as that.")
    public ProjectionList list() {
        return new ProjectionList(
                projections.find(callers.reader(Optional.empty()).tenants()));
    }

    @POST
    @RolesAllowed(Roles.ADMINISTRATOR)
    @Path("/{name}/rebuilds")
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(
            summary = "Make it anew from the whole log",
            description =
                    "After schemas or dialects were added that read stored events otherwise, say. Until its lag is back to 0,"
                            + " answers made of it lack what is not in it yet; the log itself is not touched.")
    @APIResponse(responseCode = "202", description = "It is made anew, by the instance that does that")
    @APIResponse(responseCode = "403", description = "You act for some tenants only")
    @Extension(name = "x-tenants", value = "all")
    public Response rebuild(@PathParam("name") String name) {
        callers.checkEveryTenant();
        String projection = Parameters.id(name);
        if (!positions.knows(projection)) {
            throw ProblemException.notFound("Nothing is derived from the log as " + name);
        }
        acts.record(Act.projectionRebuilt(projection));
        positions.rebuild(projection);
        return Response.accepted().build();
    }
}
