package io.tallygate.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Versions and upcasters that a directory adds: how an older event reads as a newer one. */
class UpcastersTest {
    private static final String TYPE = "workflow.step.completed";
    private static final String FIRST = "{\"operations\": [{\"op\": \"move\", \"from\": \"/data/durationMs\","
            + " \"path\": \"/data/duration\"}, {\"op\": \"default\", \"path\": \"/data/attempt\", \"value\": 1}]}";
    private static final String SECOND = "{\"operations\": ["
            + "{\"op\": \"add\", \"path\": \"/data/took\", \"value\": {}},"
            + "{\"op\": \"move\", \"from\": \"/data/duration\", \"path\": \"/data/took/ms\"},"
            + "{\"op\": \"move\", \"from\": \"/data/result\", \"path\": \"/data/outcome\", \"optional\": true}]}";

    @TempDir
    private Path directory = Path.of("");

    @Test
    void readAs_overTwoVersions_appliesTheChain() throws IOException {
        SchemaCatalog catalog = threeVersions();
        ObjectNode event = Events.example(TYPE);

        JsonNode read = catalog.readAs(TYPE, "1.0.0", "2.0.0", bytes(event)).orElseThrow();

        assertThat(read.path("version").asText()).isEqualTo("2.0.0");
        assertThat(read.at("/data/took/ms")).isEqualTo(event.at("/data/durationMs"));
        assertThat(read.at("/data/outcome")).isEqualTo(event.at("/data/result"));
        assertThat(read.at("/data/attempt").asInt()).isEqualTo(1);
        assertThat(read.at("/data").has("result")).isFalse();
        assertThat(catalog.readableAs(TYPE, "1.0.0")).containsExactly("1.1.0", "2.0.0");
        // what is optional may be absent, what is there is no default's to change
        event.withObject("/data").put("attempt", 3).remove("result");
        JsonNode other = catalog.readAs(TYPE, "1.0.0", "2.0.0", bytes(event)).orElseThrow();
        assertThat(other.at("/data/attempt").asInt()).isEqualTo(3);
        assertThat(other.at("/data").has("outcome")).isFalse();
    }

    @Test
    void readAs_withoutAWay_isEmpty() throws IOException {
        SchemaCatalog catalog = threeVersions();
        byte[] event = bytes(Events.example(TYPE));

        assertThat(catalog.readAs(TYPE, "2.0.0", "1.0.0", event)).isEmpty();
        assertThat(catalog.readAs(TYPE, "1.0.0", "3.0.0", event)).isEmpty();
        assertThat(catalog.readAs("unknown", "1.0.0", "2.0.0", event)).isEmpty();
        assertThat(catalog.readAs(TYPE, "1.0.0", "1.0.0", event)).isPresent();
    }

    @Test
    void readAs_eventThatDoesNotFitTheNewerVersion_isTold() throws IOException {
        SchemaCatalog catalog = threeVersions();
        ObjectNode event = Events.example(TYPE);
        event.withObject("/data").put("attempt", "first");

        assertThatExceptionOfType(UpcastException.class)
                .isThrownBy(() -> catalog.readAs(TYPE, "1.0.0", "1.1.0", bytes(event)))
                .withMessageContaining("not valid under version 1.1.0: at /data/attempt: string found");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1.0.0-to-1.1.0 | `{}` | required property 'operations'",
                "1.0.0-to-1.1.0 | `{\"operations\": [{\"op\": \"test\", \"path\": \"/a\"}]}` | at /operations/0/op",
                "1.0.0-to-1.1.0 | `{\"operations\": [{\"op\": \"move\", \"path\": \"/a\"}]}` | required property 'from'",
                "1.0.0-to-1.1.0 | `{\"operations\": [{\"op\": \"add\", \"path\": \"/a\"}]}` | required property 'value'",
                "1.0.0-to-1.1.0 | `{\"operations\": [{\"op\": \"remove\", \"path\": \"/gone\"}]}` | operation 0 (remove at /gone) cannot be done",
                "1.0.0-to-1.1.0 | `{\"operations\": []}` | the example of version 1.0.0 at /examples/0 cannot be read as version 1.1.0: what comes of it is not valid",
                "1.0.0-to-1.2.0 | `{\"operations\": []}` | there is no version \"1.2.0\"",
                "1.1.0-to-1.0.0 | `{\"operations\": []}` | from an older version to a newer one",
            })
    void upcaster_thatCannotBeUsed_isNamed(String name, String text, String says) throws IOException {
        version("1.1.0", UpcastersTest::first);
        write(name, text);
        assertThatExceptionOfType(SchemaLoadException.class)
                .isThrownBy(this::load)
                .withMessageStartingWith(directory.resolve("coder/" + TYPE + "/" + name + ".json") + ": ")
                .withMessageContaining(says);
    }

    @Test
    void copies_ofCopies_haveAnEnd() throws IOException {
        version("1.1.0", schema -> {});
        StringBuilder operations = new StringBuilder("{\"op\": \"add\", \"path\": \"/x\", \"value\": {}}");
        for (int i = 0; i < 90; i++) {
            operations
                    .append(", {\"op\": \"copy\", \"from\": \"/data\", \"path\": \"/data/c")
                    .append(i)
                    .append("\"}");
        }
        write("1.0.0-to-1.1.0", "{\"operations\": [" + operations + "]}");
        assertThatExceptionOfType(SchemaLoadException.class)
                .isThrownBy(this::load)
                .withMessageContaining("makes the event too large");
    }

    private SchemaCatalog threeVersions() throws IOException {
        version("1.1.0", UpcastersTest::first);
        version("2.0.0", schema -> {
            ObjectNode data = schema.withObject("/properties/data");
            data.putArray("required").add("workflowId").add("took").add("attempt");
            data.withObject("/properties")
                    .putObject("took")
                    .putArray("required")
                    .add("ms");
        });
        write("1.0.0-to-1.1.0", FIRST);
        write("1.1.0-to-2.0.0", SECOND);
        return load();
    }

    private static void first(ObjectNode schema) {
        ObjectNode data = schema.withObject("/properties/data");
        data.putArray("required").add("workflowId").add("duration").add("attempt");
        data.withObject("/properties").putObject("attempt").put("type", "integer");
    }

    private void version(String version, Consumer<ObjectNode> change) throws IOException {
        ObjectNode schema =
                (ObjectNode) Events.BUILT_IN.find(TYPE, "1.0.0").orElseThrow().document();
        schema.remove("$id");
        schema.remove("examples");
        schema.withObject("/properties/version").put("const", version);
        change.accept(schema);
        write(version, schema.toString());
    }

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve("coder/" + TYPE + "/" + name + ".json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private SchemaCatalog load() {
        return SchemaCatalog.load(Optional.of(directory));
    }

    private static byte[] bytes(JsonNode event) {
        return event.toString().getBytes(StandardCharsets.UTF_8);
    }
}
