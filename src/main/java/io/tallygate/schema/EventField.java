package io.tallygate.schema;

import java.util.Locale;
import java.util.Optional;

/** What the gateway reads from an event, wherever its dialect keeps it. */
public enum EventField {
    /** The event's own id. */
    ID,
    /** The event type. */
    TYPE,
    /** The schema version. */
    VERSION,
    /** When it happened. */
    TIME,
    /** Whose event it is. */
    TENANT,
    /** Who says that it happened. */
    SOURCE,
    /** The workflow that it belongs to. */
    WORKFLOW,
    /** What else it belongs to. */
    CORRELATION,
    /** The step of the workflow. */
    STEP,
    /** The run of the workflow. */
    RUN,
    /** How it went. */
    STATUS,
    /** How long it took: a number. */
    DURATION,
    /** What was made or worked on. */
    ARTIFACT,
    /** The project that it belongs to. */
    PROJECT;

    /** The name in dialect descriptions: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The field of a {@link #label()}, if there is one. */
    static Optional<EventField> find(String label) {
        for (EventField field : values()) {
            if (field.label().equals(label)) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }
}
