package io.tallygate.boot;

import io.smallrye.common.annotation.Blocking;
import io.tallygate.access.CurrentCaller;
import io.tallygate.access.Roles;
import io.tallygate.acts.Act;
import io.tallygate.acts.CallersActs;
import io.tallygate.api.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /api/v1/configuration}: the configuration as it holds. */
@Path("/api/v1/configuration")
@Tag(name = "About")
@Blocking
public class ConfigurationResource {
    private final EffectiveConfiguration configuration;
    private final CurrentCaller callers;
    private final CallersActs acts;

    ConfigurationResource(EffectiveConfiguration configuration, CurrentCaller callers, CallersActs acts) {
        this.configuration = configuration;
        this.callers = callers;
        this.acts = acts;
    }

    /** All keys that decide how this gateway works. */
    record Effective(List<EffectiveConfiguration.Entry> items) {}

    @GET
    @RolesAllowed(Roles.ADMINISTRATOR)
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(
            summary = "The configuration as it holds: each key, its value and where that is said",
            description = "Secrets are masked. That it was seen is kept on record first.")
    @APIResponse(responseCode = "200", description = "All keys that decide how this gateway works")
    @APIResponse(responseCode = "503", description = "It cannot be kept on record now; nothing is shown")
    @APIResponse(responseCode = "403", description = "You act for some tenants only")
    @Extension(name = "x-tenants", value = "all")
    public Effective configuration() {
        callers.checkEveryTenant();
        acts.record(Act.configurationViewed());
        return new Effective(configuration.entries());
    }
}
