package io.tallygate.access;

import io.tallygate.api.Problem;
import io.tallygate.api.ProblemException;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/keys}: the API keys of machines. */
@Path("/api/v1/keys")
@Tag(name = "Access")
@RolesAllowed(Roles.ADMINISTRATOR)
public class KeysResource {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1000;

    private final Keys keys;
    private final CurrentCaller callers;

    KeysResource(Keys keys, CurrentCaller callers) {
        this.keys = keys;
        this.callers = callers;
    }

    /**
     * Some of the keys.
     *
     * @param next what to ask for as {@code after}, if there may be more
     */
    record KeyList(List<KeyView> items, Optional<String> next) {}

    /**
     * How a key is replaced.
     *
     * @param overlap how long the old one stays valid, as ISO 8601 has it; as configured where absent
     */
    record Rotation(Optional<String> overlap) {}

    @GET
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(summary = "The keys for tenants of yours, by their ids; never what is secret of them")
    public KeyList list(
            @Parameter(description = "1 to 1000; 100 where absent") @QueryParam("limit") @Nullable Integer limit,
            @Parameter(description = "The last id of the page before") @QueryParam("after") @Nullable String after) {
        int size = limit == null ? DEFAULT_LIMIT : limit;
        if (size < 1 || size > MAX_LIMIT) {
            throw ProblemException.badParameter("limit", "must be a number from 1 to " + MAX_LIMIT);
        }
        List<KeyView> found = keys.list(callers.get(), after == null ? "" : after, size + 1);
        return found.size() <= size
                ? new KeyList(found, Optional.empty())
                : new KeyList(
                        found.subList(0, size), Optional.of(found.get(size - 1).id()));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(summary = "Make a key; the answer is the only one that shows it")
    @APIResponse(responseCode = "201", description = "The key, which is shown this once")
    @APIResponse(responseCode = "403", description = "For a tenant or role that is not yours")
    @APIResponse(responseCode = "409", description = "No secret is configured to hash keys with")
    public Response create(@Nullable KeyRequest request) {
        KeyView made = keys.create(orBad(request), callers.get());
        return shown(made);
    }

    @GET
    @Path("/{id}")
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(summary = "One key")
    public KeyView get(@PathParam("id") String id) {
        return keys.view(id, callers.get());
    }

    @POST
    @Path("/{id}/rotations")
    @Consumes({MediaType.APPLICATION_JSON, MediaType.WILDCARD})
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(summary = "Replace a key: a new one of the same rights, the old one valid for a while beside it")
    @APIResponse(responseCode = "201", description = "The new key, which is shown this once")
    @APIResponse(responseCode = "409", description = "The key is not alive, or replaced already")
    public Response rotate(@PathParam("id") String id, @Nullable Rotation rotation) {
        KeyView made = keys.rotate(id, Optional.ofNullable(rotation).flatMap(Rotation::overlap), callers.get());
        return shown(made);
    }

    @DELETE
    @Path("/{id}")
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(summary = "Revoke a key: refused at once here, and by other instances when they read the keys next")
    @APIResponse(responseCode = "204", description = "It is revoked")
    public void revoke(@PathParam("id") String id) {
        keys.revoke(id, callers.get());
    }

    private static Response shown(KeyView made) {
        return Response.status(Response.Status.CREATED)
                .header("Location", "/api/v1/keys/" + made.id())
                .header("Cache-Control", "no-store")
                .entity(made)
                .build();
    }

    private static KeyRequest orBad(@Nullable KeyRequest request) {
        if (request == null) {
            throw ProblemException.badParameter("body", "must say name, roles and tenants of the key");
        }
        return request;
    }
}
