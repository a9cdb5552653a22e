package io.tallygate.ingest;

import io.tallygate.audit.AppendResult;
import io.tallygate.audit.NewEntry;
import io.tallygate.event.Claim;
import io.tallygate.event.Rejection;
import io.tallygate.event.RejectionReason;
import io.tallygate.event.Violation;
import io.tallygate.event.WorkflowEvent;
import io.tallygate.quarantine.QuarantinedEvent;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One decision of a batch and what has become of it so far. */
final class Slot {
    private final Decision decision;

    @Nullable
    QuarantinedEvent refusal;

    @Nullable
    IngestOutcome outcome;

    Slot(Decision decision) {
        this.decision = decision;
        if (decision instanceof Decision.Hold hold) {
            refusal = QuarantinedEvent.of(hold.arrival(), hold.rejection(), hold.claim(), hold.resubmissionOf());
        } else if (decision instanceof Decision.TurnAway turnedAway) {
            outcome = turnedAway.outcome();
        }
    }

    NewEntry entry() {
        return ((Decision.Accept) decision).entry();
    }

    QuarantinedEvent quarantined() {
        return Objects.requireNonNull(refusal, "every slot that is still open after storing is refused");
    }

    IngestOutcome decided() {
        return Objects.requireNonNull(outcome, "every slot of a finished batch is decided");
    }

    void settle(AppendResult result) {
        WorkflowEvent event = entry().event();
        if (result instanceof AppendResult.Appended appended) {
            outcome = new IngestOutcome.Stored(event, appended.sequence());
        } else if (result instanceof AppendResult.AlreadyPresent present) {
            outcome = new IngestOutcome.AlreadyStored(event, present.sequence());
        } else {
            refuse(idReused(event, result.sequence()));
        }
    }

    void refuse(Rejection rejection) {
        refusal = QuarantinedEvent.of(
                decision.arrival(), rejection, Claim.of(entry().event()), decision.resubmissionOf());
    }

    private static Rejection idReused(WorkflowEvent event, long sequence) {
        String message = "Tenant " + event.tenant() + " has an event " + event.id() + " with other content (sequence "
                + sequence + "); an event that says something else needs an id of its own";
        return new Rejection(RejectionReason.ID_REUSED, message, List.of(Violation.ofRule("", "id-reused", message)));
    }
}
