package io.tallygate.query;

import io.smallrye.mutiny.Multi;
import io.tallygate.access.CurrentCaller;
import io.tallygate.access.Roles;
import io.tallygate.api.Problem;
import io.tallygate.event.Door;
import io.tallygate.query.StreamFilter.Kind;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/stream}: what is stored, as it is stored. */
@Path("/api/v1/stream")
@Tag(name = "Events")
public class StreamResource {
    private final StreamReaders readers;
    private final CurrentCaller callers;
    private final StreamConfig config;

    StreamResource(StreamReaders readers, CurrentCaller callers, StreamConfig config) {
        this.callers = callers;
        this.readers = readers;
        this.config = config;
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(summary = "Follow what is stored, by whichever instance, as it is stored", description = """
                    Server-sent events: `event` with an item as of GET /api/v1/events, `quarantined` with one as of GET
                    /api/v1/quarantine, and `missed` with `{reason, count, quarantined, from, to}` for what is not sent: the reader
                    was too slow (`slow`), came back after too long (`too-old`), or more was stored than can be followed (`behind`).
                    Of the last two, `count` is of the log from `from` to `to`, whatever the filters; for a caller of some tenants, of
                    their events, and no more than 10,000 are counted. The first thing sent is a
                    comment, when the stream is open. Comments are heartbeats; their ids count, too. Who comes back with the last id
                    is sent what was stored meanwhile: first the events, then the quarantined ones.""")
    @APIResponse(
            responseCode = "200",
            description = "Until the reader leaves, its credential ends or the gateway stops",
            content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(
            responseCode = "429",
            description = "As many read as may at a time, in all or of this caller",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Multi<OutboundSseEvent> stream(
            @Parameter(description = "all, the default; events; quarantine") @QueryParam("kind") @Nullable String kind,
            @Parameter(description = "Events of this tenant (UUID)") @QueryParam("tenant") @Nullable String tenant,
            @QueryParam("type") @Nullable String type,
            @QueryParam("source") @Nullable String source,
            @Parameter(description = "Events of this workflow id") @QueryParam("workflow") @Nullable String workflow,
            @Parameter(description = "Events of this project; quarantined ones have none")
                    @QueryParam("project")
                    @Nullable
                    String project,
            @QueryParam("dialect") @Nullable String dialect,
            @QueryParam("door") @Nullable String door,
            @Parameter(description = "event: with the events themselves") @QueryParam("include") @Nullable
                    String include,
            @Parameter(description = "The id of the last that was received: to go on behind it")
                    @HeaderParam("Last-Event-ID")
                    @Nullable
                    String lastEventId,
            @Parameter(description = "The same, for who cannot set headers; the header counts where both are given")
                    @QueryParam("lastEventId")
                    @Nullable
                    String lastEventIdParameter,
            @jakarta.ws.rs.core.Context Sse sse,
            @jakarta.ws.rs.core.Context HttpServerRequest request) {
        StreamFilter filter = new StreamFilter(
                kindOf(kind),
                callers.reader(Parameters.uuid("tenant", tenant)),
                Parameters.text("type", type),
                Parameters.text("source", source),
                Parameters.text("workflow", workflow),
                Parameters.text("project", project),
                Parameters.text("dialect", dialect),
                Parameters.oneOf("door", door, Arrays.stream(Door.values()).map(Door::label)),
                Parameters.includesEvent(include));
        Optional<StreamPosition> resume = Parameters.text("Last-Event-ID", lastEventId)
                .map(id -> StreamPosition.parse("Last-Event-ID", id))
                .or(() -> Parameters.text("lastEventId", lastEventIdParameter)
                        .map(id -> StreamPosition.parse("lastEventId", id)));
        Context loop = Vertx.currentContext();
        StreamReader reader = readers.open(
                filter, callers.get(), resume, task -> loop.runOnContext(nothing -> task.run()), () -> cut(request));
        // A proxy that collects what it passes on would hold it back.
        request.response().putHeader("Cache-Control", "no-store").putHeader("X-Accel-Buffering", "no");
        return Multi.createFrom().<StreamMessage>publisher(reader).map(message -> written(message, sse));
    }

    /** At once: an orderly close would wait until the reader has read. */
    private static void cut(HttpServerRequest request) {
        if (request.connection() instanceof ConnectionBase connection) {
            connection.channel().close();
        }
    }

    private OutboundSseEvent written(StreamMessage message, Sse sse) {
        OutboundSseEvent.Builder event = sse.newEventBuilder().id(message.id());
        switch (message.kind()) {
            case OPEN -> event.comment("open").reconnectDelay(config.retry().toMillis());
            case HEARTBEAT -> event.comment("heartbeat");
            case EVENT, QUARANTINED, MISSED ->
                event.name(message.kind().label()).data(message.data());
        }
        return event.build();
    }

    private static Kind kindOf(@Nullable String text) {
        return Parameters.oneOf(
                        "kind",
                        text,
                        Arrays.stream(Kind.values()).map(kind -> kind.name().toLowerCase(Locale.ROOT)))
                .map(label -> Kind.valueOf(label.toUpperCase(Locale.ROOT)))
                .orElse(Kind.ALL);
    }
}
