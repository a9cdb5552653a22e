package io.tallygate.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.common.annotation.Blocking;
import io.tallygate.access.CurrentCaller;
import io.tallygate.access.Reader;
import io.tallygate.access.Roles;
import io.tallygate.api.Problem;
import io.tallygate.query.Candidates.Candidate;
import io.tallygate.query.RehearsalStore.Filter;
import io.tallygate.query.RehearsalTally.GroupView;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/v1/schemas/{type}/rehearsal}: what a candidate would have refused. */
@Path("/api/v1/schemas/{type}/rehearsal")
@Tag(name = "Schemas")
@Blocking
public class RehearsalResource {
    private final Candidates candidates;
    private final Rehearsal rehearsal;
    private final CurrentCaller callers;
    private final EvolutionConfig.Rehearsal bounds;
    private final Masking masking;

    RehearsalResource(
            Candidates candidates,
            Rehearsal rehearsal,
            EvolutionConfig config,
            CurrentCaller callers,
            Masking masking) {
        this.masking = masking;
        this.callers = callers;
        this.candidates = candidates;
        this.rehearsal = rehearsal;
        this.bounds = config.rehearsal();
    }

    /**
     * What was found.
     *
     * @param type the event type
     * @param candidate the version that the candidate pins; {@code candidate} if it pins none
     * @param checked how many recorded events were checked
     * @param breaking how many of them the candidate refuses
     * @param groups the kinds of faults, the most frequent first; an event may have several
     * @param ungrouped faults of further kinds
     * @param finished whether the end of the log was reached
     * @param stoppedBy what ended it before: {@code limit} or {@code duration}
     * @param nextCursor the {@code cursor} that goes on from there
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record RehearsalView(
            String type,
            String candidate,
            long checked,
            long breaking,
            List<GroupView> groups,
            long ungrouped,
            boolean finished,
            Optional<String> stoppedBy,
            Optional<String> nextCursor) {}

    @POST
    @RolesAllowed(Roles.VIEWER)
    @Consumes({MediaType.APPLICATION_JSON, "application/schema+json", MediaType.WILDCARD})
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(
            summary = "Run a candidate for a schema over recorded events: how many would break, where, from whom",
            description =
                    "The body is a JSON Schema (draft-07). The constant of the version does not count. It takes as long as"
                            + " tallygate.evolution.rehearsal allows; the answer says whether all was looked at, or else by which"
                            + " cursor to go on.")
    @APIResponse(responseCode = "200", description = "What was found")
    @APIResponse(responseCode = "403", description = "The type has fields that are x-sensitive, and you are no auditor")
    @APIResponse(responseCode = "404", description = "There is no such type")
    @APIResponse(responseCode = "413", description = "The candidate is too large")
    @APIResponse(responseCode = "422", description = "The body is no schema that could be published for the type")
    @APIResponse(responseCode = "429", description = "Others are being checked or rehearsed, and more wait than may")
    public RehearsalView rehearse(
            @PathParam("type") String type,
            byte @Nullable [] body,
            @Parameter(description = "Events of this tenant (UUID)") @QueryParam("tenant") @Nullable String tenant,
            @Parameter(description = "Events that state this version; by default all") @QueryParam("version") @Nullable
                    String version,
            @Parameter(description = "Happened at or after this time (RFC 3339)") @QueryParam("from") @Nullable
                    String from,
            @Parameter(description = "Happened before this time (RFC 3339)") @QueryParam("to") @Nullable String to,
            @Parameter(description = "Events to check at most") @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        Reader reader = callers.reader(Parameters.uuid("tenant", tenant));
        masking.checkMayTry(reader, type);
        Candidate candidate = candidates.read(type, body);
        masking.checkMayTry(reader, candidate.type());
        Filter filter = new Filter(
                candidate.dialect().name(),
                candidate.schema().isOfPattern() ? Optional.empty() : Optional.of(candidate.type()),
                Parameters.text("version", version),
                reader.tenants(),
                Parameters.time("from", from),
                Parameters.time("to", to));
        long after = Parameters.cursor(cursor, Long::valueOf).orElse(0L);
        int most = Parameters.limit(limit, bounds.maxEvents(), bounds.maxEvents());
        Rehearsal.Result result = candidates.inTurn(callers.get(), () -> rehearsal.run(candidate, filter, after, most));
        RehearsalTally tally = result.tally();
        return new RehearsalView(
                candidate.type(),
                candidate.schema().version(),
                tally.checked(),
                tally.breaking(),
                tally.groups(),
                tally.ungrouped(),
                result.stoppedBy().isEmpty(),
                result.stoppedBy(),
                result.stoppedBy().map(stopped -> Parameters.cursorOf(result.position())));
    }
}
