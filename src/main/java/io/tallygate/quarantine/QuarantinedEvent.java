package io.tallygate.quarantine;

import com.github.f4b6a3.uuid.UuidCreator;
import io.tallygate.event.Arrival;
import io.tallygate.event.Claim;
import io.tallygate.event.Rejection;
import java.util.Optional;
import java.util.UUID;

/**
 * One arrival that was not accepted.
 *
 * @param id its own id: a UUIDv7 (RFC 9562), so that ids sort by the time they were made
 * @param arrival what arrived
 * @param rejection why it was not accepted
 * @param claim what it says of itself
 * @param resubmissionOf the quarantined event that it was meant to mend
 */
public record QuarantinedEvent(
        UUID id, Arrival arrival, Rejection rejection, Claim claim, Optional<UUID> resubmissionOf) {

    /** A new one, under a new id. */
    public static QuarantinedEvent of(
            Arrival arrival, Rejection rejection, Claim claim, Optional<UUID> resubmissionOf) {
        return new QuarantinedEvent(UuidCreator.getTimeOrderedEpoch(), arrival, rejection, claim, resubmissionOf);
    }

    /** The same without anything read from the event or its headers, but for whose it is. */
    public QuarantinedEvent stripped() {
        Arrival bare = Arrival.of(arrival.content(), arrival.door(), arrival.receivedAt());
        return new QuarantinedEvent(
                id,
                bare,
                Rejection.of(rejection.reason(), ""),
                Claim.nothing().ofTenant(claim.tenant()),
                resubmissionOf);
    }
}
