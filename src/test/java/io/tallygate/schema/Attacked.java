package io.tallygate.schema;

import java.util.List;
import java.util.stream.Stream;

/** A schema, the validator that knows it, and what is sent to it. */
record Attacked(String name, EventValidator validator, List<Attack> attacks) {

    @Override
    public String toString() {
        return name;
    }

    /** Every schema that comes with the gateway, and those that ask for what costs most. */
    static Stream<Attacked> all() {
        return Stream.concat(builtIn(), CostlySchemas.attacked());
    }

    private static Stream<Attacked> builtIn() {
        EventValidator validator = Events.validator();
        return Events.BUILT_IN.schemas().stream()
                .map(schema -> new Attacked(schema.type(), validator, Attack.on(Events.example(schema.type()))));
    }
}
