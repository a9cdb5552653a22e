package io.tallygate.ingest.http;

import io.tallygate.api.Problem;
import io.tallygate.crash.CrashPoint;
import io.tallygate.event.Arrival;
import io.tallygate.event.Claim;
import io.tallygate.event.Content;
import io.tallygate.event.Door;
import io.tallygate.event.RejectionReason;
import io.tallygate.event.Sender;
import io.tallygate.ingest.EventIngestor;
import io.tallygate.ingest.IngestConfig;
import io.tallygate.ingest.IngestOutcome;
import io.tallygate.schema.Batch;
import io.tallygate.schema.BatchSplitter;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** What a request with events in its body comes to: one event, or many, of any dialect or of one alone. */
@Singleton
class EventDoor {
    /** Bytes up to which checking an event is cheap enough to be done on the thread that read it. */
    private static final int CHEAP = 16 * 1024;

    private final EventIngestor ingestor;
    private final IngestConfig config;
    private final RequestArrivals arrivals;
    private final LargeRequests large;
    private final CloudEvents cloudEvents;
    private final BatchSplitter splitter;

    EventDoor(
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

    /** Takes events of every dialect, also as CloudEvents. */
    CompletionStage<Response> post(byte[] body, HttpHeaders headers, Sender sender) {
        Intake intake = new Intake(headers, sender, all -> ingestor.ingest(all, config.httpPatience()));
        if (isOf(CloudEvents.STRUCTURED, headers) || CloudEvents.isBinary(headers)) {
            return body.length <= CHEAP ? cloudEvent(body, intake) : large.inTurn(() -> cloudEvent(body, intake));
        }
        return post(body, intake);
    }

    /** Takes events of one dialect, whose events state no types. */
    CompletionStage<Response> postAs(String dialect, byte[] body, HttpHeaders headers, Sender sender) {
        return post(body, new Intake(headers, sender, all -> ingestor.ingestAs(dialect, all, config.httpPatience())));
    }

    private CompletionStage<Response> post(byte[] body, Intake intake) {
        boolean lines = isOf(EventResource.NDJSON, intake.headers);
        if (!lines && !isArray(body) && body.length <= CHEAP) {
            return one(Content.of(body), intake);
        }
        return large.inTurn(() -> lines || isArray(body) ? many(body, lines, intake) : one(Content.of(body), intake));
    }

    private static boolean isOf(String mediaType, HttpHeaders headers) {
        MediaType stated = headers.getMediaType();
        return stated != null && stated.isCompatible(MediaType.valueOf(mediaType)) && !stated.isWildcardType();
    }

    private CompletionStage<Response> cloudEvent(byte[] body, Intake intake) {
        if (body.length > config.maxEventBytes()) {
            return one(Content.of(body), intake); // refused for its size
        }
        return one(
                isOf(CloudEvents.STRUCTURED, intake.headers)
                        ? cloudEvents.ofStructured(Content.of(body))
                        : cloudEvents.ofBinary(body, intake.headers),
                intake);
    }

    private CompletionStage<Response> one(Content content, Intake intake) {
        return intake.how.apply(List.of(arrival(content, intake))).thenApply(outcomes -> answer(outcomes.get(0)));
    }

    private static Response answer(IngestOutcome outcome) {
        CrashPoint.AFTER_COMMIT_BEFORE_ANSWER.reached();
        return Answers.to(outcome);
    }

    private Arrival arrival(Content content, Intake intake) {
        return arrivals.of(content, Door.HTTP, intake.headers, intake.sender);
    }

    private CompletionStage<Response> many(byte[] body, boolean lines, Intake intake) {
        Batch batch = lines ? splitter.splitLines(body) : splitter.splitArray(body);
        if (batch instanceof Batch.Split split && !split.events().isEmpty()) {
            boolean cloud = isOf(CloudEvents.BATCH, intake.headers);
            List<Arrival> all = split.events().stream()
                    .map(event ->
                            cloud && event.size() <= config.maxEventBytes() ? cloudEvents.ofStructured(event) : event)
                    .map(event -> arrival(event, intake))
                    .toList();
            return intake.how.apply(all).thenApply(outcomes -> {
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
                                arrival(Content.of(body), intake),
                                unsplittable.rejection(),
                                Claim.nothing(),
                                config.httpPatience())
                        .thenApply(Answers::to)
                : one(Content.of(body), intake);
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

    /**
     * How the events of one request are taken in, together.
     *
     * @param headers of the request
     * @param sender of the request, as it was made sure of before anything was read
     * @param how takes them in
     */
    private record Intake(
            HttpHeaders headers, Sender sender, Function<List<Arrival>, CompletionStage<List<IngestOutcome>>> how) {}
}
