package io.tallygate.model;

import java.util.Objects;
import java.util.Optional;

/**
 * A property that a schema names. For the generated models.
 *
 * @param name its name in JSON
 * @param kind what its values are
 * @param presence when it may be absent or null
 * @param <T> the type of its values
 */
public record Field<T>(String name, Kind<T> kind, Presence presence) {
    /** When a property may be absent or null. */
    public enum Presence {
        /** Never. */
        REQUIRED,
        /** It may be null, but not absent. */
        REQUIRED_OR_NULL,
        /** It may be absent; whether it may be null is left to the schema. */
        OPTIONAL
    }

    /** The value, or an immutable copy of it. */
    public T copy(T value) {
        return kind.copy(Objects.requireNonNull(value, name));
    }

    /** The value, or an immutable copy of it, if there is one. */
    public Optional<T> copyOptional(Optional<T> value) {
        return Objects.requireNonNull(value, name).map(kind::copy);
    }
}
