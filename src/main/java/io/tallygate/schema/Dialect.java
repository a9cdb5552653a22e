package io.tallygate.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.event.Content;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How the events of one dialect say what every event must say. Read from {@code dialect.json}; immutable.
 *
 * <p>For each {@link EventField} there is a list of JSON pointers, of which the first that finds a text counts.
 */
public final class Dialect {
    private final String name;
    private final String title;
    private final String description;
    private final Map<EventField, List<JsonPointer>> pointers;
    private final Map<EventField, String> defaults;
    private final List<JsonPointer> recognizedBy;
    private final boolean timeWithoutZone;
    private final RoutingKey routingKey;
    private final Map<String, StateRule> states;
    private final Optional<JobTrigger> jobTrigger;
    private final CompatibilityMode compatibility;
    private final List<EventField> completes;
    private final boolean madeByGateway;
    private final EventDetails.Rules details;

    /** The type that triggers jobs, and where it names the job. */
    record JobTrigger(String type, JsonPointer job) {}

    Dialect(
            String name,
            String title,
            String description,
            Map<EventField, List<JsonPointer>> pointers,
            Map<EventField, String> defaults,
            List<JsonPointer> recognizedBy,
            boolean timeWithoutZone,
            RoutingKey routingKey,
            Map<String, StateRule> states,
            Optional<JobTrigger> jobTrigger,
            CompatibilityMode compatibility,
            List<EventField> completes,
            boolean madeByGateway,
            EventDetails.Rules details) {
        this.name = name;
        this.title = title;
        this.description = description;
        // asked for several times an event, so by the field's number and not by its hash
        this.pointers = new EnumMap<>(EventField.class);
        pointers.forEach((field, places) -> this.pointers.put(field, List.copyOf(places)));
        this.defaults = Map.copyOf(defaults);
        this.recognizedBy = List.copyOf(recognizedBy);
        this.timeWithoutZone = timeWithoutZone;
        this.routingKey = routingKey;
        this.states = Map.copyOf(states);
        this.jobTrigger = jobTrigger;
        this.compatibility = compatibility;
        this.completes = List.copyOf(completes);
        this.madeByGateway = madeByGateway;
        this.details = details;
    }

    /** The dialect's name, e.g. {@code coder}. */
    public String name() {
        return name;
    }

    /** Its name for people. */
    public String title() {
        return title;
    }

    /** What it is; empty if it does not say. */
    public String description() {
        return description;
    }

    /** Where its events keep a field, in the order in which the places are tried; empty if nowhere. */
    public List<JsonPointer> pointers(EventField field) {
        return pointers.getOrDefault(field, List.of());
    }

    /** The template of its routing keys, e.g. {@code {type}}. */
    public String routingKeyTemplate() {
        return routingKey.template();
    }

    /**
     * How events of a type tell the state of their workflow; empty if they leave it as it is.
     *
     * @param type the type as the catalogue names it: see {@link SchemaCatalog#nameOf}
     */
    public Optional<StateRule> stateRule(String type) {
        return Optional.ofNullable(states.get(type));
    }

    /** The type that triggers jobs, if the dialect has one. */
    public Optional<String> jobTriggerType() {
        return jobTrigger.map(JobTrigger::type);
    }

    /** What a new version of one of its types must keep of the one before it. */
    public CompatibilityMode compatibility() {
        return compatibility;
    }

    Optional<JobTrigger> jobTrigger() {
        return jobTrigger;
    }

    /** What the gateway adds to an event that does not state it, before it publishes it; see {@link EventCompletion}. */
    public List<EventField> completes() {
        return completes;
    }

    /** Whether the gateway alone makes events of it, which are neither published nor taken from anybody. */
    public boolean isMadeByGateway() {
        return madeByGateway;
    }

    /** The type whose events say a field for all events of their workflow that do not say it themselves. */
    public Optional<String> inheritedFrom(EventField field) {
        return Optional.ofNullable(details.inherited().get(field));
    }

    /** Where it reads from events what lists and figures show of them. */
    Stream<JsonPointer> shownPlaces() {
        RunRules runs = details.runs();
        return Stream.of(
                        pointers.values().stream().flatMap(List::stream),
                        routingKey.places(),
                        runs.type().stream().flatMap(RoutingKey::places),
                        runs.typeByEvent().values().stream().flatMap(RoutingKey::places),
                        runs.reads().stream(),
                        runs.upstream().stream())
                .flatMap(places -> places);
    }

    BigDecimal millisPerUnit() {
        return details.millisPerUnit();
    }

    RunRules runRules() {
        return details.runs();
    }

    Map<String, StateRule> states() {
        return states;
    }

    /** What holds where an event does not say a field: for the id and the time, how it is made. */
    public Optional<String> defaultOf(EventField field) {
        return Optional.ofNullable(defaults.get(field));
    }

    RoutingKey routingKey() {
        return routingKey;
    }

    /** The id of an event that states none: the same bytes are the same event. */
    String derivedId(Content content) {
        return defaultOf(EventField.ID).filter("content-uuid"::equals).isPresent()
                ? Uuids.ofDigest(content.sha256()).toString()
                : content.sha256Hex();
    }

    /** What an event itself says, without defaults. */
    Optional<String> stated(JsonNode event, EventField field) {
        return first(event, pointers(field));
    }

    /** The first text that one of the places has. */
    static Optional<String> first(JsonNode event, List<JsonPointer> places) {
        for (JsonPointer pointer : places) {
            Optional<String> text = text(event.at(pointer));
            if (text.isPresent()) {
                return text;
            }
        }
        return Optional.empty();
    }

    /** The place that a fault of the field is to be told by: the one that says it, else the first where it could be. */
    String place(JsonNode event, EventField field) {
        List<JsonPointer> places = pointers(field);
        return places.stream()
                .filter(pointer -> text(event.at(pointer)).isPresent())
                .findFirst()
                .or(() -> places.stream().findFirst())
                .map(JsonPointer::toString)
                .orElse("");
    }

    /** What an event of the type says, defaults included. */
    Optional<String> valueOf(JsonNode event, String type, EventField field) {
        return field == EventField.TYPE
                ? Optional.of(type)
                : stated(event, field).or(() -> defaultOf(field));
    }

    /** The key under which an event of the type is published; empty if it cannot be made. */
    Optional<String> routingKeyOf(JsonNode event, String type) {
        return rendered(routingKey, event, type);
    }

    /** The text that a template makes of an event of the type; empty if the event lacks what it asks for. */
    Optional<String> rendered(RoutingKey template, JsonNode event, String type) {
        return template.render(event, field -> valueOf(event, type, field));
    }

    /** How many of the places that the dialect knows have a value in an event: how much it looks like one of these. */
    long likeness(JsonNode event) {
        return pointers.values().stream()
                .flatMap(List::stream)
                .distinct()
                .filter(pointer -> !event.at(pointer).isMissingNode())
                .count();
    }

    List<JsonPointer> recognizedBy() {
        return recognizedBy;
    }

    /** Whether an event that states no type is one of this dialect's default type. */
    boolean recognizes(JsonNode event) {
        return defaults.containsKey(EventField.TYPE)
                && recognizedBy.stream().allMatch(pointer -> !event.at(pointer).isMissingNode());
    }

    Optional<Instant> time(String text) {
        return timeWithoutZone ? Rfc3339.parseZoneOptional(text) : Rfc3339.parse(text);
    }

    /** A string, or an integer as it is written; nothing else has one spelling only. */
    static Optional<String> text(JsonNode node) {
        return node.isTextual() || node.isIntegralNumber() ? Optional.of(node.asText()) : Optional.empty();
    }

    @Override
    public String toString() {
        return name;
    }
}
