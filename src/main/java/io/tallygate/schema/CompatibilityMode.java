package io.tallygate.schema;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a new version of an event type must keep of the one before it. */
public enum CompatibilityMode {
    /** Who reads the new version can read every event of the old one. */
    BACKWARD,
    /** Who reads the old version can read every event of the new one. */
    FORWARD,
    /** Both. */
    FULL,
    /** Nothing. */
    NONE;

    /** The name in dialect descriptions and in the API: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The mode of a {@link #label()}, if there is one. */
    public static Optional<CompatibilityMode> find(String label) {
        return Stream.of(values()).filter(mode -> mode.label().equals(label)).findFirst();
    }

    /** @throws IllegalArgumentException if there is none of that label */
    static CompatibilityMode ofLabel(String label) {
        return find(label)
                .orElseThrow(() -> new IllegalArgumentException("\"" + label + "\" is no mode of compatibility"));
    }
}
