package io.tallygate.ingest.http;

import io.tallygate.api.Problem;
import io.tallygate.event.Rejection;
import io.tallygate.event.RejectionReason;
import io.tallygate.ingest.IngestOutcome;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Outcomes as HTTP answers: the HTTP column of the table in ARCHITECTURE.md. */
public final class Answers {
    /** Seconds; the storage's own pauses between tries are shorter. */
    private static final int RETRY_AFTER = 5;

    /** Seconds; what waits is stored within less. */
    private static final int RETRY_AFTER_THROTTLED = 1;

    private Answers() {}

    /** The answer for one event. */
    public static Response to(IngestOutcome outcome) {
        Receipt receipt = Receipt.of(outcome);
        if (outcome instanceof IngestOutcome.Rejected rejected) {
            return problem(rejected, receipt);
        }
        if (outcome instanceof IngestOutcome.Refused) {
            return refused(receipt);
        }
        if (outcome instanceof IngestOutcome.Throttled throttled) {
            return throttled(throttled.why());
        }
        if (outcome instanceof IngestOutcome.Undetermined undetermined) {
            return unavailable(undetermined.why());
        }
        return Response.status(receipt.status())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(receipt)
                // As text: the typed form asks the current request for its address, and none is current here.
                .header(
                        "Location",
                        "/api/v1/events/" + pathSegment(receipt.id().orElseThrow()) + "?tenant="
                                + receipt.tenantId().orElseThrow())
                .build();
    }

    static Response toAll(List<IngestOutcome> outcomes) {
        List<Receipt> receipts = outcomes.stream().map(Receipt::of).toList();
        if (receipts.stream().allMatch(receipt -> receipt.status() == 503)) {
            return unavailable(receipts.get(0).message().orElse(""));
        }
        if (receipts.stream().allMatch(receipt -> receipt.status() == 429)) {
            return throttled(receipts.get(0).message().orElse(""));
        }
        if (receipts.stream().allMatch(Receipt::isRefused)) {
            return problem(notAuthorised(receipts.get(0).message().orElse("")).with("results", receipts));
        }
        int status = 207;
        if (receipts.stream().allMatch(receipt -> receipt.status() == 200)) {
            status = 200;
        } else if (receipts.stream().allMatch(Receipt::isAccepted)) {
            status = 202;
        }
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(BatchReceipt.of(receipts))
                .build();
    }

    private static Response problem(IngestOutcome.Rejected rejected, Receipt receipt) {
        Rejection rejection = rejected.rejection();
        String reason = rejection.reason().label();
        Problem problem = Problem.of(
                        receipt.status(), reason, "The event was not accepted: " + reason, rejection.message())
                .withErrors(rejection.violations())
                .with("outcome", receipt.outcome())
                .with("reason", reason)
                .with("quarantineId", rejected.quarantineId())
                .with("quarantine", "/api/v1/quarantine/" + rejected.quarantineId());
        problem = receipt.id().isPresent() ? problem.with("id", receipt.id().get()) : problem;
        return problem(problem);
    }

    private static Response refused(Receipt receipt) {
        Problem problem = notAuthorised(receipt.message().orElse(""))
                .with("outcome", receipt.outcome())
                .with("reason", RejectionReason.NOT_AUTHORISED.label());
        return problem(
                receipt.id().isPresent() ? problem.with("id", receipt.id().get()) : problem);
    }

    /**
     * 403: the caller may not send that.
     *
     * @param why as a part of a sentence
     */
    public static Problem notAuthorised(String why) {
        return Problem.of(
                403,
                RejectionReason.NOT_AUTHORISED.label(),
                "The credential may not send this",
                why + ". Nothing of it is kept.");
    }

    private static Response problem(Problem problem) {
        return Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem)
                .build();
    }

    private static Response throttled(String why) {
        return Response.status(429)
                .header("Retry-After", RETRY_AFTER_THROTTLED)
                .type(Problem.MEDIA_TYPE)
                .entity(Problem.of(
                        429,
                        "throttled",
                        "Too many events of this tenant wait to be stored",
                        why + ". None of this request was taken in; send it again."))
                .build();
    }

    static Response unavailable(String why) {
        return Response.status(503)
                .header("Retry-After", RETRY_AFTER)
                .type(Problem.MEDIA_TYPE)
                .entity(Problem.of(
                        503,
                        "undetermined",
                        "It is not known whether the event was stored",
                        why + ". Send the same again, with the same id: it will be stored once."))
                .build();
    }

    private static String pathSegment(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
