package io.tallygate.model;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names of the properties that a record has components for. For the generated models. */
public final class Fields {
    private final Set<String> names;

    private Fields(Set<String> names) {
        this.names = names;
    }

    /** Of those names. */
    public static Fields of(String... names) {
        return new Fields(Set.of(names));
    }

    /**
     * An immutable copy of the properties that a record has no component for.
     *
     * @throws IllegalArgumentException if there is a value for which it has one, or anything that is no JSON value
     */
    public Map<String, @Nullable Object> others(Map<String, @Nullable Object> others) {
        others.forEach((name, value) -> {
            if (value != null && names.contains(name)) {
                throw new IllegalArgumentException("\"" + name + "\" is no other property: it has a component");
            }
        });
        return JsonValues.object(others);
    }
}
