package io.tallygate.ingest;

import io.tallygate.audit.AppendResult;
import io.tallygate.audit.AuditLog;
import io.tallygate.audit.NotStorableException;
import io.tallygate.event.Rejection;
import io.tallygate.event.RejectionReason;
import io.tallygate.quarantine.Quarantine;
import io.tallygate.quarantine.QuarantinedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * A batch on its way into the storage: one transaction for what is accepted, one for what is not. {@link #advance} may
 * be called again after it failed, and goes on where it was; a transaction of unknown outcome is made harmless by the
 * keys under which everything is stored.
 */
final class BatchCommit {
    private static final Logger LOG = Logger.getLogger(BatchCommit.class);

    private final AuditLog auditLog;
    private final Quarantine quarantine;
    private final List<Part> parts = new ArrayList<>();

    BatchCommit(AuditLog auditLog, Quarantine quarantine, List<Submission> submissions) {
        this.auditLog = auditLog;
        this.quarantine = quarantine;
        submissions.forEach(submission -> parts.add(new Part(
                submission, submission.decisions().stream().map(Slot::new).toList())));
    }

    /** Whether nobody waits for this batch any more. */
    boolean isEmpty() {
        return parts.isEmpty();
    }

    /**
     * Stores, quarantines, and then tells everybody.
     *
     * @throws io.tallygate.audit.StorageUnavailableException if the storage failed; nobody was told anything
     */
    void advance() {
        store(open().filter(slot -> slot.refusal == null).toList());
        quarantine(open().toList());
        for (Part part : parts) {
            part.submission
                    .outcomes()
                    .complete(part.slots.stream().map(Slot::decided).toList());
        }
        parts.clear();
    }

    /** Whether one of them came from the broker. */
    boolean isFromBroker() {
        return parts.stream().anyMatch(part -> part.submission.isFromBroker());
    }

    /** Whether the patience of one that came from the broker has ended. */
    boolean isFromBrokerOverdue(long now) {
        return parts.stream()
                .map(Part::submission)
                .anyMatch(submission -> submission.isFromBroker() && submission.isOverdue(now));
    }

    /**
     * Tells those whose patience has ended that the outcome is unknown, and goes on without them. If one of them came
     * from the broker, all that did go: what is stored must not overtake what comes again.
     */
    void letGoOfOverdue(String why, long now) {
        boolean brokerOverdue = isFromBrokerOverdue(now);
        parts.removeIf(part -> {
            boolean overdue = part.submission.isOverdue(now) || (brokerOverdue && part.submission.isFromBroker());
            if (overdue) {
                part.submission.completeUndetermined(why);
            }
            return overdue;
        });
    }

    /** Tells everybody that the outcome is unknown. */
    void letGoOfAll(String why) {
        parts.forEach(part -> part.submission.completeUndetermined(why));
        parts.clear();
    }

    private Stream<Slot> open() {
        return parts.stream().flatMap(part -> part.slots.stream()).filter(slot -> slot.outcome == null);
    }

    private void store(List<Slot> slots) {
        try {
            List<AppendResult> results =
                    auditLog.append(slots.stream().map(Slot::entry).toList());
            for (int i = 0; i < slots.size(); i++) {
                slots.get(i).settle(results.get(i));
            }
        } catch (NotStorableException e) {
            isolate(slots, e);
        }
    }

    /** Halves the batch until the one event that the storage refuses stands alone: it must not stop the others. */
    private void isolate(List<Slot> slots, NotStorableException cause) {
        if (slots.size() == 1) {
            LOG.errorf(cause, "PostgreSQL refuses an event that its schema accepts; it goes to quarantine");
            slots.get(0)
                    .refuse(Rejection.of(
                            RejectionReason.GATEWAY_FAULT,
                            "The schema accepts this event, the storage does not; this is a fault of the gateway"));
            return;
        }
        store(slots.subList(0, slots.size() / 2));
        store(slots.subList(slots.size() / 2, slots.size()));
    }

    private void quarantine(List<Slot> slots) {
        List<UUID> ids = addOrStrip(slots.stream().map(Slot::quarantined).toList());
        for (int i = 0; i < slots.size(); i++) {
            Slot slot = slots.get(i);
            QuarantinedEvent refusal = slot.quarantined();
            slot.outcome = new IngestOutcome.Rejected(refusal.rejection(), refusal.claim(), ids.get(i));
        }
    }

    private List<UUID> addOrStrip(List<QuarantinedEvent> refusals) {
        try {
            return quarantine.add(refusals);
        } catch (NotStorableException e) {
            LOG.error("PostgreSQL refuses what was read of a quarantined event; only its bytes and reason are kept", e);
            return quarantine.add(
                    refusals.stream().map(QuarantinedEvent::stripped).toList());
        }
    }

    private record Part(Submission submission, List<Slot> slots) {}
}
