package io.tallygate.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the events of a dialect tell of the run of the workflow that they belong to. By type where it says so: the type as
 * the catalogue names it.
 *
 * @param type what kind of workflow it is, whatever the event's type
 * @param typeByEvent the same, by the event's type
 * @param failure where a failure says why
 * @param stallsAfter how long after an event of a type the next one may be awaited
 * @param starts the events with which a run begins
 * @param parallel whether a run may have several operations under way, and ends with the last of them
 * @param reads what an event says that was read: artifacts
 * @param upstream where an event names a project that its own one builds upon
 */
record RunRules(
        Optional<RoutingKey> type,
        Map<String, RoutingKey> typeByEvent,
        List<JsonPointer> failure,
        Map<String, Duration> stallsAfter,
        Map<String, Start> starts,
        boolean parallel,
        List<JsonPointer> reads,
        List<JsonPointer> upstream) {
    /** Of a dialect that tells nothing. */
    static final RunRules NONE =
            new RunRules(Optional.empty(), Map.of(), List.of(), Map.of(), Map.of(), false, List.of(), List.of());

    RunRules {
        typeByEvent = Map.copyOf(typeByEvent);
        failure = List.copyOf(failure);
        stallsAfter = Map.copyOf(stallsAfter);
        starts = Map.copyOf(starts);
        reads = List.copyOf(reads);
        upstream = List.copyOf(upstream);
    }

    /** The types that it names. */
    Set<String> types() {
        return Stream.of(typeByEvent, stallsAfter, starts)
                .flatMap(byType -> byType.keySet().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Which events of a type are a start: all of them, or those that say one of these values there.
     *
     * @param by where they say it; empty for all
     */
    record Start(Optional<JsonPointer> by, List<String> values) {
        static final Start ALWAYS = new Start(Optional.empty(), List.of());

        boolean isSaidBy(JsonNode event) {
            return by.map(pointer -> Dialect.text(event.at(pointer))
                            .filter(values::contains)
                            .isPresent())
                    .orElse(true);
        }
    }
}
