package io.tallygate.query;

import io.tallygate.access.CurrentCaller;
import io.tallygate.access.Reader;
import io.tallygate.access.Roles;
import io.tallygate.api.Problem;
import io.tallygate.api.ProblemException;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/search}: one box for every id. */
@Path("/api/v1/search")
@Tag(name = "Events")
public class SearchResource {
    private static final int MOST = 20;
    private static final int MAX_LENGTH = 512;

    private final CurrentCaller callers;
    private final Questions turns;
    private final SearchStore store;

    SearchResource(SearchStore store, CurrentCaller callers, Questions turns) {
        this.callers = callers;
        this.turns = turns;
        this.store = store;
    }

    /** What was found. */
    record Hits(List<SearchHit> items) {}

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(
            summary = "Find events, workflows, correlations and quarantined events by their ids",
            description =
                    "By whole ids, and by how they begin: whole ones first, 5 of a kind and 20 in all at most. A workflow or"
                            + " correlation comes with its last event, a quarantined event also by the event or workflow that it"
                            + " names (name). A correlation id that is also the id of its workflow is found as that.")
    public Hits search(
            @Parameter(description = "An id, or how it begins", required = true) @QueryParam("q") @Nullable String q,
            @Parameter(description = "What is of this tenant (UUID)") @QueryParam("tenant") @Nullable String tenant) {
        String text = Parameters.text("q", q).map(String::strip).orElse("");
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            throw ProblemException.badParameter("q", "must have 1 to " + MAX_LENGTH + " characters");
        }
        Reader reader = callers.reader(Parameters.uuid("tenant", tenant));
        return new Hits(turns.take(callers.get(), () -> store.find(reader, text, MOST)));
    }
}
