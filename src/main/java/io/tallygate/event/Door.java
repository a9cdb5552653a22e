package io.tallygate.event;

import java.util.Locale;

/** The way by which an event came in. */
public enum Door {
    /** {@code POST /api/v1/events}. */
    HTTP,
    /** The audit queue of the broker. */
    AMQP,
    /** An operator sent a quarantined event again. */
    RESUBMISSION,
    /** The gateway made the event itself: a job was triggered by the API or by its schedule. */
    JOB,
    /** The gateway made the event itself: it tells who did what with it. */
    GATEWAY;

    /**
     * Whether the gateway must publish what comes in here: on {@link #AMQP} it comes from the exchange already, and what
     * {@link #GATEWAY} brings names people and stays in the log.
     */
    public boolean publishes() {
        return this != AMQP && this != GATEWAY;
    }

    /** Whether it is the broker's, which sends again what is not settled. */
    public boolean isBroker() {
        return this == AMQP;
    }

    /** The name in storage, in the API and as a metric label: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The door of a {@link #label()}.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Door ofLabel(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
