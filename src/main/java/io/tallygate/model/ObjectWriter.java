package io.tallygate.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes the properties of one object. For the generated models. */
public final class ObjectWriter {
    private final Map<String, @Nullable Object> json = new LinkedHashMap<>();

    /** A property that has always the same value. */
    public ObjectWriter put(String name, Object constant) {
        json.put(name, constant);
        return this;
    }

    /** A property. */
    public <T> ObjectWriter put(Field<T> field, T value) {
        json.put(field.name(), field.kind().write(value));
        return this;
    }

    /** A property that may be absent or null. */
    public <T> ObjectWriter putOptional(Field<T> field, Optional<T> value) {
        if (value.isPresent()) {
            put(field, value.get());
        } else if (field.presence() == Field.Presence.REQUIRED_OR_NULL) {
            json.put(field.name(), null);
        }
        return this;
    }

    /**
     * The object with its other properties.
     *
     * @throws IllegalArgumentException if one of them is there already
     */
    public Map<String, @Nullable Object> with(Map<String, @Nullable Object> others) {
        others.forEach((name, value) -> {
            if (json.containsKey(name)) {
                throw new IllegalArgumentException("\"" + name + "\" is among the other properties, too");
            }
            json.put(name, value);
        });
        return Collections.unmodifiableMap(json);
    }
}
