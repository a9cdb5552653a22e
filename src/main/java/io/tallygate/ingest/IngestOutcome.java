package io.tallygate.ingest;

import io.tallygate.event.Claim;
import io.tallygate.event.Rejection;
import io.tallygate.event.WorkflowEvent;
import java.util.UUID;

/** What became of one arrival. Each door maps every case to its own wire: see the table in ARCHITECTURE.md. */
public sealed interface IngestOutcome {

    /** The name in the API and in metrics. */
    String label();

    /** Its transaction committed: the event is in the audit log, under this number. */
    record Stored(WorkflowEvent event, long sequence) implements IngestOutcome {
        @Override
        public String label() {
            return "stored";
        }
    }

    /** The same tenant's same id with the same bytes is in the audit log already, under this number. */
    record AlreadyStored(WorkflowEvent event, long sequence) implements IngestOutcome {
        @Override
        public String label() {
            return "already-stored";
        }
    }

    /** It cannot be accepted, and is kept in quarantine under this id. */
    record Rejected(Rejection rejection, Claim claim, UUID quarantineId) implements IngestOutcome {
        @Override
        public String label() {
            return "rejected";
        }
    }

    /** Its sender may not send it: it is not kept, and sending it again is of no use. Not at the broker's door. */
    record Refused(Rejection rejection, Claim claim) implements IngestOutcome {
        @Override
        public String label() {
            return "refused";
        }
    }

    /** Not settled: whoever sent it sends it again. */
    sealed interface Unsettled extends IngestOutcome {

        /** The reason, for the sender. */
        String why();
    }

    /** It was not taken in: so many events of its tenant wait already that one more would hold up the others. */
    record Throttled(String why) implements Unsettled {
        @Override
        public String label() {
            return "throttled";
        }
    }

    /**
     * The storage is away or too slow, or it is unknown whether it committed. Sending the same event again is safe: it
     * is stored once.
     */
    record Undetermined(String why) implements Unsettled {
        @Override
        public String label() {
            return "undetermined";
        }
    }
}
