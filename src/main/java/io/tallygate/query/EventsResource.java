package io.tallygate.query;

import io.tallygate.access.CurrentCaller;
import io.tallygate.access.Reader;
import io.tallygate.access.Roles;
import io.tallygate.acts.Act;
import io.tallygate.acts.CallersActs;
import io.tallygate.api.Problem;
import io.tallygate.api.ProblemException;
import io.tallygate.query.EventStore.Filter;
import io.tallygate.schema.SchemaCatalog;
import io.tallygate.schema.UpcastException;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/events}: the audit log. */
@Path("/api/v1/events")
@Tag(name = "Events")
public class EventsResource {
    private final EventStore events;
    private final PayloadSearches searches;
    private final SchemaCatalog catalog;
    private final CurrentCaller callers;
    private final CallersActs acts;
    private final Masking masking;

    EventsResource(
            EventStore events,
            PayloadSearches searches,
            SchemaCatalog catalog,
            CurrentCaller callers,
            CallersActs acts,
            Masking masking) {
        this.events = events;
        this.searches = searches;
        this.catalog = catalog;
        this.callers = callers;
        this.acts = acts;
        this.masking = masking;
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(summary = "Find events, the last received first", description = """
                    No index knows what project, status, q and field ask for: many events may have to be looked through, and if that takes
                    too long, the answer is 422 and says to narrow the range.

                    A field is a place and, after the first colon, a value: data.opportunityId:OPP-1, or with a JSON pointer
                    /data/opportunityId:OPP-1 (for names with dots; names with colons cannot be asked for). A string is met if it is the
                    value; a number if it has the value (1.50 is 1.5); true, false and null by their names. Of an array, any element
                    meets it, or the one whose index the place has: data.items.name:x, data.items.0.name:x. Objects meet nothing.""")
    @APIResponse(responseCode = "200", description = "One page; the Link header leads to the next")
    @APIResponse(
            responseCode = "422",
            description = "Too many events would have to be looked through: narrow the range",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "429",
            description = "Others look through events already",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response list(
            @Parameter(description = "Events of this tenant (UUID)") @QueryParam("tenant") @Nullable String tenant,
            @QueryParam("type") @Nullable String type,
            @QueryParam("source") @Nullable String source,
            @Parameter(description = "Events of this workflow id") @QueryParam("workflow") @Nullable String workflow,
            @Parameter(description = "Events of this correlation id") @QueryParam("correlation") @Nullable
                    String correlation,
            @Parameter(description = "Happened at or after this time (RFC 3339)") @QueryParam("from") @Nullable
                    String from,
            @Parameter(description = "Happened before this time (RFC 3339)") @QueryParam("to") @Nullable String to,
            @Parameter(description = "Received at or after this time") @QueryParam("receivedFrom") @Nullable
                    String receivedFrom,
            @Parameter(description = "Received before this time") @QueryParam("receivedTo") @Nullable String receivedTo,
            @Parameter(description = "Events of this project, be it said by themselves or by another of their workflow")
                    @QueryParam("project")
                    @Nullable
                    String project,
            @Parameter(description = "How it went, as lists show it") @QueryParam("status") @Nullable String status,
            @Parameter(description = "Text in any string, name or number of the event; A-Z and a-z are the same")
                    @QueryParam("q")
                    @Nullable
                    String q,
            @Parameter(
                            description =
                                    "A place and a value, e.g. data.opportunityId:OPP-1; several: all of them, 5 at most")
                    @QueryParam("field")
                    List<String> fields,
            @Parameter(description = "desc: newest first, the default; asc: oldest first")
                    @QueryParam("order")
                    @Nullable
                    String order,
            @Parameter(description = "event: with the events themselves") @QueryParam("include") @Nullable
                    String include,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @Context UriInfo uri) {
        Filter filter = new Filter(
                callers.reader(Parameters.uuid("tenant", tenant)),
                Parameters.text("type", type),
                Parameters.text("source", source),
                Parameters.text("workflow", workflow),
                Parameters.text("correlation", correlation),
                Parameters.time("from", from),
                Parameters.time("to", to),
                Parameters.time("receivedFrom", receivedFrom),
                Parameters.time("receivedTo", receivedTo),
                Parameters.cursor(cursor, Long::valueOf),
                Parameters.ascending(order));
        PayloadFilter payload = new PayloadFilter(
                Parameters.text("project", project),
                Parameters.text("status", status),
                Parameters.text("q", q),
                FieldMatch.parseAll(fields));
        int size = Parameters.limit(limit);
        boolean withEvent = Parameters.includesEvent(include);
        List<EventView> found = payload.isEmpty()
                ? events.find(filter, size + 1, withEvent)
                : searches.inTurn(callers.get(), () -> events.find(filter, payload, size + 1, withEvent));
        return Pages.answer(Page.of(found, size, EventView::cursor), uri);
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Path("/{id}")
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(summary = "One event, with its content as JSON")
    public EventView get(
            @PathParam("id") String id,
            @QueryParam("tenant") @Nullable String tenant,
            @Parameter(description = "Read it as an event of this version, by the upcasters of its type")
                    @QueryParam("as-version")
                    @Nullable
                    String asVersion) {
        Optional<String> version = Parameters.text("as-version", asVersion);
        Reader reader = callers.reader(Parameters.uuid("tenant", tenant));
        EventView stored = single(id, events.byId(reader, Parameters.id(id)));
        return version.filter(wanted -> !wanted.equals(stored.version()))
                .map(wanted -> masking.shown(reader, readAs(stored, wanted)))
                .orElse(stored);
    }

    private EventView readAs(EventView stored, String version) {
        byte[] content = String.valueOf(stored.event()).getBytes(StandardCharsets.UTF_8);
        try {
            return catalog.readAs(stored.type(), stored.version(), version, content)
                    .map(document -> stored.readAs(version, document.toString()))
                    .orElseThrow(() -> noWay(stored, version));
        } catch (UpcastException e) {
            throw ProblemException.of(Problem.of(
                    422,
                    "not-upcastable",
                    "The event cannot be read as one of that version",
                    String.valueOf(e.getMessage())));
        }
    }

    private ProblemException noWay(EventView stored, String version) {
        return ProblemException.of(Problem.of(
                        404,
                        "no-upcaster",
                        "No upcasters lead to that version",
                        "The event is of version " + stored.version() + " of " + stored.type()
                                + " and cannot be read as version " + version)
                .with("readableAs", catalog.readableAs(stored.type(), stored.version())));
    }

    @GET
    @RolesAllowed(Roles.AUDITOR)
    @Path("/{id}/original")
    @Produces({MediaType.APPLICATION_OCTET_STREAM, Problem.MEDIA_TYPE})
    @Operation(
            summary = "The original bytes of one event, unchanged",
            description = "That they were read is kept on record first.")
    public byte[] original(@PathParam("id") String id, @QueryParam("tenant") @Nullable String tenant) {
        EventStore.Original original =
                single(id, events.originals(callers.reader(Parameters.uuid("tenant", tenant)), Parameters.id(id)));
        acts.record(Act.originalRead(original.tenant(), id, original.content()));
        return original.content().bytes();
    }

    private static <T> T single(String id, List<T> found) {
        if (found.isEmpty()) {
            throw ProblemException.notFound("There is no event " + id);
        }
        if (found.size() > 1) {
            throw ProblemException.ambiguous("More than one tenant has an event " + id + "; name one by ?tenant=");
        }
        return found.get(0);
    }
}
