package io.tallygate.ingest.http;

import com.github.f4b6a3.uuid.UuidCreator;
import io.smallrye.common.annotation.Blocking;
import io.tallygate.access.CurrentCaller;
import io.tallygate.access.Roles;
import io.tallygate.acts.Act;
import io.tallygate.acts.CallersActs;
import io.tallygate.api.IdempotencyKey;
import io.tallygate.api.Problem;
import io.tallygate.api.ProblemException;
import io.tallygate.audit.Outbox;
import io.tallygate.event.Content;
import io.tallygate.event.Door;
import io.tallygate.event.Sender;
import io.tallygate.ingest.EventIngestor;
import io.tallygate.ingest.IngestConfig;
import io.tallygate.ingest.IngestOutcome;
import io.tallygate.quarantine.Resubmission;
import io.tallygate.quarantine.Resubmissions;
import io.tallygate.schema.Redaction;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/v1/quarantine/{id}/resubmissions}: a quarantined event goes through the door again. */
@Path("/api/v1/quarantine/{id}/resubmissions")
@Tag(name = "Quarantine")
@Blocking
public class ResubmissionResource {
    private final EventIngestor ingestor;
    private final IngestConfig config;
    private final RequestArrivals arrivals;
    private final Resubmissions resubmissions;
    private final Outbox outbox;
    private final CurrentCaller callers;
    private final CallersActs acts;
    private final Clock clock;

    ResubmissionResource(
            EventIngestor ingestor,
            IngestConfig config,
            RequestArrivals arrivals,
            Resubmissions resubmissions,
            Outbox outbox,
            CurrentCaller callers,
            CallersActs acts,
            Clock clock) {
        this.ingestor = ingestor;
        this.config = config;
        this.arrivals = arrivals;
        this.resubmissions = resubmissions;
        this.outbox = outbox;
        this.callers = callers;
        this.acts = acts;
        this.clock = clock;
    }

    @POST
    @RolesAllowed(Roles.OPERATOR)
    @Consumes({MediaType.APPLICATION_JSON, MediaType.WILDCARD})
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(
            summary = "Send a quarantined event again, corrected or as it was",
            description =
                    "With a body, that is sent in its place; without one, the original is. The new event is linked"
                            + " to the quarantined one. What is stored already is published once more. Under an"
                            + " Idempotency-Key the first outcome is given again.")
    @APIResponse(responseCode = "202", description = "Stored, and published")
    @APIResponse(responseCode = "200", description = "Stored before, and published again; or done under this key")
    @APIResponse(
            responseCode = "403",
            description = "Not kept: the credential may not send events of that tenant, source or type")
    @APIResponse(responseCode = "404", description = "There is no such quarantined event of the caller's tenants")
    @APIResponse(responseCode = "422", description = "Not accepted again, with place and reason; in quarantine")
    public Response resubmit(
            @PathParam("id") String quarantineId,
            byte @Nullable [] correctedBody,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            @Context HttpHeaders headers) {
        UUID id = idOf(quarantineId);
        Sender sender = callers.get().sender();
        Optional<String> key = IdempotencyKey.checked(idempotencyKey);
        Resubmissions.Original original = resubmissions
                .original(id)
                .filter(found -> sender.tenants().contains(found.tenant()))
                .orElseThrow(() -> ProblemException.notFound("There is no quarantined event " + id));
        // What came of it may be of another tenant of whoever sent it then: that is no answer for this caller.
        Optional<Resubmission> before = key.flatMap(k -> resubmissions.madeUnder(id, k))
                .filter(done -> done.tenantId().isEmpty() || sender.tenants().contains(done.tenantId()));
        if (before.isPresent()) {
            return Response.ok(before.get()).build();
        }
        byte[] body = correctedBody == null ? new byte[0] : correctedBody;
        boolean corrected = body.length > 0;
        if (!corrected && !original.complete()) {
            throw ProblemException.of(Problem.of(
                    409,
                    "original-incomplete",
                    "The original was too long to be kept whole",
                    "Only its beginning is kept; send a corrected body"));
        }
        if (corrected && Redaction.isIn(body)) {
            throw ProblemException.of(Problem.of(
                    422,
                    "masked-value",
                    "A value is masked",
                    "The body still has " + Redaction.MASK
                            + " in place of a value that you were not shown. Write what belongs"
                            + " there, or send the original again without a body"));
        }
        Content content = corrected ? Content.of(body) : original.content();
        acts.record(Act.resubmission(id, original.tenant(), corrected, content));
        IngestOutcome outcome = ingestor.resubmit(
                        arrivals.of(content, Door.RESUBMISSION, headers, sender), id, config.httpPatience())
                .toCompletableFuture()
                .join();
        if (!(outcome instanceof IngestOutcome.Unsettled || outcome instanceof IngestOutcome.Refused)) {
            resubmissions.record(recordOf(id, corrected, outcome), key);
        }
        if (outcome instanceof IngestOutcome.AlreadyStored stored) {
            // It was kept before, and still somebody asks to have it sent again: its consumers are to see it again.
            outbox.publishAgain(stored.sequence());
        }
        return Answers.to(outcome);
    }

    private static UUID idOf(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.badParameter("id", "must be a UUID");
        }
    }

    private Resubmission recordOf(UUID quarantineId, boolean corrected, IngestOutcome outcome) {
        Receipt receipt = Receipt.of(outcome);
        return new Resubmission(
                UuidCreator.getTimeOrderedEpoch(),
                quarantineId,
                clock.instant(),
                corrected,
                outcome.label(),
                receipt.sequence().flatMap(sequence -> receipt.tenantId()),
                receipt.sequence().flatMap(sequence -> receipt.id()),
                receipt.sequence(),
                receipt.quarantineId());
    }
}
