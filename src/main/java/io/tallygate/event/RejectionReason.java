package io.tallygate.event;

import java.util.Locale;

/** Why an event was not accepted. The label is part of the API: it never changes its meaning. */
public enum RejectionReason {
    /** Not one JSON object in UTF-8 within the limits of depth and number range. */
    UNREADABLE,
    /** The event states no type, or one that no dialect knows. */
    UNKNOWN_TYPE,
    /** The type is known, the version stated (or none) is not. */
    UNKNOWN_VERSION,
    /** The schema of its type and version does not accept it. */
    SCHEMA_VIOLATION,
    /** The tenant has an event of this id with other content. */
    ID_REUSED,
    /** The routing key is not the one that the event's dialect asks for. */
    ROUTING_MISMATCH,
    /** A trigger for a job that the catalogue of jobs does not name. */
    UNKNOWN_JOB,
    /** More bytes than an event may have. */
    TOO_LARGE,
    /** Its sender may not send events of that tenant, source or type, or is nobody who may send at all. */
    NOT_AUTHORISED,
    /** A job trigger whose handler failed as often as it may be tried. */
    JOB_FAILED,
    /** The gateway could not check or store it although it should: a fault of ours, kept so that nothing is lost. */
    GATEWAY_FAULT;

    /** The name in storage, in the API and as a metric label, e.g. {@code schema-violation}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The reason of a {@link #label()}.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static RejectionReason ofLabel(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
