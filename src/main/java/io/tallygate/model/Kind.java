package io.tallygate.model;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How values of a Java type are read from JSON values and written as such. For the generated models.
 *
 * @param <T> the Java type, immutable
 */
public final class Kind<T> {
    /** Any text. */
    public static final Kind<String> TEXT = new Kind<>(json -> (String) json, text -> text, text -> text);

    /** Any number, as it is written. */
    public static final Kind<BigDecimal> NUMBER = new Kind<>(json -> (BigDecimal) json, n -> n, n -> n);

    /** True or false. */
    public static final Kind<Boolean> BOOLEAN = new Kind<>(json -> (Boolean) json, b -> b, b -> b);

    /** A UUID, as it is spelt. */
    public static final Kind<Uuid> UUID = new Kind<>(json -> new Uuid((String) json), Uuid::text, uuid -> uuid);

    /** A date-time, as it is spelt. */
    public static final Kind<DateTime> DATE_TIME =
            new Kind<>(json -> new DateTime((String) json), DateTime::text, time -> time);

    /** An object of which the schema says nothing more. */
    public static final Kind<Map<String, @Nullable Object>> OBJECT =
            new Kind<>(json -> JsonValues.object((Map<?, ?>) json), map -> map, JsonValues::object);

    /** An array of which the schema says nothing more. */
    public static final Kind<List<@Nullable Object>> ARRAY =
            new Kind<>(json -> JsonValues.array((List<?>) json), list -> list, JsonValues::array);

    /** Any JSON value but null. */
    public static final Kind<Object> ANY = new Kind<>(json -> json, Kind::copyOfAny, Kind::copyOfAny);

    private final Function<Object, T> read;
    private final Function<T, Object> write;
    private final Function<T, T> copy;

    private Kind(Function<Object, T> read, Function<T, Object> write, Function<T, T> copy) {
        this.read = read;
        this.write = write;
        this.copy = copy;
    }

    private static Object copyOfAny(Object json) {
        return Objects.requireNonNull(JsonValues.value(json));
    }

    /** One of the values that a schema lists. */
    public static <E extends Enum<E> & JsonEnum> Kind<E> enumOf(Class<E> type) {
        Map<String, E> byValue =
                Stream.of(type.getEnumConstants()).collect(Collectors.toMap(JsonEnum::value, Function.identity()));
        return new Kind<>(
                json -> Objects.requireNonNull(byValue.get(json), () -> json + " is no " + type.getSimpleName()),
                JsonEnum::value,
                value -> value);
    }

    /** An object with a record of its own. */
    public static <R> Kind<R> record(Function<ObjectReader, R> read, Function<R, Map<String, @Nullable Object>> write) {
        return new Kind<>(json -> read.apply(new ObjectReader(OBJECT.read(json))), write::apply, value -> value);
    }

    /** An array of values of one kind. */
    public static <V> Kind<List<V>> list(Kind<V> items) {
        return new Kind<>(
                json -> ((List<?>) json).stream().map(items::readItem).toList(),
                list -> Collections.unmodifiableList(
                        list.stream().map(items::writeItem).collect(Collectors.toList())),
                list -> list.stream().map(items::copy).toList());
    }

    /** An object whose properties all have values of one kind. */
    public static <V> Kind<Map<String, V>> map(Kind<V> values) {
        return new Kind<>(
                json -> mapped(OBJECT.read(json), values::readItem),
                map -> mapped(map, values::writeItem),
                map -> mapped(map, values::copy));
    }

    /** A value that may be null, in an array or as a property of a map. */
    public static <V> Kind<Optional<V>> nullable(Kind<V> kind) {
        return new Kind<>(
                json -> json == NULL ? Optional.empty() : Optional.of(kind.read(json)),
                value -> value.map(kind::write).orElse(NULL),
                value -> value.map(kind::copy));
    }

    /** Stands for JSON's null where a function must not be given one. */
    private static final Object NULL = new Object();

    private T readItem(@Nullable Object json) {
        return read(json == null ? NULL : json);
    }

    private @Nullable Object writeItem(T value) {
        Object json = write(value);
        return json == NULL ? null : json;
    }

    private static <A extends @Nullable Object, B extends @Nullable Object> Map<String, B> mapped(
            Map<String, A> map, Function<A, B> function) {
        Map<String, B> mapped = new LinkedHashMap<>();
        map.forEach((name, value) -> mapped.put(name, function.apply(value)));
        return Collections.unmodifiableMap(mapped);
    }

    T read(Object json) {
        return read.apply(json);
    }

    Object write(T value) {
        return write.apply(value);
    }

    /** The value, or an immutable copy of it. */
    T copy(T value) {
        return copy.apply(Objects.requireNonNull(value));
    }
}
