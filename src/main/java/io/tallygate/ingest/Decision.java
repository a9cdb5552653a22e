package io.tallygate.ingest;

import io.tallygate.audit.NewEntry;
import io.tallygate.event.Arrival;
import io.tallygate.event.Claim;
import io.tallygate.event.Rejection;
import java.util.Optional;
import java.util.UUID;

/** What is to be done with one arrival, as far as it can be known without the storage. */
sealed interface Decision {

    /** The arrival that is decided on. */
    Arrival arrival();

    /** The quarantined event that it was sent to mend. */
    Optional<UUID> resubmissionOf();

    /** To be stored, unless its id turns out to be used for something else. */
    record Accept(Arrival arrival, NewEntry entry, Optional<UUID> resubmissionOf) implements Decision {}

    /** To be quarantined. */
    record Hold(Arrival arrival, Rejection rejection, Claim claim, Optional<UUID> resubmissionOf) implements Decision {}

    /** Not to be kept at all: its sender may not send it, and is told so. */
    record TurnAway(Arrival arrival, Rejection rejection, Claim claim, Optional<UUID> resubmissionOf)
            implements Decision {
        IngestOutcome outcome() {
            return new IngestOutcome.Refused(rejection, claim);
        }
    }
}
