package peer;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/** Reads the body and answers as the gateway would. */
@Path("/api/v1/events")
public class BareResource {

    /** The size of what came, so that it must have been read. */
    public record Receipt(String outcome, int status, int bytes) {}

    @POST
    @NonBlocking
    public Response post(byte[] body) {
        return Response.accepted(new Receipt("stored", 202, body.length)).build();
    }
}
