package io.tallygate.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds the validator, as it is configured here, against the official test suite of draft-07 (see README.md beside its
 * files). What differs is listed with its reason in {@code exceptions.json}; a difference that is not listed fails the
 * test, and so does one that is listed and is none any more.
 */
class JsonSchemaTestSuiteTest {
    private static final Path SUITE =
            Path.of(System.getProperty("tallygate.test.suite", "src/test/resources/json-schema-test-suite"));
    private static final Path EXCEPTIONS = Path.of("src/test/resources/json-schema-test-suite/exceptions.json");
    private static final String DRAFT_07 = "http://json-schema.org/draft-07/schema#";

    private final SchemaCompiler compiler = new SchemaCompiler();
    private int compiled;

    /** What a case of the suite came to, where that is not what the suite says. */
    private enum Difference {
        /** The schema is not loaded, which stops the start and names the place: no event is ever judged by it. */
        REFUSED,
        /** Valid by the suite, and rejected. */
        REJECTED,
        /** Invalid by the suite, and accepted. */
        ACCEPTED
    }

    @Test
    void everyCase_isJudgedAsTheSuiteSays_butForTheListedExceptions() throws IOException {
        Map<String, Difference> found = new TreeMap<>();
        int cases = 0;
        for (Path file : files()) {
            for (JsonNode group : array(file)) {
                cases += group.path("tests").size();
                judge(SUITE.resolve("draft7").relativize(file).toString(), group, found);
            }
        }
        assertThat(cases).as("the cases of the suite").isGreaterThan(1_000);
        assertThat(lines(found)).isEqualTo(lines(expected()));
    }

    @Test
    void everyException_hasAReason() throws IOException {
        for (JsonNode exception : array(EXCEPTIONS)) {
            assertThat(exception.path("why").asText()).as(exception.toString()).hasSizeGreaterThan(20);
            assertThat(exception.path("cases")).as(exception.toString()).isNotEmpty();
        }
    }

    private void judge(String file, JsonNode group, Map<String, Difference> found) {
        String place = file + ": " + group.path("description").asText();
        EventSchema schema;
        try {
            schema = compile(place, group.path("schema"));
        } catch (SchemaLoadException e) {
            found.put(place, Difference.REFUSED);
            return;
        }
        for (JsonNode test : group.path("tests")) {
            boolean valid = test.path("valid").asBoolean();
            JsonNode data = test.path("data");
            boolean accepted = schema.evaluate(data, 5).isEmpty();
            assertThat(schema.violations(data, 5).isEmpty())
                    .as("the quick verdict on " + place + ": " + test)
                    .isEqualTo(accepted);
            if (accepted != valid) {
                found.put(
                        place + ": " + test.path("description").asText(),
                        accepted ? Difference.ACCEPTED : Difference.REJECTED);
            }
        }
    }

    /** As a file of the schemas folder is compiled; the suite leaves out {@code $schema}, which a file must have. */
    private EventSchema compile(String place, JsonNode schema) {
        ObjectNode document;
        if (schema instanceof ObjectNode object) {
            document = object.deepCopy();
        } else {
            document = JsonNodeFactory.instance.objectNode();
            document.putArray("allOf").add(schema);
        }
        if (!document.has("$schema")) {
            document.put("$schema", DRAFT_07);
        }
        String id = document.path("$id").asText("https://tallygate.io/suite/" + compiled++ + ".json");
        return new EventSchema("suite", place, "1", "", document, compiler.compile(place, id, document));
    }

    private static Map<String, Difference> expected() throws IOException {
        Map<String, Difference> expected = new LinkedHashMap<>();
        for (JsonNode exception : array(EXCEPTIONS)) {
            for (JsonNode place : exception.path("cases")) {
                Difference before = expected.put(
                        place.asText(),
                        Difference.valueOf(exception.path("difference").asText()));
                assertThat(before).as("listed twice: " + place).isNull();
            }
        }
        return expected;
    }

    private static String lines(Map<String, Difference> differences) {
        List<String> lines = new ArrayList<>();
        differences.forEach((place, difference) -> lines.add(difference + " " + place));
        return String.join("\n", new TreeSet<>(lines));
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(SUITE.resolve("draft7"))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    /** Read as schemas and events are, so that a number is what it is for the gateway. */
    private static JsonNode array(Path file) throws IOException {
        ByteArrayOutputStream object = new ByteArrayOutputStream();
        object.writeBytes("{\"array\":".getBytes(StandardCharsets.UTF_8));
        object.writeBytes(Files.readAllBytes(file));
        object.write('}');
        try {
            return new JsonReader(64).read(object.toByteArray()).path("array");
        } catch (UnreadableException e) {
            throw new IOException(
                    file + ": " + e.rejection(object.toByteArray()).message(), e);
        }
    }
}
