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

/** {@code POST /api/v1/events}: one event, or many. The answer leaves when they are durable, or known not to be. */
@Path("/api/v1/events")
@Tag(name = "Events")
@NonBlocking
public class EventResource {
    static final String NDJSON = "application/x-ndjson";

    private final EventDoor door;
    private final CurrentCaller callers;

    EventResource(EventDoor door, CurrentCaller callers) {
        this.door = door;
        this.callers = callers;
    }

    @POST
    @RolesAllowed(Roles.PUBLISHER)
    @Consumes({MediaType.APPLICATION_JSON, NDJSON, CloudEvents.STRUCTURED, CloudEvents.BATCH})
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(
            summary = "Send one event, or many",
            description =
                    "One event (a JSON object), or many (a JSON array, or one event a line as application/x-ndjson)."
                            + " CloudEvents 1.0 as well: structured, batched, or binary (ce-* headers) with JSON data; one"
                            + " of a type of the dialect coder becomes its envelope."
                            + " The answer leaves when the events are durable. The event's id is the key: sending the same"
                            + " again is safe.")
    @RequestBody(
            required = true,
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(type = SchemaType.OBJECT),
                        examples = {
                            @ExampleObject(name = "one", summary = "One event", value = OpenApiExamples.EVENT),
                            @ExampleObject(
                                    name = "many",
                                    summary = "Many events",
                                    value = "[" + OpenApiExamples.EVENT + "]")
                        }),
                @Content(mediaType = NDJSON, schema = @Schema(type = SchemaType.STRING)),
                @Content(mediaType = CloudEvents.STRUCTURED, schema = @Schema(type = SchemaType.OBJECT)),
                @Content(mediaType = CloudEvents.BATCH, schema = @Schema(type = SchemaType.ARRAY))
            })
    @APIResponse(responseCode = "202", description = "Stored: all of them, if there are many")
    @APIResponse(responseCode = "200", description = "All were stored before")
    @APIResponse(responseCode = "207", description = "Of many, some were stored and some not: a result for each")
    @APIResponse(
            responseCode = "409",
            description = "The id was used for other content; in quarantine",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "403",
            description = "Not kept: the credential may not send events of that tenant, source or type",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "413",
            description = "More bytes than an event may have, or more events than a request may have",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "422",
            description = "Not accepted, with place and reason; in quarantine",
            content =
                    @Content(
                            mediaType = Problem.MEDIA_TYPE,
                            schema = @Schema(implementation = Problem.class),
                            examples = @ExampleObject(name = "violated", value = OpenApiExamples.PROBLEM)))
    @APIResponse(
            responseCode = "429",
            description = "Not taken in: too many events of this tenant wait; send it again after Retry-After",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            description = "Not known whether it was stored: send the same again after Retry-After",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public CompletionStage<Response> post(byte[] body, @Context HttpHeaders headers) {
        return door.post(body, headers, callers.get().sender());
    }
}
