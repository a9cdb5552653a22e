package io.tallygate.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Collects the properties of one object. Nothing is checked before the event as a whole is built. Not thread-safe.
 *
 * @param <B> the builder itself
 */
public abstract class ObjectBuilder<B extends ObjectBuilder<B>> {
    private final Map<String, @Nullable Object> json;

    /** A builder that begins with these properties. */
    protected ObjectBuilder(Map<String, @Nullable Object> json) {
        this.json = new LinkedHashMap<>(json);
    }

    /** This builder. */
    protected abstract B self();

    /**
     * Sets any property, by its name in JSON: one that the schema does not name, or to null.
     *
     * @param value a JSON value: {@link Map}, {@link List}, {@link String}, {@link Number}, {@link Boolean} or null
     * @throws IllegalArgumentException if it is no JSON value
     */
    public B with(String name, @Nullable Object value) {
        json.put(Objects.requireNonNull(name), JsonValues.value(value));
        return self();
    }

    /** Takes a property away. */
    public B without(String name) {
        json.remove(name);
        return self();
    }

    /** Sets a property. */
    protected <T> B set(Field<T> field, T value) {
        return with(field.name(), field.kind().write(Objects.requireNonNull(value, field.name())));
    }

    /** Sets a property that may be null, which is what it becomes if there is no value. */
    protected <T> B setOptional(Field<T> field, Optional<T> value) {
        return with(
                field.name(),
                Objects.requireNonNull(value, field.name())
                        .map(field.kind()::write)
                        .orElse(null));
    }

    /** Has an object filled by its own builder, which begins with what is there. */
    protected <N extends ObjectBuilder<N>> B fill(
            String name, Function<Map<String, @Nullable Object>, N> builder, Consumer<? super N> filling) {
        Map<String, @Nullable Object> present =
                json.get(name) instanceof Map<?, ?> map ? JsonValues.object(map) : Map.of();
        return with(name, filled(builder.apply(present), filling));
    }

    /** Has an object filled by its own builder and puts it at the end of an array. */
    protected <N extends ObjectBuilder<N>> B add(
            String name, Function<Map<String, @Nullable Object>, N> builder, Consumer<? super N> filling) {
        List<@Nullable Object> items =
                json.get(name) instanceof List<?> list ? new ArrayList<>(list) : new ArrayList<>();
        items.add(filled(builder.apply(Map.of()), filling));
        return with(name, items);
    }

    private static <N extends ObjectBuilder<N>> Map<String, @Nullable Object> filled(
            N builder, Consumer<? super N> filling) {
        filling.accept(builder);
        return builder.json();
    }

    /** What was collected. */
    protected final Map<String, @Nullable Object> json() {
        return JsonValues.object(json);
    }
}
