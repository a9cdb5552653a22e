package io.tallygate.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.schema.EventSchema;
import io.tallygate.schema.SchemaCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The build's guard of the project's own schemas, and that it does guard. */
class SchemaHistoryTest {
    /** Each version as it was when it was published. */
    private static final Path PUBLISHED = Path.of("src", "test", "resources", "published");

    private static final String TYPE = "workflow.step.completed";

    @TempDir
    private Path directory = Path.of("");

    @Test
    void ownSchemas_keepThePromiseOfTheirDialect() {
        assertThat(new SchemaHistory(Schemas.BUILT_IN).brokenPromises()).isEmpty();
    }

    @Test
    void ownSchemas_acceptWhatTheyAcceptedWhenTheyWerePublished() throws IOException {
        SchemaHistory history = new SchemaHistory(Schemas.BUILT_IN);
        if (Boolean.getBoolean("tallygate.test.publish")) {
            history.publish(PUBLISHED);
        }
        assertThat(history.changesInPlace(PUBLISHED)).isEmpty();
    }

    @Test
    void newVersion_thatReadersOfTheOldEventsCannotUse_isTold() throws IOException {
        write("coder/" + TYPE + "/1.1.0.json", changed(schema -> {
            schema.withObject("/properties/version").put("const", "1.1.0");
            schema.withObject("/properties/data").withArray("required").add("result");
            schema.remove("examples");
        }));

        assertThat(new SchemaHistory(SchemaCatalog.load(Optional.of(directory))).brokenPromises())
                .singleElement()
                .asString()
                .contains(
                        "/schemas/coder/" + TYPE
                                + "/1.1.0.json breaks the compatibility (backward) of the dialect coder"
                                + " with version 1.0.0: it is not backward compatible: at /properties/data/required",
                        "version 1.0.0 accepts the counter-example, version 1.1.0 refuses it: /data: required property"
                                + " 'result' not found",
                        "counter-example: {");
    }

    @Test
    void newVersion_thatOnlyAdds_isFine() throws IOException {
        write("coder/" + TYPE + "/1.1.0.json", changed(schema -> {
            schema.withObject("/properties/version").put("const", "1.1.0");
            schema.withObject("/properties/data/properties")
                    .putObject("attempt")
                    .put("description", "Which try it was.");
            schema.remove("examples");
        }));

        assertThat(new SchemaHistory(SchemaCatalog.load(Optional.of(directory))).brokenPromises())
                .isEmpty();
    }

    @Test
    void publishedVersion_thatWasEdited_isTold() throws IOException {
        new SchemaHistory(Schemas.BUILT_IN).publish(directory);
        write(
                "coder/" + TYPE + "/1.0.0.json",
                changed(schema -> schema.withObject("/properties/data/properties/step")
                        .put("minLength", 0)
                        .put("description", "Other words do not matter.")));

        assertThat(new SchemaHistory(Schemas.BUILT_IN).changesInPlace(directory))
                .singleElement()
                .asString()
                .startsWith(
                        "/schemas/coder/" + TYPE + "/1.0.0.json is published and must not change what it accepts, add a"
                                + " version instead: it is not backward compatible: at /properties/data/properties/step/minLength,")
                .contains("\"step\":\"\"");
    }

    @Test
    void publishedVersion_thatIsGoneOrHasNoCopy_isTold() throws IOException {
        new SchemaHistory(Schemas.BUILT_IN).publish(directory);
        Path copy = directory.resolve("coder/" + TYPE + "/1.0.0.json");
        Files.move(copy, copy.resolveSibling("0.9.0.json"));

        assertThat(new SchemaHistory(Schemas.BUILT_IN).changesInPlace(directory))
                .anySatisfy(told -> assertThat(told).contains("1.0.0.json is not guarded: publish it by a copy"))
                .anySatisfy(told -> assertThat(told).contains("0.9.0.json was published and is gone"));
    }

    private static String changed(Consumer<ObjectNode> change) {
        EventSchema schema = Schemas.BUILT_IN.find(TYPE, "1.0.0").orElseThrow();
        ObjectNode document = (ObjectNode) schema.document();
        document.remove("$id");
        change.accept(document);
        return document.toString();
    }

    private void write(String path, String text) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
