package io.tallygate.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Every dialect and every version of every event type that the gateway knows. Immutable and thread-safe; whatever is
 * wrong with a file is found while loading, never while an event is checked.
 *
 * <p>An event type belongs to exactly one dialect: to the one that has a schema for it, or else to the one that has the
 * pattern that matches it with the most segments that are no placeholders. Files that leave that open are refused.
 */
public final class SchemaCatalog {
    private final SortedMap<String, Dialect> dialects = new TreeMap<>();
    private final Map<String, EventType> types = new HashMap<>();
    private final List<TypePattern> patterns;
    /** One dialect for each place at which types are stated: several state theirs at the same. */
    private final List<Dialect> typePlaces;

    private final List<Dialect> withoutTypes;
    private final Map<String, Upcasters> upcasters;

    /** A type's dialect and schemas by version. Looked up for every event, so by hash and not by order. */
    private record EventType(String name, Dialect dialect, Map<String, EventSchema> versions) {}

    /** @param schemas each of one of the dialects, those of one type all of the same */
    SchemaCatalog(Collection<Dialect> dialects, Collection<EventSchema> schemas, Map<String, Upcasters> upcasters) {
        this.upcasters = Map.copyOf(upcasters);
        dialects.forEach(dialect -> this.dialects.put(dialect.name(), dialect));
        for (EventSchema schema : schemas) {
            Dialect dialect = Objects.requireNonNull(this.dialects.get(schema.dialect()), schema.dialect());
            types.computeIfAbsent(schema.type(), type -> new EventType(type, dialect, new HashMap<>()))
                    .versions()
                    .put(schema.version(), schema);
        }
        this.patterns = types.keySet().stream()
                .filter(TypePattern::isPattern)
                .map(TypePattern::of)
                .sorted(Comparator.comparingLong(TypePattern::literals)
                        .reversed()
                        .thenComparing(TypePattern::name))
                .toList();
        this.typePlaces = List.copyOf(this.dialects.values().stream()
                .filter(dialect -> !dialect.pointers(EventField.TYPE).isEmpty())
                .collect(Collectors.toMap(
                        dialect -> dialect.pointers(EventField.TYPE),
                        dialect -> dialect,
                        (first, second) -> first,
                        LinkedHashMap::new))
                .values());
        this.withoutTypes = this.dialects.values().stream()
                .filter(dialect -> !dialect.recognizedBy().isEmpty())
                .sorted(Comparator.comparingInt(
                        (Dialect dialect) -> -dialect.recognizedBy().size()))
                .toList();
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
        return Optional.ofNullable(known(type)).map(EventType::dialect);
    }

    /**
     * The name under which the catalogue has an event type: the type itself, or the pattern that it matches. There are
     * as many names as there are folders of schemas, whatever events state.
     */
    public Optional<String> nameOf(String type) {
        return Optional.ofNullable(known(type)).map(EventType::name);
    }

    /** How events of a type tell the state of their workflow; empty if they leave it as it is. */
    public Optional<StateRule> stateRule(String type) {
        return Optional.ofNullable(known(type)).flatMap(known -> known.dialect().stateRule(known.name()));
    }

    /** What lists show of a stored event; nothing if its type is not known any more. */
    public EventDetails details(String type, byte[] content) {
        return Optional.ofNullable(known(type))
                .map(known -> EventDetails.of(known.dialect(), known.dialect().stateRule(known.name()), content))
                .orElseGet(EventDetails::ofUnknownDialect);
    }

    /** What a stored event tells of the run that it belongs to; nothing if its type is not known any more. */
    public RunTelling telling(String type, byte[] content) {
        return Optional.ofNullable(known(type))
                .map(known -> RunTelling.of(known.dialect(), type, known.name(), content))
                .orElse(RunTelling.NOTHING);
    }

    private @Nullable EventType known(String type) {
        EventType exact = types.get(type);
        if (exact != null) {
            return exact;
        }
        for (TypePattern pattern : patterns) {
            if (pattern.matches(type)) {
                return types.get(pattern.name());
            }
        }
        return null;
    }

    /** The names of the event types, sorted; patterns are among them. */
    public SortedSet<String> types() {
        return new TreeSet<>(types.keySet());
    }

    /** The versions of an event type, the oldest first; empty if the type is unknown. */
    public List<String> versions(String type) {
        EventType known = known(type);
        return known == null
                ? List.of()
                : known.versions().keySet().stream()
                        .sorted(VersionOrder.INSTANCE)
                        .toList();
    }

    /** The schema of an event type in a version, spelt exactly as the event spells it. */
    public Optional<EventSchema> find(String type, String version) {
        EventType known = known(type);
        return known == null
                ? Optional.empty()
                : Optional.ofNullable(known.versions().get(version));
    }

    /**
     * A stored event as one of another version reads, by the upcasters between the two; the event itself stays as it is.
     *
     * @param content the event as it was accepted
     * @return its document; empty if no upcasters lead from the one version to the other
     * @throws UpcastException if they do, but not for this event
     */
    public Optional<JsonNode> readAs(String type, String from, String to, byte[] content) {
        EventType known = known(type);
        if (known == null || !known.versions().containsKey(to)) {
            return Optional.empty();
        }
        EventSchema target = Objects.requireNonNull(known.versions().get(to));
        return upcastersOf(known)
                .way(from, to)
                .map(way -> way.isEmpty() ? accepted(content) : Upcasters.apply(way, accepted(content), target));
    }

    /** The further versions that events of a version can be read as: see {@link #readAs}. */
    public List<String> readableAs(String type, String from) {
        EventType known = known(type);
        return known == null ? List.of() : List.copyOf(upcastersOf(known).reachable(from));
    }

    private Upcasters upcastersOf(EventType type) {
        return upcasters.getOrDefault(type.name(), Upcasters.NONE);
    }

    private static JsonNode accepted(byte[] content) {
        try {
            return AcceptedJson.read(content);
        } catch (IOException e) {
            throw new UncheckedIOException("A stored event cannot be read", e);
        }
    }

    /** Whether the gateway alone makes events of the dialect of that name: see {@link Dialect#isMadeByGateway}. */
    public boolean isMadeByGateway(String dialect) {
        Dialect known = dialects.get(dialect);
        return known != null && known.isMadeByGateway();
    }

    /** The topic patterns that match the routing keys of all dialects whose events are published, sorted. */
    public SortedSet<String> bindingKeys() {
        SortedSet<String> keys = new TreeSet<>();
        List<EventSchema> all = schemas();
        for (Dialect dialect : dialects.values()) {
            List<EventSchema> schemas = all.stream()
                    .filter(schema -> schema.dialect().equals(dialect.name()))
                    .toList();
            if (!schemas.isEmpty() && !dialect.isMadeByGateway()) {
                keys.add(BindingKeys.of(dialect, schemas));
            }
        }
        return keys;
    }

    /** Every schema, by type and version. */
    public List<EventSchema> schemas() {
        return types().stream()
                .flatMap(type -> versions(type).stream().flatMap(version -> find(type, version).stream()))
                .toList();
    }

    /**
     * The dialect that an event is of. This is the one place that decides it, and it always decides the same:
     *
     * <ol>
     *   <li>the dialect that owns the type that the event states at the dialect's place of the type;
     *   <li>where the event states types of several dialects, the one whose routing key it arrived under, else one with
     *       a schema for just that type before one with a pattern, else the first by name;
     *   <li>where it states a type of none, the dialect without types that recognizes it by the most values.
     * </ol>
     *
     * @param routingKey the key under which it arrived, if any
     */
    Optional<Recognized> recognize(JsonNode event, Optional<String> routingKey) {
        List<Recognized> stated = new ArrayList<>(1);
        for (Dialect place : typePlaces) {
            Optional<String> type = place.stated(event, EventField.TYPE);
            EventType known = type.isEmpty() ? null : known(type.get());
            if (known != null && known.dialect().pointers(EventField.TYPE).equals(place.pointers(EventField.TYPE))) {
                stated.add(new Recognized(known.dialect(), type.get()));
            }
        }
        if (stated.size() > 1) {
            return stated.stream().min(preference(event, routingKey));
        }
        return stated.isEmpty() ? recognizeWithoutType(event) : Optional.of(stated.get(0));
    }

    private Comparator<Recognized> preference(JsonNode event, Optional<String> routingKey) {
        return Comparator.comparing((Recognized found) -> routingKey.isEmpty()
                        || !found.dialect().routingKeyOf(event, found.type()).equals(routingKey))
                .thenComparing(found -> !types.containsKey(found.type()))
                .thenComparing(found -> found.dialect().name());
    }

    private Optional<Recognized> recognizeWithoutType(JsonNode event) {
        for (Dialect dialect : withoutTypes) {
            if (dialect.recognizes(event)) {
                return dialect.defaultOf(EventField.TYPE).map(type -> new Recognized(dialect, type));
            }
        }
        return Optional.empty();
    }

    /** Of the dialects in question the one that most of an event's values are of: what its sender may have meant. */
    Optional<Dialect> likest(JsonNode event, Predicate<Dialect> inQuestion) {
        return dialects.values().stream()
                .filter(inQuestion)
                .max(Comparator.comparingLong((Dialect dialect) -> dialect.likeness(event))
                        .thenComparing(Comparator.comparing(Dialect::name).reversed()));
    }

    /** What an event was recognized as. */
    record Recognized(Dialect dialect, String type) {}
}
