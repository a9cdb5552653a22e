package io.tallygate.testkit;

/** Ten ways to break an event, each with the reason for which it must be quarantined. */
public enum Flaw {
    CUT_OFF("unreadable"),
    DUPLICATE_KEY("unreadable"),
    UNKNOWN_TYPE("unknown-type"),
    UNKNOWN_VERSION("unknown-version"),
    FIELD_MISSING("schema-violation"),
    FIELD_WRONG("schema-violation"),
    ID_REUSED("id-reused"),
    /** Shows at the broker's door only: HTTP has no routing key. */
    ROUTING_MISMATCH("routing-mismatch"),
    UNKNOWN_JOB("unknown-job"),
    TOO_LARGE("too-large");

    private final String reason;

    Flaw(String reason) {
        this.reason = reason;
    }

    /** The label of the reason. */
    public String reason() {
        return reason;
    }

    /** Whether an event with this flaw is none at the HTTP door. */
    public boolean isOfTheBrokerOnly() {
        return this == ROUTING_MISMATCH;
    }
}
