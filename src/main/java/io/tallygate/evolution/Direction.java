package io.tallygate.evolution;

import io.tallygate.schema.CompatibilityMode;
import java.util.List;
import java.util.Locale;

/** Who reads whose events. */
public enum Direction {
    /** Readers of the new version read events of the old one. */
    BACKWARD,
    /** Readers of the old version read events of the new one. */
    FORWARD;

    /** The name in the API: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The directions that a mode asks for. */
    public static List<Direction> of(CompatibilityMode mode) {
        return switch (mode) {
            case BACKWARD -> List.of(BACKWARD);
            case FORWARD -> List.of(FORWARD);
            case FULL -> List.of(BACKWARD, FORWARD);
            case NONE -> List.of();
        };
    }
}
