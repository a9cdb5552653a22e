package io.tallygate.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the properties of one object that the schema accepts, and remembers which are left. For the generated models. */
public final class ObjectReader {
    private final Map<String, @Nullable Object> left;

    ObjectReader(Map<String, @Nullable Object> json) {
        this.left = new LinkedHashMap<>(json);
    }

    /** A property that is there. */
    public <T> T get(Field<T> field) {
        return find(field)
                .orElseThrow(() -> new IllegalStateException("Accepted without the property " + field.name()));
    }

    /** A property that may be absent or null. */
    public <T> Optional<T> find(Field<T> field) {
        Object json = left.get(field.name());
        if (json == null) {
            // where it could be absent instead, the null is one of the others
            if (field.presence() == Field.Presence.REQUIRED_OR_NULL) {
                left.remove(field.name());
            }
            return Optional.empty();
        }
        left.remove(field.name());
        return Optional.of(field.kind().read(json));
    }

    /** Passes over a property that has always the same value. */
    public ObjectReader without(String constant) {
        left.remove(constant);
        return this;
    }

    /** What was not read: properties that the schema does not name, and nulls where it names one that is optional. */
    public Map<String, @Nullable Object> others() {
        return Collections.unmodifiableMap(left);
    }
}
