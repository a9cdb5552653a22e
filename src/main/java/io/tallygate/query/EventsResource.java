package io.tallygate.query;

import io.tallygate.api.Problem;
import io.tallygate.api.ProblemException;
import io.tallygate.query.EventStore.Filter;
import io.tallygate.schema.SchemaCatalog;
import io.tallygate.schema.UpcastException;
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
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/events}: the audit log. */
@Path("/api/v1/events")
@Tag(name = "Events")
public class EventsResource {
    private final EventStore events;
    private final SchemaCatalog catalog;

    EventsResource(EventStore events, SchemaCatalog catalog) {
        this.events = events;
        this.catalog = catalog;
    }

    @GET
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(summary = "Find events, the last received first")
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
                Parameters.uuid("tenant", tenant),
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
        int size = Parameters.limit(limit);
        List<EventView> found = events.find(filter, size + 1, Parameters.includesEvent(include));
        return Pages.answer(Page.of(found, size, EventView::cursor), uri);
    }

    @GET
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
        EventView stored = single(id, events.byId(Parameters.id(id), Parameters.uuid("tenant", tenant)));
        return version.filter(wanted -> !wanted.equals(stored.version()))
                .map(wanted -> readAs(stored, wanted))
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
    @Path("/{id}/original")
    @Produces({MediaType.APPLICATION_OCTET_STREAM, Problem.MEDIA_TYPE})
    @Operation(summary = "The original bytes of one event, unchanged")
    public byte[] original(@PathParam("id") String id, @QueryParam("tenant") @Nullable String tenant) {
        return single(id, events.originals(Parameters.id(id), Parameters.uuid("tenant", tenant)));
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
