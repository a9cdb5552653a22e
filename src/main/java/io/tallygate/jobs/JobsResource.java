package io.tallygate.jobs;

import io.smallrye.common.annotation.Blocking;
import io.tallygate.access.CurrentCaller;
import io.tallygate.access.Roles;
import io.tallygate.acts.Act;
import io.tallygate.acts.CallersActs;
import io.tallygate.api.IdempotencyKey;
import io.tallygate.api.Problem;
import io.tallygate.api.ProblemException;
import io.tallygate.event.Arrival;
import io.tallygate.event.Content;
import io.tallygate.event.Door;
import io.tallygate.event.Sender;
import io.tallygate.event.Tenants;
import io.tallygate.event.Traceparent;
import io.tallygate.ingest.EventIngestor;
import io.tallygate.ingest.IdempotentRequests;
import io.tallygate.ingest.IngestConfig;
import io.tallygate.ingest.http.Answers;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/jobs}: the catalogue of jobs, and triggering one. */
@Path("/api/v1/jobs")
@Tag(name = "Jobs")
@Blocking
public class JobsResource {
    private static final int MAX_TRIGGERED_BY = 200;

    private final JobCatalogue catalogue;
    private final JobsConfig config;
    private final JobTrigger trigger;
    private final IdempotentRequests requests;
    private final EventIngestor ingestor;
    private final IngestConfig ingestConfig;
    private final CurrentCaller callers;
    private final CallersActs acts;
    private final Clock clock;

    JobsResource(
            JobCatalogue catalogue,
            JobsConfig config,
            JobTrigger trigger,
            IdempotentRequests requests,
            EventIngestor ingestor,
            IngestConfig ingestConfig,
            CurrentCaller callers,
            CallersActs acts,
            Clock clock) {
        this.catalogue = catalogue;
        this.config = config;
        this.trigger = trigger;
        this.requests = requests;
        this.ingestor = ingestor;
        this.ingestConfig = ingestConfig;
        this.callers = callers;
        this.acts = acts;
        this.clock = clock;
    }

    /**
     * One job of the catalogue.
     *
     * @param job its name
     * @param schedule the cron expression by which it triggers itself
     */
    record Job(String job, Optional<String> schedule) {}

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "The catalogue of jobs")
    public Map<String, List<Job>> list() {
        return Map.of(
                "items",
                catalogue.jobs().stream()
                        .map(job -> new Job(
                                job, Optional.ofNullable(catalogue.schedule().get(job))))
                        .toList());
    }

    @POST
    @RolesAllowed(Roles.OPERATOR)
    @Path("/{job}/triggers")
    @Consumes({MediaType.APPLICATION_JSON, MediaType.WILDCARD})
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(summary = "Trigger a job: emits a workflow.job.trigger event")
    @RequestBody(
            content =
                    @org.eclipse.microprofile.openapi.annotations.media.Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = TriggerRequest.class),
                            examples =
                                    @ExampleObject(
                                            name = "trigger",
                                            value = "{\"metadata\": {\"days\": 3}, \"triggeredBy\": \"me\"}")))
    @APIResponse(responseCode = "202", description = "The trigger is stored, and published")
    @APIResponse(responseCode = "200", description = "Asked before under this Idempotency-Key: the same trigger")
    @APIResponse(responseCode = "403", description = "The tenant is not one of the caller's")
    @APIResponse(responseCode = "404", description = "There is no such job in the catalogue")
    @APIResponse(responseCode = "422", description = "The Idempotency-Key was used for another request")
    public CompletionStage<Response> trigger(
            @PathParam("job") String job,
            byte @Nullable [] body,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            @HeaderParam("traceparent") @Nullable String traceparent) {
        if (!catalogue.knows(job)) {
            throw ProblemException.of(Problem.of(
                    404,
                    "unknown-job",
                    "There is no such job",
                    "The catalogue of jobs has: " + String.join(", ", catalogue.jobs())));
        }
        byte[] request = body == null ? new byte[0] : body;
        TriggerRequest asked = TriggerRequest.read(request);
        Tenants tenants = callers.get().tenants();
        UUID tenant = asked.tenant().or(tenants::single).orElse(config.defaultTenant());
        if (!tenants.contains(tenant)) {
            // Before anything is looked up or kept under the key of another tenant.
            throw ProblemException.of(
                    Answers.notAuthorised("The credential may not trigger jobs for tenant " + tenant));
        }
        String triggeredBy = asked.triggeredBy().orElse("api");
        if (triggeredBy.isBlank() || triggeredBy.length() > MAX_TRIGGERED_BY) {
            throw ProblemException.badParameter(
                    "triggeredBy", "must have 1 to " + MAX_TRIGGERED_BY + " characters, not only blanks");
        }
        Supplier<Content> event = () -> trigger.of(job, tenant, asked.metadata(), triggeredBy);
        Content content = IdempotencyKey.checked(idempotencyKey)
                .map(key -> requests.contentFor("job:" + tenant + ":" + job, key, Content.of(request), event)
                        .orElseThrow(() -> ProblemException.of(Problem.of(
                                422,
                                "idempotency-key-reused",
                                "The Idempotency-Key was used for another request",
                                "A request that asks for something else needs a key of its own"))))
                .orElseGet(event);
        acts.record(Act.jobTrigger(job, tenant, trigger.idOf(content), triggeredBy, content));
        Arrival arrival = new Arrival(
                content,
                Door.JOB,
                clock.instant(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Traceparent.wellFormed(traceparent),
                false,
                Sender.ofAll(tenants));
        return ingestor.ingest(arrival, ingestConfig.httpPatience()).thenApply(Answers::to);
    }
}
