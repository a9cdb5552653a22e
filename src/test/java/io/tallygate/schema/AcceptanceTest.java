package io.tallygate.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import io.tallygate.bench.BenchEvents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Holds the fast path against the library's evaluation: it may never be sure of what the library refuses, and it must be
 * sure of every sound event of the built-in schemas, else it would be of no use.
 */
class AcceptanceTest {
    private static final int MUTATIONS = 5_000;
    private static final int SCHEMAS = 1_500;
    private static final int VALUES = 60;

    private final Tally tally = new Tally();

    /** How often each verdict occurred: a comparison in which nothing is refused would compare nothing. */
    private static final class Tally {
        private int sure;
        private int unsure;
        private int refused;

        void compare(EventSchema schema, JsonNode value) {
            boolean accepted = schema.evaluate(value, 1).isEmpty();
            boolean isSure = schema.isSureOf(value);
            assertThat(isSure && !accepted)
                    .as("sure of %s, which the library refuses by %s", value, schema.source())
                    .isFalse();
            sure += isSure ? 1 : 0;
            unsure += accepted && !isSure ? 1 : 0;
            refused += accepted ? 0 : 1;
        }
    }

    static List<EventSchema> schemas() {
        return Events.BUILT_IN.schemas();
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void mutatedEvents_areNeverAcceptedWhereTheLibraryRefuses(EventSchema schema) {
        RandomJson random = new RandomJson(7);
        JsonNode examples = schema.document().path("examples");
        for (int i = 0; i < MUTATIONS; i++) {
            ObjectNode event = examples.get(random.below(examples.size())).deepCopy();
            for (int mutations = random.below(4); mutations > 0; mutations--) {
                random.mutate(event);
            }
            tally.compare(schema, RandomJson.read(event.toString()));
        }
        assertThat(tally.sure).isGreaterThan(MUTATIONS / 10);
        assertThat(tally.refused).isGreaterThan(MUTATIONS / 10);
        assertThat(tally.unsure).isLessThan(MUTATIONS / 100);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void values_areNeverAcceptedWhereTheLibraryRefuses_whateverTheSchema(long seed) {
        RandomJson random = new RandomJson(seed);
        SchemaCompiler compiler = new SchemaCompiler();
        for (int i = 0; i < SCHEMAS; i++) {
            JsonNode document = RandomJson.read(random.document().toString());
            Schema compiled = compiler.compile("random", "https://tallygate.example/" + i, document);
            EventSchema schema = new EventSchema("", "", "", document.toString(), document, compiled);
            for (int k = 0; k < VALUES; k++) {
                tally.compare(schema, random.value(3));
            }
        }
        assertThat(tally.sure).isGreaterThan(SCHEMAS * VALUES / 10);
        assertThat(tally.refused).isGreaterThan(SCHEMAS * VALUES / 10);
    }

    @Test
    void soundEvents_areAcceptedForCertain() {
        for (BenchEvents.Event event : new BenchEvents(3).next(5_000)) {
            EventSchema schema = Events.BUILT_IN.find(event.type(), "1.0.0").orElseThrow();
            assertThat(schema.isSureOf(RandomJson.read(new String(event.body(), StandardCharsets.UTF_8))))
                    .isTrue();
        }
    }

    @Test
    void casesOfTheTables_areAcceptedForCertainIfValid() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/resources/cases"))) {
            for (Path table : files.filter(Files::isRegularFile).toList()) {
                String type = table.getFileName().toString().replace(".json", "");
                String version = Events.BUILT_IN.versions(type).get(0);
                EventSchema schema = Events.BUILT_IN.find(type, version).orElseThrow();
                for (JsonNode row : Events.MAPPER.readTree(table.toFile())) {
                    JsonNode event = RandomJson.read(row.path("input").toString());
                    tally.compare(schema, event);
                    assertThat(schema.isSureOf(event)
                                    || !row.path("verdict").asText().equals("valid"))
                            .as(row.path("name").asText())
                            .isTrue();
                }
            }
        }
    }
}
