package io.tallygate.ingest;

import io.tallygate.event.Arrival;
import io.tallygate.event.Claim;
import io.tallygate.event.Door;
import io.tallygate.event.Rejection;
import io.tallygate.event.RejectionReason;
import io.tallygate.event.Sender;
import io.tallygate.event.WorkflowEvent;
import java.util.Optional;
import java.util.function.Predicate;

/** Whether what arrived may come from its sender, once it is known what it says of itself. */
final class Authorisation {
    private static final String ONLY_OURS = "events of the dialect %s are made by the gateway alone";

    private final Predicate<String> madeByGateway;

    /** @param madeByGateway whether the gateway alone makes events of the dialect of that name */
    Authorisation(Predicate<String> madeByGateway) {
        this.madeByGateway = madeByGateway;
    }

    /** Why this valid event may not come so; empty if it may. */
    Optional<Rejection> objectionTo(Arrival arrival, WorkflowEvent event) {
        if (isOnlyOurs(arrival, event.dialect())) {
            return Optional.of(onlyOurs(event.dialect()));
        }
        return arrival.sender().objectionTo(event).map(why -> rejection(arrival, why));
    }

    /** Why something that is no valid event and claims this may not even be kept as that; empty if it may. */
    Optional<Rejection> objectionTo(Arrival arrival, Claim claim) {
        if (claim.dialect().isPresent() && isOnlyOurs(arrival, claim.dialect().get())) {
            return Optional.of(onlyOurs(claim.dialect().get()));
        }
        return arrival.sender().objectionTo(claim).map(why -> rejection(arrival, why));
    }

    /** What is done with the gateway is told by such events. Taken from others, they would prove nothing. */
    private boolean isOnlyOurs(Arrival arrival, String dialect) {
        return arrival.door() != Door.GATEWAY && madeByGateway.test(dialect);
    }

    private static Rejection onlyOurs(String dialect) {
        return Rejection.of(RejectionReason.NOT_AUTHORISED, ONLY_OURS.formatted(dialect));
    }

    private static Rejection rejection(Arrival arrival, String why) {
        boolean unknownUser = arrival.door() == Door.AMQP && arrival.sender().equals(Sender.NOBODY);
        return Rejection.of(
                RejectionReason.NOT_AUTHORISED,
                unknownUser
                        ? "the message carries no user-id, or one that is not named in tallygate.access.amqp.users"
                        : why);
    }
}
