package io.tallygate.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every event is of exactly one dialect, whatever other dialects' values it carries besides. */
class DetectionTest {
    private static final SchemaCatalog CATALOG = Events.BUILT_IN;

    /** Every example of every dialect with every other dialect. */
    static Stream<Arguments> pairs() {
        return CATALOG.schemas().stream()
                .flatMap(schema -> CATALOG.dialects().stream()
                        .filter(other -> !other.name().equals(schema.dialect()))
                        .map(other -> Arguments.of(schema, other)));
    }

    private static List<EventSchema> schemasOf(String dialect) {
        return CATALOG.schemas().stream()
                .filter(schema -> schema.dialect().equals(dialect))
                .toList();
    }

    private static Stream<ObjectNode> examples(EventSchema schema) {
        return Stream.iterate(0, i -> i < schema.document().path("examples").size(), i -> i + 1)
                .map(i -> schema.document().path("examples").get(i).deepCopy());
    }

    @ParameterizedTest(name = "{0} is not of {1}")
    @MethodSource("pairs")
    void example_isOfItsOwnDialectOnly(EventSchema schema, Dialect other) {
        assertThat(examples(schema)).allSatisfy(example -> {
            assertThat(recognized(example)).isEqualTo(schema.dialect());
            assertThat(other.stated(example, EventField.TYPE)
                            .flatMap(CATALOG::dialectOf)
                            .filter(owner -> owner == other))
                    .isEmpty();
            assertThat(other.recognizes(example)).isFalse();
        });
    }

    /** What is of no concern to a dialect is allowed in its events, so all of another dialect's values may be in them. */
    @ParameterizedTest(name = "{0} with what {1} has")
    @MethodSource("pairs")
    void example_withTheOtherValuesOfAnother_staysWhatItsTypeSays(EventSchema schema, Dialect other) {
        boolean hasType = !CATALOG.dialect(schema.dialect())
                .orElseThrow()
                .pointers(EventField.TYPE)
                .isEmpty();
        for (EventSchema foreign : schemasOf(other.name())) {
            examples(schema)
                    .forEach(example -> examples(foreign).forEach(carrier -> {
                        carrier.setAll(example); // its own values win
                        String expected = hasType
                                        || other.stated(carrier, EventField.TYPE)
                                                .flatMap(CATALOG::dialectOf)
                                                .filter(owner -> owner == other)
                                                .isEmpty()
                                ? expected(schema, other, carrier)
                                : other.name();
                        assertThat(recognized(carrier))
                                .isEqualTo(
                                        hasType || other.recognizedBy().isEmpty()
                                                ? expected
                                                : recognizedByMore(schema.dialect(), other));
                    }));
        }
    }

    /** Neither states a type: the one that is recognized by more values. */
    private static String recognizedByMore(String dialect, Dialect other) {
        int own = CATALOG.dialect(dialect).orElseThrow().recognizedBy().size();
        assertThat(own).isNotEqualTo(other.recognizedBy().size());
        return own > other.recognizedBy().size() ? dialect : other.name();
    }

    /** Both state a type, each at a place of its own: there is no routing key to tell, so the names decide. */
    private static String expected(EventSchema schema, Dialect other, ObjectNode carrier) {
        boolean isContested = other.stated(carrier, EventField.TYPE)
                .flatMap(CATALOG::dialectOf)
                .filter(owner -> owner == other)
                .isPresent();
        if (!isContested) {
            return schema.dialect();
        }
        boolean isPattern = TypePattern.isPattern(schema.type());
        boolean isOthersPattern = TypePattern.isPattern(
                CATALOG.nameOf(other.stated(carrier, EventField.TYPE).orElseThrow())
                        .orElseThrow());
        return isPattern == isOthersPattern
                ? Stream.of(schema.dialect(), other.name()).sorted().findFirst().orElseThrow()
                : isPattern ? other.name() : schema.dialect();
    }

    @Test
    void contestedEvent_isOfTheDialectWhoseRoutingKeyItArrivedUnder() {
        ObjectNode event = Events.example("workflow.step.completed");
        event.setAll(Events.example("step_complete"));

        assertThat(recognized(event)).isEqualTo("coder");
        assertThat(recognized(event, "workflow.step.completed")).isEqualTo("coder");
        assertThat(recognized(event, "workflow-log.step_complete")).isEqualTo("workflow-log");
        assertThat(recognized(event, "elsewhere")).isEqualTo("coder");
    }

    @Test
    void typeOfAnotherDialect_isNotAlsoOneOfAPattern() {
        ObjectNode event =
                Events.example("{node_type}.{operation}.completed").put("event_type", "workflow.step.completed");
        // it fits the pattern, but it is the other dialect's, which does not look for it there
        assertThat(CATALOG.recognize(event, Optional.empty())).isEmpty();
    }

    private static String recognized(JsonNode event, String... routingKey) {
        return CATALOG.recognize(event, Stream.of(routingKey).findFirst())
                .orElseThrow()
                .dialect()
                .name();
    }
}
