package io.tallygate.ingest.http;

import io.smallrye.common.annotation.NonBlocking;
import io.tallygate.access.CurrentCaller;
import io.tallygate.access.Roles;
import io.tallygate.api.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code POST /api/v1/logs}: the door of the central monitor, for what pipelines log. */
@Path("/api/v1/logs")
@Tag(name = "Logs")
@NonBlocking
public class LogResource {
    private static final String DIALECT = "activity";

    private final EventDoor door;
    private final CurrentCaller callers;

    LogResource(EventDoor door, CurrentCaller callers) {
        this.door = door;
        this.callers = callers;
    }

    @POST
    @RolesAllowed(Roles.PUBLISHER)
    @Consumes({MediaType.APPLICATION_JSON, EventResource.NDJSON})
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(
            summary = "Log what a stage of a pipeline has done",
            description =
                    "One log (a JSON object), or many (a JSON array, or one log a line as application/x-ndjson). It is an"
                            + " event of the dialect activity, checked, kept and published like any other; answers are those"
                            + " of POST /api/v1/events. Its id follows from its content: the same log again is one.")
    @RequestBody(
            required = true,
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(type = SchemaType.OBJECT),
                        examples = {
                            @ExampleObject(name = "one", summary = "One log", value = OpenApiExamples.LOG),
                            @ExampleObject(
                                    name = "many",
                                    summary = "Many logs",
                                    value = "[" + OpenApiExamples.LOG + "]")
                        }),
                @Content(mediaType = EventResource.NDJSON, schema = @Schema(type = SchemaType.STRING))
            })
    @APIResponse(responseCode = "202", description = "Stored: all of them, if there are many")
    @APIResponse(responseCode = "200", description = "All were stored before")
    @APIResponse(responseCode = "207", description = "Of many, some were stored and some not: a result for each")
    @APIResponse(
            responseCode = "403",
            description = "Not kept: the credential may not send events of that tenant, source or type",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "413",
            description = "More bytes than a log may have, or more logs than a request may have",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "422",
            description = "Not accepted, with place and reason; in quarantine",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "429",
            description = "Not taken in: too many events wait; send it again after Retry-After",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            description = "Not known whether it was stored: send the same again after Retry-After",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public CompletionStage<Response> post(byte[] body, @Context HttpHeaders headers) {
        return door.postAs(DIALECT, body, headers, callers.get().sender());
    }
}
