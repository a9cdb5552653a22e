package io.tallygate.event;

import java.util.List;

/**
 * Why an event was not accepted, in all detail that its sender can use.
 *
 * @param reason the kind
 * @param message one sentence for a person: place and reason
 * @param violations every fault found, up to a configured number; empty where the reason says all
 */
public record Rejection(RejectionReason reason, String message, List<Violation> violations) {
    public Rejection {
        violations = List.copyOf(violations);
    }

    /** A rejection whose reason says all. */
    public static Rejection of(RejectionReason reason, String message) {
        return new Rejection(reason, message, List.of());
    }
}
