package io.tallygate.model;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What the schema of a model is for. */
public enum SchemaForm {
    /** Of what comes in: a property that has a default may be absent. */
    VALIDATION,
    /** Of what a builder makes: a property that has a default is there. */
    SERIALIZATION;

    /** The name in commands and in the schema's {@code $id}: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The form of a {@link #label()}, if there is one. */
    public static Optional<SchemaForm> find(String label) {
        return Stream.of(values()).filter(form -> form.label().equals(label)).findFirst();
    }
}
