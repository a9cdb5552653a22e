package io.tallygate.model;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.schema.Dialect;
import io.tallygate.schema.EventField;
import io.tallygate.schema.SchemaCatalog;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Adds to an event what need not be stated: values that the schema has as {@code default} or requires as {@code const}, and
 * what the dialect says is generated when absent. What is stated stays, right or wrong.
 */
final class Completion {
    private final SchemaTree schema;
    private final Dialect dialect;

    private Completion(SchemaTree schema, Dialect dialect) {
        this.schema = schema;
        this.dialect = dialect;
    }

    /** Of a type and version that the catalogue has. */
    static Completion of(SchemaCatalog catalog, String type, String version) {
        return new Completion(
                new SchemaTree(catalog.find(type, version).orElseThrow().document()),
                catalog.dialectOf(type).orElseThrow());
    }

    Map<String, @Nullable Object> complete(Map<String, @Nullable Object> event) {
        Map<String, @Nullable Object> completed = object(schema.root(), event);
        for (EventField field : defaulted(dialect)) {
            JsonPointer place = dialect.pointers(field).get(0);
            if (schema.holderOf(place).isPresent()) {
                put(completed, place, generated(field));
            }
        }
        return completed;
    }

    /** What the dialect has both a place and a default for. */
    static List<EventField> defaulted(Dialect dialect) {
        return List.of(EventField.ID, EventField.TIME, EventField.VERSION, EventField.SOURCE).stream()
                .filter(field -> dialect.defaultOf(field).isPresent()
                        && !dialect.pointers(field).isEmpty())
                .toList();
    }

    private String generated(EventField field) {
        return switch (field) {
            case ID -> UUID.randomUUID().toString();
            case TIME -> Instant.now().truncatedTo(ChronoUnit.MICROS).toString();
            default -> dialect.defaultOf(field).orElseThrow();
        };
    }

    private Map<String, @Nullable Object> object(JsonNode schema, Map<?, ?> object) {
        Map<String, @Nullable Object> completed = new LinkedHashMap<>(JsonValues.object(object));
        SchemaTree.eachProperty(schema, (name, stated) -> {
            JsonNode property = this.schema.resolved(stated);
            if (!completed.containsKey(name)) {
                JsonNode value = property.has("default")
                        ? property.get("default")
                        : SchemaTree.requires(schema, name) ? property.path("const") : property.path("");
                if (!value.isMissingNode()) {
                    completed.put(name, JsonValues.of(value));
                }
            }
            completed.computeIfPresent(name, (same, value) -> value(property, value));
        });
        return completed;
    }

    private Object value(JsonNode schema, Object value) {
        if (value instanceof Map<?, ?> map) {
            return object(schema, map);
        }
        if (value instanceof List<?> list) {
            JsonNode items = this.schema.resolved(schema.path("items"));
            List<@Nullable Object> completed = new ArrayList<>();
            list.forEach(item -> completed.add(item == null ? null : value(items, item)));
            return completed;
        }
        return value;
    }

    @SuppressWarnings("unchecked") // every map in here is one that object() has made
    private static void put(Map<String, @Nullable Object> event, JsonPointer pointer, String value) {
        if (pointer.tail().matches()) {
            event.putIfAbsent(pointer.getMatchingProperty(), value);
        } else if (event.get(pointer.getMatchingProperty()) instanceof Map<?, ?> holder) {
            put((Map<String, @Nullable Object>) holder, pointer.tail(), value);
        }
    }
}
