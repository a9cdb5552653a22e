package io.tallygate.model;

import io.tallygate.event.WorkflowEvent;
import java.util.List;

/** All models, and reading an event of which the type is not known beforehand. */
public final class EventModels {
    private EventModels() {}

    /** One for each version of each event type. */
    public static List<ModelType<?>> all() {
        return BuiltInModels.ALL;
    }

    /**
     * Reads an event as the model of the type and version that it states.
     *
     * @param json JSON in UTF-8
     * @throws InvalidEventException if the gateway would refuse it
     */
    public static EventModel fromJson(byte[] json) {
        WorkflowEvent event = Engine.check(json);
        return all().stream()
                .filter(model -> model.isModelOf(event))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("There is no model of " + event.type()))
                .read(json);
    }
}
