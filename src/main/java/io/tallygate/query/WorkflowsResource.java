package io.tallygate.query;

import io.tallygate.access.CurrentCaller;
import io.tallygate.access.Reader;
import io.tallygate.access.Roles;
import io.tallygate.api.Problem;
import io.tallygate.api.ProblemException;
import io.tallygate.event.Tenants;
import io.tallygate.projection.Run;
import io.tallygate.projection.RunKey;
import io.tallygate.projection.Runs;
import io.tallygate.query.RunStore.TenantType;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/workflows}: runs of workflows; one of them with its events in order. */
@Path("/api/v1/workflows")
@Tag(name = "Workflows")
public class WorkflowsResource {
    private static final int LAST_RUNS = 20;

    private final RunStore store;
    private final Runs runs;
    private final RunEvents events;
    private final CurrentCaller callers;
    private final Masking masking;
    private final Clock clock;

    WorkflowsResource(
            RunStore store, Runs runs, RunEvents events, CurrentCaller callers, Masking masking, Clock clock) {
        this.store = store;
        this.runs = runs;
        this.events = events;
        this.callers = callers;
        this.masking = masking;
        this.clock = clock;
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(
            summary = "Find runs of workflows, the one with the latest event first",
            description = "What is derived from the log follows it at a distance, mostly of less than a second;"
                    + " GET /api/v1/projections says of how much.")
    @APIResponse(responseCode = "200", description = "One page; the Link header leads to the next")
    @APIResponse(
            responseCode = "422",
            description = "It would take too long: narrow it",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response list(
            @BeanParam RunFilter filter,
            @Parameter(description = "last: by their latest event, the default; started: by their start")
                    @QueryParam("sort")
                    @Nullable
                    String sort,
            @Parameter(description = "desc: newest first, the default; asc: oldest first")
                    @QueryParam("order")
                    @Nullable
                    String order,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @Context UriInfo uri) {
        int size = Parameters.limit(limit);
        RunOrder by = RunOrder.of(sort);
        Reader reader = filter.reader(callers);
        List<Run> found = store.find(
                reader,
                filter,
                by,
                Parameters.cursor(cursor, text -> RunOrder.Place.parse(by, text)),
                Parameters.ascending(order),
                size + 1);
        Page<Run> page = Page.of(found, size, run -> Parameters.cursorOf(by.placeOf(run)));
        return Pages.answer(new Page<>(views(reader, page.items()), page.nextCursor()), uri);
    }

    private List<RunView> views(Reader reader, List<Run> found) {
        Instant now = clock.instant();
        Map<TenantType, Long> medians = store.medians(reader, found);
        return found.stream()
                .map(run -> RunView.of(reader, masking, run, now, medians.get(TenantType.of(run))))
                .toList();
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Path("/{id}")
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(
            summary = "One run of a workflow: its state, and its events in the order in which they were received",
            description =
                    "The run with the latest event, or the one that is asked for; and the last runs of the same workflow."
                            + " Always of the log as it is now.")
    public Response get(
            @PathParam("id") String id,
            @Parameter(description = "A run of it, where its events name several") @QueryParam("run") @Nullable
                    String run,
            @QueryParam("tenant") @Nullable String tenant,
            @QueryParam("include") @Nullable String include,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @Context UriInfo uri) {
        int size = Parameters.limit(limit);
        Optional<Long> after = Parameters.cursor(cursor, Long::valueOf);
        boolean withContent = Parameters.includesEvent(include);
        Reader reader = callers.reader(Parameters.uuid("tenant", tenant));
        Optional<String> wanted =
                Parameters.text("run", run).map(asked -> RunKey.idOf(Parameters.id(id), Optional.of(asked)));
        List<Run> last = lastRuns(id, reader);
        Run shown = wanted.isEmpty() ? last.get(0) : oneOf(last, wanted.get());
        Page<EventView> page = events.page(reader, shown, last.size() == 1, after, size, withContent);
        Instant now = clock.instant();
        RunView view = views(reader, List.of(shown)).get(0);
        List<RunStrip> strip = last.stream()
                .limit(LAST_RUNS)
                .map(other -> RunStrip.of(other, now))
                .toList();
        return Pages.withLink(Response.ok(new WorkflowView(view, strip, page.items(), page.nextCursor())), page, uri)
                .build();
    }

    private List<Run> lastRuns(String id, Reader reader) {
        List<Run> last = runs.of(Parameters.id(id), reader.tenants(), Optional.empty(), LAST_RUNS);
        if (last.isEmpty()) {
            throw ProblemException.notFound("There is no event of a workflow " + id);
        }
        if (last.stream().map(run -> run.key().tenant()).distinct().count() > 1) {
            throw ProblemException.ambiguous("More than one tenant has a workflow " + id + "; name one by ?tenant=");
        }
        return last;
    }

    /** Mostly one of the last; else it is asked for. */
    private Run oneOf(List<Run> last, String wanted) {
        Run newest = last.get(0);
        return last.stream()
                .filter(run -> run.key().runId().equals(wanted))
                .findFirst()
                .or(
                        () -> runs
                                .of(
                                        newest.key().workflowId(),
                                        Tenants.of(newest.key().tenant()),
                                        Optional.of(wanted),
                                        1)
                                .stream()
                                .findFirst())
                .orElseThrow(() -> ProblemException.notFound(
                        "The workflow " + newest.key().workflowId() + " has no run " + wanted));
    }
}
