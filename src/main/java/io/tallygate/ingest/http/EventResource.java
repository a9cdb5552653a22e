package io.tallygate.ingest.http;

import io.smallrye.common.annotation.NonBlocking;
import io.tallygate.api.Problem;
import io.tallygate.crash.CrashPoint;
import io.tallygate.event.Arrival;
import io.tallygate.event.Claim;
import io.tallygate.event.Door;
import io.tallygate.event.RejectionReason;
import io.tallygate.ingest.EventIngestor;
import io.tallygate.ingest.IngestConfig;
import io.tallygate.ingest.IngestOutcome;
import io.tallygate.schema.Batch;
import io.tallygate.schema.BatchSplitter;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
    /** Bytes up to which checking an event is cheap enough to be done on the thread that read it. */
    private static final int CHEAP = 16 * 1024;

    static final String NDJSON = "application/x-ndjson";

    private final EventIngestor ingestor;
    private final IngestConfig config;
    private final RequestArrivals arrivals;
    private final LargeRequests large;
    private final BatchSplitter splitter;
    private final CloudEvents cloudEvents;

    EventResource(
            EventIngestor ingestor,
            IngestConfig config,
            RequestArrivals arrivals,
            LargeRequests large,
            CloudEvents cloudEvents) {
        this.ingestor = ingestor;
        this.config = config;
        this.arrivals = arrivals;
        this.large = large;
        this.cloudEvents = cloudEvents;
        this.splitter = new BatchSplitter(config.maxRequestEvents());
    }

    @POST
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
        if (isOf(CloudEvents.STRUCTURED, headers) || CloudEvents.isBinary(headers)) {
            return body.length <= CHEAP ? cloudEvent(body, headers) : large.inTurn(() -> cloudEvent(body, headers));
        }
        boolean lines = isOf(NDJSON, headers);
        if (!lines && !isArray(body) && body.length <= CHEAP) {
            return one(body, headers);
        }
        return large.inTurn(() -> lines || isArray(body) ? many(body, lines, headers) : one(body, headers));
    }

    private static boolean isOf(String mediaType, HttpHeaders headers) {
        MediaType stated = headers.getMediaType();
        return stated != null && stated.isCompatible(MediaType.valueOf(mediaType)) && !stated.isWildcardType();
    }

    private CompletionStage<Response> cloudEvent(byte[] body, HttpHeaders headers) {
        if (body.length > config.maxEventBytes()) {
            return one(body, headers); // refused for its size
        }
        return one(
                isOf(CloudEvents.STRUCTURED, headers)
                        ? cloudEvents.ofStructured(io.tallygate.event.Content.of(body))
                        : cloudEvents.ofBinary(body, headers),
                headers);
    }

    private CompletionStage<Response> one(byte[] body, HttpHeaders headers) {
        return one(io.tallygate.event.Content.of(body), headers);
    }

    private CompletionStage<Response> one(io.tallygate.event.Content content, HttpHeaders headers) {
        return ingestor.ingest(arrivals.of(content, Door.HTTP, headers), config.httpPatience())
                .thenApply(EventResource::answer);
    }

    private static Response answer(IngestOutcome outcome) {
        CrashPoint.AFTER_COMMIT_BEFORE_ANSWER.reached();
        return Answers.to(outcome);
    }

    private CompletionStage<Response> many(byte[] body, boolean lines, HttpHeaders headers) {
        Batch batch = lines ? splitter.splitLines(body) : splitter.splitArray(body);
        if (batch instanceof Batch.Split split && !split.events().isEmpty()) {
            boolean cloud = isOf(CloudEvents.BATCH, headers);
            List<Arrival> all = split.events().stream()
                    .map(event ->
                            cloud && event.size() <= config.maxEventBytes() ? cloudEvents.ofStructured(event) : event)
                    .map(event -> arrivals.of(event, Door.HTTP, headers))
                    .toList();
            return ingestor.ingest(all, config.httpPatience()).thenApply(outcomes -> {
                CrashPoint.AFTER_COMMIT_BEFORE_ANSWER.reached();
                return Answers.toAll(outcomes);
            });
        }
        if (batch instanceof Batch.Unsplittable unsplittable
                && unsplittable.rejection().reason() == RejectionReason.TOO_LARGE) {
            return CompletableFuture.completedFuture(
                    tooMany(unsplittable.rejection().message()));
        }
        // Nobody can say where an event ends, or there is none: kept and answered as the one unreadable thing that it
        // is.
        return batch instanceof Batch.Unsplittable unsplittable
                ? ingestor.reject(
                                arrivals.of(io.tallygate.event.Content.of(body), Door.HTTP, headers),
                                unsplittable.rejection(),
                                Claim.nothing(),
                                config.httpPatience())
                        .thenApply(Answers::to)
                : one(body, headers);
    }

    private static Response tooMany(String message) {
        return Response.status(413)
                .type(Problem.MEDIA_TYPE)
                .entity(Problem.of(
                        413, "too-many-events", "Too many events in one request", message + "; none was taken in"))
                .build();
    }

    private static boolean isArray(byte[] body) {
        for (byte b : body) {
            if (b == '[') {
                return true;
            }
            if (b != ' ' && b != '\t' && b != '\n' && b != '\r') {
                return false;
            }
        }
        return false;
    }
}
