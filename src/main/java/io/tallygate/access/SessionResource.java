package io.tallygate.access;

import io.quarkus.oidc.OidcSession;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Begins and ends the session of a person at the page. */
@Path("/")
@Tag(name = "Access")
public class SessionResource {
    /** Where people sign in: the only address that leads to the provider (see quarkus.http.auth.permission.login). */
    static final String LOGIN = "/login";

    private static final URI PAGE = URI.create("/");

    private final OidcSession session;

    SessionResource(OidcSession session) {
        this.session = session;
    }

    @GET
    @Path("login")
    @Authenticated
    @Operation(summary = "Sign in: leads to the provider of OpenID Connect, and from there to the page")
    @APIResponse(responseCode = "302", description = "To the provider; back from there, to the page")
    public Response login() {
        return Response.seeOther(PAGE).build();
    }

    @POST
    @Path("logout")
    @Authenticated
    @Operation(summary = "Sign out: ends the session of the page here")
    @APIResponse(responseCode = "204", description = "The session is over")
    public Uni<Response> logout() {
        return session.logout().map(unused -> Response.noContent().build());
    }
}
