package io.tallygate.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What lists show of an event besides what is stored beside it, whatever its dialect: read from its content when it is
 * asked for.
 *
 * @param run the run of its workflow
 * @param step the step of its workflow
 * @param status how it went by its own word, else the state in which it leaves its workflow
 * @param durationMs how long it took, in milliseconds
 * @param artifacts what it made or worked on, {@value #MAX_ARTIFACTS} of them at most
 * @param project the project that it belongs to, if it says so itself
 */
public record EventDetails(
        Optional<String> run,
        Optional<String> step,
        Optional<String> status,
        Optional<BigDecimal> durationMs,
        List<String> artifacts,
        Optional<String> project) {
    static final int MAX_ARTIFACTS = 20;
    /** The step of a pointer that stands for each element of an array. */
    static final String EACH = "*";
    /** 30,000 years in milliseconds: what is longer is no duration, and its digits would fill the page. */
    private static final BigDecimal LONGEST = BigDecimal.valueOf(1_000_000_000_000_000L);

    private static final int MAX_SCALE = 6;

    /** Of what is stored without a readable document. */
    private static final EventDetails NOTHING = new EventDetails(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of(), Optional.empty());

    /**
     * How a dialect's details are read.
     *
     * @param millisPerUnit milliseconds of one unit of its durations
     * @param inherited by field the type whose event says it for the others of its workflow
     * @param runs what its events tell of the runs that they belong to
     */
    record Rules(BigDecimal millisPerUnit, Map<EventField, String> inherited, RunRules runs) {
        Rules {
            inherited = Map.copyOf(inherited);
        }
    }

    /** The details of a stored event. */
    static EventDetails of(Dialect dialect, Optional<StateRule> rule, byte[] content) {
        try {
            return of(dialect, rule, AcceptedJson.read(content));
        } catch (IOException e) {
            return NOTHING; // not what was accepted: it says nothing
        }
    }

    static EventDetails of(Dialect dialect, Optional<StateRule> rule, JsonNode event) {
        return new EventDetails(
                dialect.stated(event, EventField.RUN),
                dialect.stated(event, EventField.STEP),
                dialect.stated(event, EventField.STATUS)
                        .or(() -> rule.flatMap(states -> states.of(event)).map(WorkflowState::label)),
                duration(dialect, event),
                texts(event, dialect.pointers(EventField.ARTIFACT)),
                dialect.stated(event, EventField.PROJECT));
    }

    static EventDetails ofUnknownDialect() {
        return NOTHING;
    }

    private static Optional<BigDecimal> duration(Dialect dialect, JsonNode event) {
        return dialect.pointers(EventField.DURATION).stream()
                .map(event::at)
                .filter(JsonNode::isNumber)
                .findFirst()
                .map(JsonNode::decimalValue)
                .filter(number -> number.abs().compareTo(LONGEST) < 0)
                .map(number -> number.setScale(MAX_SCALE, RoundingMode.HALF_UP)
                        .multiply(dialect.millisPerUnit())
                        .stripTrailingZeros())
                .map(number -> number.scale() < 0 ? number.setScale(0) : number);
    }

    /** All texts of the first of these places that has any, {@value #MAX_ARTIFACTS} of them at most. */
    static List<String> texts(JsonNode event, List<JsonPointer> places) {
        List<String> found = new ArrayList<>();
        for (JsonPointer pointer : places) {
            collect(event, pointer, found);
            if (!found.isEmpty()) {
                break;
            }
        }
        return List.copyOf(found);
    }

    private static JsonNode child(JsonNode node, JsonPointer pointer) {
        return node.isArray() && pointer.mayMatchElement()
                ? node.path(pointer.getMatchingIndex())
                : node.path(pointer.getMatchingProperty());
    }

    private static void collect(JsonNode node, JsonPointer rest, List<String> found) {
        if (found.size() == MAX_ARTIFACTS) {
            return;
        }
        if (rest.matches()) {
            Dialect.text(node).ifPresent(found::add);
        } else if (node.isArray() && rest.getMatchingProperty().equals(EACH)) {
            node.forEach(element -> collect(element, rest.tail(), found));
        } else {
            collect(child(node, rest), rest.tail(), found);
        }
    }
}
