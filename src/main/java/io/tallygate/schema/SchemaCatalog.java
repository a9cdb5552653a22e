package io.tallygate.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Every dialect and every version of every event type that the gateway knows. Immutable and thread-safe; whatever is
 * wrong with a file is found while loading, never while an event is checked.
 *
 * <p>An event type belongs to exactly one dialect.
 */
public final class SchemaCatalog {
    private final SortedMap<String, Dialect> dialects = new TreeMap<>();
    private final Map<String, EventType> types = new HashMap<>();

    /** A type's dialect and schemas by version. Looked up for every event, so by hash and not by order. */
    private record EventType(Dialect dialect, Map<String, EventSchema> versions) {}

    /** @param schemas each of one of the dialects, those of one type all of the same */
    SchemaCatalog(Collection<Dialect> dialects, Collection<EventSchema> schemas) {
        dialects.forEach(dialect -> this.dialects.put(dialect.name(), dialect));
        for (EventSchema schema : schemas) {
            Dialect dialect = Objects.requireNonNull(this.dialects.get(schema.dialect()), schema.dialect());
            types.computeIfAbsent(schema.type(), type -> new EventType(dialect, new HashMap<>()))
                    .versions()
                    .put(schema.version(), schema);
        }
    }

    /**
     * Loads what is built in and, if a directory is given, what is in it. The directory has the layout of the built-in
     * files, {@code <dialect>/dialect.json} and {@code <dialect>/<type>/<version>.json}; it may add dialects, types and
     * versions, but not redefine any.
     *
     * @throws SchemaLoadException naming the first file that cannot be used, and why
     */
    public static SchemaCatalog load(Optional<Path> extraDirectory) {
        CatalogBuilder builder = new CatalogBuilder();
        SchemaFiles.builtIn().forEach(builder::add);
        extraDirectory.ifPresent(directory -> SchemaFiles.in(directory).forEach(builder::add));
        return builder.build();
    }

    /** The dialects by name. */
    public Collection<Dialect> dialects() {
        return List.copyOf(dialects.values());
    }

    /** The dialect of a name. */
    public Optional<Dialect> dialect(String name) {
        return Optional.ofNullable(dialects.get(name));
    }

    /** The dialect that an event type belongs to. */
    public Optional<Dialect> dialectOf(String type) {
        return Optional.ofNullable(types.get(type)).map(EventType::dialect);
    }

    /** The event types, sorted. */
    public SortedSet<String> types() {
        return new TreeSet<>(types.keySet());
    }

    /** The versions of an event type, the oldest first; empty if the type is unknown. */
    public List<String> versions(String type) {
        EventType known = types.get(type);
        return known == null
                ? List.of()
                : known.versions().keySet().stream()
                        .sorted(VersionOrder.INSTANCE)
                        .toList();
    }

    /** The schema of an event type in a version, spelt exactly as the event spells it. */
    public Optional<EventSchema> find(String type, String version) {
        EventType known = types.get(type);
        return known == null
                ? Optional.empty()
                : Optional.ofNullable(known.versions().get(version));
    }

    /** Every schema, by type and version. */
    public List<EventSchema> schemas() {
        return types().stream()
                .flatMap(type -> versions(type).stream().flatMap(version -> find(type, version).stream()))
                .toList();
    }

    /** The dialect that an event is of: the first whose place of the type holds one of its types. */
    Optional<Recognized> recognize(JsonNode event) {
        for (Dialect dialect : dialects.values()) {
            Optional<String> type = dialect.stated(event, EventField.TYPE);
            if (type.isPresent() && owns(dialect, type.get())) {
                return Optional.of(new Recognized(dialect, type.get()));
            }
        }
        for (Dialect dialect : dialects.values()) {
            if (dialect.recognizes(event)) {
                return dialect.defaultOf(EventField.TYPE).map(type -> new Recognized(dialect, type));
            }
        }
        return Optional.empty();
    }

    private boolean owns(Dialect dialect, String type) {
        EventType known = types.get(type);
        return known != null && known.dialect() == dialect;
    }

    /** What an event was recognized as. */
    record Recognized(Dialect dialect, String type) {}
}
