package io.tallygate.query;

import io.tallygate.access.CurrentCaller;
import io.tallygate.access.Reader;
import io.tallygate.access.Roles;
import io.tallygate.api.Problem;
import io.tallygate.projection.StoredText;
import io.tallygate.query.Projects.Item;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
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

/** {@code GET /api/v1/projects}: all projects side by side, and what one depends on. */
@Path("/api/v1/projects")
@Tag(name = "Projects")
public class ProjectsResource {
    private static final Duration DEFAULT_RANGE = Duration.ofDays(1);

    private final ProjectStore projects;
    private final DependencyStore dependencies;
    private final QueryConfig config;
    private final CurrentCaller callers;
    private final Questions turns;
    private final Clock clock;

    ProjectsResource(
            ProjectStore projects,
            DependencyStore dependencies,
            QueryConfig config,
            Clock clock,
            CurrentCaller callers,
            Questions turns) {
        this.callers = callers;
        this.turns = turns;
        this.projects = projects;
        this.dependencies = dependencies;
        this.config = config;
        this.clock = clock;
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(
            summary = "All projects: events, runs, failures, health and trend",
            description =
                    "Of the last 24 hours, or from from to to; those with the latest event first. What is of no project is"
                            + " the project with the empty name.")
    @APIResponse(
            responseCode = "200",
            description = "The projects",
            content = @Content(schema = @Schema(implementation = Projects.class)))
    @APIResponse(
            responseCode = "422",
            description = "The range is too long, or it would take too long: narrow it",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Projects list(
            @QueryParam("tenant") @Nullable String tenant,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to) {
        RecentRange range = RecentRange.of(from, to, DEFAULT_RANGE, config.metricsRange(), clock.instant());
        int most = config.overviewItems();
        Reader reader = callers.reader(Parameters.uuid("tenant", tenant));
        List<Item> found = turns.take(callers.get(), () -> projects.find(reader.tenants(), range, most + 1));
        boolean truncated = found.size() > most;
        return new Projects(range.from(), range.to(), truncated ? found.subList(0, most) : found, truncated);
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Path("/{project}/dependencies")
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(
            summary = "The projects that one builds upon, and those that build upon it",
            description =
                    "One step in each direction: an artifact that one makes and the other one reads, a correlation id that"
                            + " both share, or an event that names the other. A project that nobody has heard of has none.")
    public Dependencies dependencies(
            @PathParam("project") String project, @QueryParam("tenant") @Nullable String tenant) {
        String key = StoredText.key(Parameters.text("project", project));
        Reader reader = callers.reader(Parameters.uuid("tenant", tenant));
        return turns.take(callers.get(), () -> dependencies.of(key, reader.tenants()));
    }
}
