package io.tallygate.model;

import io.tallygate.event.WorkflowEvent;
import io.tallygate.schema.EventField;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What makes models of one event type in one version. Thread-safe.
 *
 * @param <T> the record that stands for such an event
 */
public final class ModelType<T extends EventModel> {
    private final String dialect;
    private final String type;
    private final String version;
    private final Function<ObjectReader, T> reader;
    private final Completion completion;

    private ModelType(String dialect, String type, String version, Function<ObjectReader, T> reader) {
        this.dialect = dialect;
        this.type = type;
        this.version = version;
        this.reader = reader;
        this.completion = Completion.of(Engine.CATALOG, type, version);
    }

    /** For the generated models. */
    public static <T extends EventModel> ModelType<T> of(
            String dialect, String type, String version, Function<ObjectReader, T> reader) {
        return new ModelType<>(dialect, type, version, reader);
    }

    /** The name of the dialect. */
    public String dialect() {
        return dialect;
    }

    /** The event type, or the pattern of many, e.g. {@code {node_type}.{operation}.started}. */
    public String type() {
        return type;
    }

    /** The version of the schema. */
    public String version() {
        return version;
    }

    /**
     * Reads an event, without adding anything to it.
     *
     * @throws InvalidEventException if it is not one of this type and version that the gateway accepts
     */
    public T fromJson(byte[] json) {
        check(json);
        return read(json);
    }

    /** @param accepted what was checked to be of this type and version */
    T read(byte[] accepted) {
        return reader.apply(new ObjectReader(Engine.read(accepted)));
    }

    /** The same, from text. */
    public T fromJson(String json) {
        return fromJson(json.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads an event from JSON values, as {@link EventModel#toMap} gives them; any {@link Number} will do.
     *
     * @throws InvalidEventException if it is not one of this type and version that the gateway accepts
     * @throws IllegalArgumentException if there is anything that is no JSON value
     */
    public T fromMap(Map<String, ? extends @Nullable Object> json) {
        Map<String, @Nullable Object> copy = JsonValues.object(json);
        check(copy);
        return reader.apply(new ObjectReader(copy));
    }

    /** The event with everything stated that may be absent because it has a default; what is generated is made now. */
    public T withDefaults(T event) {
        return build(event.toMap());
    }

    /** The schema of the model: see {@link SchemaForm}. */
    public String jsonSchema(SchemaForm form) {
        return ModelSchema.of(Engine.CATALOG, type, version, form);
    }

    /** For the generated models: adds defaults and constants, checks, reads. */
    public T build(Map<String, @Nullable Object> json) {
        return fromMap(completion.complete(json));
    }

    /** For the generated models. @throws InvalidEventException if the event is not one of this type and version */
    public void check(Map<String, @Nullable Object> json) {
        check(JsonText.bytes(json));
    }

    private void check(byte[] json) {
        WorkflowEvent event = Engine.check(json);
        if (!isModelOf(event)) {
            String place = Engine.CATALOG
                    .dialect(event.dialect())
                    .map(found -> found.pointers(EventField.TYPE))
                    .flatMap(pointers -> pointers.stream().findFirst())
                    .map(Object::toString)
                    .orElse("");
            throw new InvalidEventException(List.of(new Fault(
                    place,
                    "type",
                    "is " + event.type() + " " + event.version() + " of " + event.dialect() + ", not " + this)));
        }
    }

    boolean isModelOf(WorkflowEvent event) {
        return version.equals(event.version())
                && Engine.CATALOG.nameOf(event.type()).filter(type::equals).isPresent();
    }

    @Override
    public String toString() {
        return type + " " + version + " of " + dialect;
    }
}
