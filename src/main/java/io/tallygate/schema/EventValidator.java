package io.tallygate.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.event.Claim;
import io.tallygate.event.Content;
import io.tallygate.event.Rejection;
import io.tallygate.event.RejectionReason;
import io.tallygate.event.Violation;
import io.tallygate.schema.SchemaCatalog.Recognized;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Holds events against the catalogue. Deterministic but for dialects that take the time of receipt, free of side
 * effects and thread-safe; the cost is bounded by the limits, whatever the bytes are.
 *
 * <p>The first of these that does not hold is the reason of the rejection: size, readable, type known, version known,
 * accepted by the schema, fit to be stored, routing key.
 */
public final class EventValidator {
    private static final System.Logger LOG = System.getLogger(EventValidator.class.getName());
    private static final int SHOWN = 80;
    private static final int MAX_MESSAGE = 500;

    private final SchemaCatalog catalog;
    private final ValidationLimits limits;
    private final JsonReader reader;
    private final EventReading reading;

    /** A validator that takes the time of receipt, where a dialect asks for it, from the system's clock. */
    public EventValidator(SchemaCatalog catalog, ValidationLimits limits) {
        this(catalog, limits, InstantSource.system());
    }

    /** @param receipt what time it is when an event is checked */
    public EventValidator(SchemaCatalog catalog, ValidationLimits limits, InstantSource receipt) {
        this.catalog = catalog;
        this.limits = limits;
        this.reader = new JsonReader(limits.maxDepth());
        this.reading = new EventReading(receipt);
    }

    /** Whether the gateway alone makes events of the dialect of that name: see {@link Dialect#isMadeByGateway}. */
    public boolean isMadeByGateway(String dialect) {
        return catalog.isMadeByGateway(dialect);
    }

    /**
     * Checks an event.
     *
     * @param content the event's bytes
     * @param routingKey the key under which it arrived; empty where it arrived without one, and then none is compared
     */
    public Verdict check(Content content, Optional<String> routingKey) {
        return check(
                content,
                event -> catalog.recognize(event, routingKey)
                        .map(found -> checkVersion(found.dialect(), found.type(), event, content, routingKey))
                        .orElseGet(() -> unknownType(event)));
    }

    /**
     * Checks an event that came where only those of one dialect without types are taken. It is told what it lacks to be
     * one; an event that is another dialect's is refused, since it would be that everywhere else.
     *
     * @throws IllegalArgumentException if there is no such dialect, or if its events state their types
     */
    public Verdict checkAs(Content content, String dialect) {
        Recognized only = catalog.dialect(dialect)
                .flatMap(known -> known.defaultOf(EventField.TYPE).map(type -> new Recognized(known, type)))
                .orElseThrow(() -> new IllegalArgumentException("No dialect without types is named " + dialect));
        return check(
                content,
                event -> catalog.recognize(event, Optional.empty())
                        .filter(found -> found.dialect() != only.dialect())
                        .map(found -> otherDialect(event, found, only))
                        .orElseGet(() -> checkVersion(only.dialect(), only.type(), event, content, Optional.empty())));
    }

    private static Verdict otherDialect(JsonNode event, Recognized found, Recognized only) {
        return invalid(
                RejectionReason.UNKNOWN_TYPE,
                "this is an event of the dialect " + found.dialect() + ", of type " + found.type() + "; only those of "
                        + only.dialect() + " are taken here",
                found.dialect().place(event, EventField.TYPE),
                "type",
                EventClaims.of(found.dialect(), event));
    }

    private Verdict check(Content content, Function<JsonNode, Verdict> checked) {
        if (content.size() > limits.maxBytes()) {
            return new Verdict.Invalid(
                    Rejection.of(
                            RejectionReason.TOO_LARGE,
                            "the event has " + content.size() + " bytes; at most " + limits.maxBytes()
                                    + " are accepted"),
                    Claim.nothing());
        }
        JsonNode event;
        try {
            event = reader.read(content.bytes());
        } catch (UnreadableException e) {
            return new Verdict.Invalid(e.rejection(content.bytes()), Claim.nothing());
        }
        return checked.apply(event);
    }

    private Verdict checkVersion(
            Dialect dialect, String type, JsonNode event, Content content, Optional<String> routingKey) {
        Optional<String> version =
                dialect.stated(event, EventField.VERSION).or(() -> dialect.defaultOf(EventField.VERSION));
        Optional<EventSchema> schema = version.flatMap(stated -> catalog.find(type, stated));
        if (schema.isEmpty()) {
            String message = version.map(
                            stated -> "the version \"" + Excerpt.of(stated, SHOWN) + "\" of " + type + " is not known")
                    .orElse("the event of type " + type + " states no version");
            return invalid(
                    RejectionReason.UNKNOWN_VERSION,
                    message + "; known: " + String.join(", ", catalog.versions(type)),
                    dialect.place(event, EventField.VERSION),
                    "version",
                    EventClaims.of(dialect, event));
        }
        return checkSchema(schema.get(), type, dialect, event, content, routingKey);
    }

    private Verdict checkSchema(
            EventSchema schema,
            String type,
            Dialect dialect,
            JsonNode event,
            Content content,
            Optional<String> routingKey) {
        List<Violation> violations = violations(schema, event);
        if (!violations.isEmpty()) {
            return violated(violations, dialect, event);
        }
        EventReading.Outcome outcome = reading.read(schema, type, dialect, event, content);
        return outcome instanceof EventReading.Read read
                ? checkRouting(read.valid(), routingKey)
                : violated(((EventReading.Unfit) outcome).violations(), dialect, event);
    }

    private List<Violation> violations(EventSchema schema, JsonNode event) {
        try {
            return schema.violations(event, limits.maxViolations());
        } catch (RuntimeException | StackOverflowError e) {
            // A fault of ours. But passed on it would come back with every redelivery and block the queue for all
            // events behind it: quarantined, nothing is lost and it can be resubmitted.
            LOG.log(System.Logger.Level.ERROR, "The schema " + schema + " could not be evaluated", e);
            return List.of(new Violation(
                    "", "evaluation", schema.path(), "the schema could not be evaluated, a fault of the gateway"));
        }
    }

    private Verdict violated(List<Violation> violations, Dialect dialect, JsonNode event) {
        Violation first = violations.get(0);
        String place = first.pointer().isEmpty() ? "the event" : first.pointer();
        String others = violations.size() == limits.maxViolations()
                ? " (and perhaps more than the " + violations.size() + " violations listed)"
                : violations.size() == 1 ? "" : " (and " + (violations.size() - 1) + " more)";
        String message = Excerpt.of(place + ": " + first.message(), MAX_MESSAGE) + others;
        return new Verdict.Invalid(
                new Rejection(RejectionReason.SCHEMA_VIOLATION, message, violations), EventClaims.of(dialect, event));
    }

    private static Verdict checkRouting(Verdict.Valid valid, Optional<String> routingKey) {
        if (routingKey.isEmpty() || routingKey.get().equals(valid.routingKey())) {
            return valid;
        }
        return new Verdict.Invalid(
                Rejection.of(
                        RejectionReason.ROUTING_MISMATCH,
                        "arrived under the routing key \"" + Excerpt.of(routingKey.get(), 255) + "\", but its own is \""
                                + Excerpt.of(valid.routingKey(), 255) + "\""),
                Claim.of(valid.event()));
    }

    private Verdict unknownType(JsonNode event) {
        Optional<Dialect> dialect = catalog.likest(
                event, candidate -> candidate.stated(event, EventField.TYPE).isPresent());
        Optional<String> type = dialect.flatMap(found -> found.stated(event, EventField.TYPE));
        String message = type.map(stated -> "the type \"" + Excerpt.of(stated, SHOWN) + "\" is not known; "
                        + NearTypes.hint(stated, catalog.types()))
                .orElse("the event states no type");
        String pointer = dialect.or(() -> catalog.likest(event, any -> true))
                .map(found -> found.place(event, EventField.TYPE))
                .orElse("");
        Claim claim =
                dialect.map(found -> EventClaims.ofUnknownDialect(found, event)).orElse(Claim.nothing());
        return invalid(RejectionReason.UNKNOWN_TYPE, message, pointer, "type", claim);
    }

    private static Verdict invalid(RejectionReason reason, String message, String pointer, String rule, Claim claim) {
        String shown = Excerpt.of(message, MAX_MESSAGE);
        return new Verdict.Invalid(
                new Rejection(reason, shown, List.of(Violation.ofRule(Pointers.shown(pointer), rule, shown))), claim);
    }
}
