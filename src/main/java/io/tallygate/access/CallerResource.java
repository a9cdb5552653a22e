package io.tallygate.access;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /api/v1/me}: who the gateway takes the caller for. */
@Path("/api/v1/me")
@Tag(name = "Access")
public class CallerResource {
    private final CurrentCaller callers;
    private final AccessMode mode;

    CallerResource(CurrentCaller callers, AccessMode mode) {
        this.callers = callers;
        this.mode = mode;
    }

    @GET
    @RolesAllowed({Roles.PUBLISHER, Roles.VIEWER})
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Who you are to the gateway: roles and tenants of your credential")
    public CallerView get() {
        return CallerView.of(callers.get(), mode);
    }
}
