package io.tallygate.query;

import io.tallygate.access.CurrentCaller;
import io.tallygate.access.Roles;
import io.tallygate.acts.Act;
import io.tallygate.acts.CallersActs;
import io.tallygate.api.Problem;
import io.tallygate.api.ProblemException;
import io.tallygate.event.Door;
import io.tallygate.event.RejectionReason;
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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/quarantine}: what was not accepted, and why. */
@Path("/api/v1/quarantine")
@Tag(name = "Quarantine")
public class QuarantineResource {
    private final QuarantineStore quarantine;
    private final CurrentCaller callers;
    private final CallersActs acts;

    QuarantineResource(QuarantineStore quarantine, CurrentCaller callers, CallersActs acts) {
        this.quarantine = quarantine;
        this.callers = callers;
        this.acts = acts;
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(summary = "Find quarantined events, the last one first")
    public Response list(
            @Parameter(description = "Events that name this tenant (UUID)") @QueryParam("tenant") @Nullable
                    String tenant,
            @QueryParam("reason") @Nullable String reason,
            @QueryParam("type") @Nullable String type,
            @QueryParam("source") @Nullable String source,
            @QueryParam("workflow") @Nullable String workflow,
            @Parameter(description = "Events that name this id") @QueryParam("event") @Nullable String event,
            @QueryParam("door") @Nullable String door,
            @Parameter(description = "Received at or after this time (RFC 3339)") @QueryParam("from") @Nullable
                    String from,
            @Parameter(description = "Received before this time (RFC 3339)") @QueryParam("to") @Nullable String to,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @Context UriInfo uri) {
        QuarantineStore.Filter filter = new QuarantineStore.Filter(
                callers.reader(Parameters.uuid("tenant", tenant)),
                reasonOf(reason),
                Parameters.text("type", type),
                Parameters.text("source", source),
                Parameters.text("workflow", workflow),
                Parameters.text("event", event),
                doorOf(door),
                Parameters.time("from", from),
                Parameters.time("to", to),
                Parameters.cursor(cursor, UUID::fromString));
        int size = Parameters.limit(limit);
        List<QuarantineView> found = quarantine.find(filter, size + 1);
        return Pages.answer(Page.of(found, size, QuarantineView::cursor), uri);
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Path("/{id}")
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(summary = "One quarantined event: its content, every fault, and what was tried to mend it")
    public QuarantineView get(@PathParam("id") String id) {
        return quarantine.byId(callers.reader(Optional.empty()), idOf(id)).orElseThrow(() -> missing(id));
    }

    @GET
    @RolesAllowed(Roles.AUDITOR)
    @Path("/{id}/original")
    @Produces({MediaType.APPLICATION_OCTET_STREAM, Problem.MEDIA_TYPE})
    @Operation(
            summary = "The original bytes of one quarantined event, unchanged",
            description = "That they were read is kept on record first.")
    public byte[] original(@PathParam("id") String id) {
        UUID wanted = idOf(id);
        QuarantineStore.Original original =
                quarantine.original(callers.reader(Optional.empty()), wanted).orElseThrow(() -> missing(id));
        acts.record(Act.quarantinedOriginalRead(wanted, original.tenant(), original.content()));
        return original.content().bytes();
    }

    private static UUID idOf(String id) {
        return Parameters.uuid("id", id).orElseThrow(() -> missing(id));
    }

    private static ProblemException missing(String id) {
        return ProblemException.notFound("There is no quarantined event " + id);
    }

    private static Optional<String> reasonOf(@Nullable String reason) {
        return Parameters.oneOf(
                "reason", reason, Arrays.stream(RejectionReason.values()).map(RejectionReason::label));
    }

    private static Optional<String> doorOf(@Nullable String door) {
        return Parameters.oneOf("door", door, Arrays.stream(Door.values()).map(Door::label));
    }
}
