package io.tallygate.schema;

import java.util.Locale;

/** The state that an event leaves its workflow in. */
public enum WorkflowState {
    /** It has started, or one of its steps is done. */
    RUNNING,
    /** It has come to its end as intended. */
    COMPLETED,
    /** It has come to its end otherwise. */
    FAILED;

    /** The name in dialect descriptions and in the API: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The state of a {@link #label()}.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static WorkflowState ofLabel(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
