package io.tallygate.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The state in which an event of a type leaves its workflow: always the same, or told by a value of the event. */
public final class StateRule {
    private final Optional<JsonPointer> by;
    private final Map<String, WorkflowState> values;
    private final Optional<WorkflowState> otherwise;

    private StateRule(Optional<JsonPointer> by, Map<String, WorkflowState> values, Optional<WorkflowState> otherwise) {
        this.by = by;
        this.values = Map.copyOf(values);
        this.otherwise = otherwise;
    }

    static StateRule always(WorkflowState state) {
        return new StateRule(Optional.empty(), Map.of(), Optional.of(state));
    }

    /** @param otherwise what any other value says, and none; empty if that leaves the workflow as it is */
    static StateRule by(JsonPointer pointer, Map<String, WorkflowState> values, Optional<WorkflowState> otherwise) {
        return new StateRule(Optional.of(pointer), values, otherwise);
    }

    /** The state, if it is the same for every event of the type. */
    public Optional<WorkflowState> always() {
        return by.isPresent() ? Optional.empty() : otherwise;
    }

    /** What an event says where it leaves its workflow in that state, as far as it is listed. */
    public Set<String> valuesOf(WorkflowState state) {
        return values.entrySet().stream()
                .filter(entry -> entry.getValue() == state)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The state in which an event leaves its workflow; empty if it leaves it as it is. */
    public Optional<WorkflowState> of(JsonNode event) {
        return by.flatMap(pointer -> Dialect.text(event.at(pointer)))
                .map(values::get)
                .or(() -> otherwise);
    }

    /** The same, of the stored bytes of an event. */
    public Optional<WorkflowState> of(byte[] content) {
        if (by.isEmpty()) {
            return otherwise;
        }
        try {
            return of(AcceptedJson.read(content));
        } catch (IOException e) {
            return Optional.empty(); // not what was accepted: it says nothing
        }
    }
}
