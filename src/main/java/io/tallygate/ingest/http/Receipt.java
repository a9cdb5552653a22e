package io.tallygate.ingest.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tallygate.event.Claim;
import io.tallygate.event.Rejection;
import io.tallygate.event.RejectionReason;
import io.tallygate.event.Violation;
import io.tallygate.event.WorkflowEvent;
import io.tallygate.ingest.IngestOutcome;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a sender is told of one event.
 *
 * @param outcome {@code stored}, {@code already-stored}, {@code rejected}, {@code refused}, {@code throttled} or {@code undetermined}
 * @param status the HTTP status code of this event alone
 * @param id the event's id, as far as it could be read
 * @param tenantId the event's tenant, as far as it could be read
 * @param type the event's type, as far as it could be read
 * @param sequence its number in the audit log
 * @param reason why it was rejected or refused
 * @param quarantineId where it is kept, if it was rejected
 * @param message what is wrong, in one sentence
 * @param errors each single fault
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Receipt(
        String outcome,
        int status,
        Optional<String> id,
        Optional<UUID> tenantId,
        Optional<String> type,
        Optional<Long> sequence,
        Optional<String> reason,
        Optional<UUID> quarantineId,
        Optional<String> message,
        List<Violation> errors) {

    static Receipt of(IngestOutcome outcome) {
        if (outcome instanceof IngestOutcome.Stored stored) {
            return accepted(202, outcome, stored.event(), stored.sequence());
        }
        if (outcome instanceof IngestOutcome.AlreadyStored stored) {
            return accepted(200, outcome, stored.event(), stored.sequence());
        }
        if (outcome instanceof IngestOutcome.Rejected rejected) {
            return notAccepted(
                    rejected.label(), rejected.claim(), rejected.rejection(), Optional.of(rejected.quarantineId()));
        }
        if (outcome instanceof IngestOutcome.Refused refused) {
            return notAccepted(refused.label(), refused.claim(), refused.rejection(), Optional.empty());
        }
        String why = ((IngestOutcome.Unsettled) outcome).why();
        return new Receipt(
                outcome.label(),
                outcome instanceof IngestOutcome.Throttled ? 429 : 503,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(why),
                List.of());
    }

    private static Receipt accepted(int status, IngestOutcome outcome, WorkflowEvent event, long sequence) {
        return new Receipt(
                outcome.label(),
                status,
                Optional.of(event.id()),
                Optional.of(event.tenant()),
                Optional.of(event.type()),
                Optional.of(sequence),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    private static Receipt notAccepted(String outcome, Claim claim, Rejection rejection, Optional<UUID> quarantineId) {
        return new Receipt(
                outcome,
                statusOf(rejection.reason()),
                claim.id(),
                claim.tenant(),
                claim.type(),
                Optional.empty(),
                Optional.of(rejection.reason().label()),
                quarantineId,
                Optional.of(rejection.message()),
                rejection.violations());
    }

    private static int statusOf(RejectionReason reason) {
        return switch (reason) {
            case NOT_AUTHORISED -> 403;
            case ID_REUSED -> 409;
            case TOO_LARGE -> 413;
            case GATEWAY_FAULT, JOB_FAILED -> 500;
            case UNREADABLE, UNKNOWN_TYPE, UNKNOWN_VERSION, SCHEMA_VIOLATION, ROUTING_MISMATCH, UNKNOWN_JOB -> 422;
        };
    }

    /** Whether its sender may not send it, and it is not kept. */
    boolean isRefused() {
        return status == 403;
    }

    /** Whether it was not taken in, or nobody knows: it must be sent again. */
    boolean isUnsettled() {
        return status == 503 || status == 429;
    }

    boolean isAccepted() {
        return status < 300;
    }
}
