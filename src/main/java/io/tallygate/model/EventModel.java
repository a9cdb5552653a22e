package io.tallygate.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event of one type and version, immutable and valid: whatever makes one throws {@link InvalidEventException} if the
 * gateway would refuse it.
 *
 * <p>Nothing is lost on the way from JSON and back: texts, dates and numbers stay as they were written ({@code 1.50} is
 * not {@code 1.5}), a property that is absent is not one that is null, and properties that the schema does not name are
 * kept. White space, the order of properties and the escapes within texts are not part of a model.
 */
public interface EventModel {
    /** The type and version that this is a model of. */
    ModelType<?> model();

    /**
     * The event as a tree of JSON values: {@link Map}, {@link java.util.List}, {@link String},
     * {@link java.math.BigDecimal}, {@link Boolean} and null. Neither it nor anything in it can be changed.
     */
    Map<String, @Nullable Object> toMap();

    /** The event as JSON text on one line. */
    default String toJson() {
        return JsonText.write(toMap());
    }

    /** The event as JSON in UTF-8: what a producer sends. */
    default byte[] toJsonBytes() {
        return JsonText.bytes(toMap());
    }
}
