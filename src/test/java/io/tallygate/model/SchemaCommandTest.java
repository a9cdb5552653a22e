package io.tallygate.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.model.workflowevent.WorkflowTriggeredV1_0;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    private int run(String... arguments) {
        return new SchemaCommand(
                        new PrintStream(out, false, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(List.of(arguments));
    }

    @Test
    void type_withoutOptions_printsTheSchemaForValidation() {
        assertThat(run("workflow.triggered")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo(WorkflowTriggeredV1_0.MODEL.jsonSchema(SchemaForm.VALIDATION));
        assertThat(err.size()).isZero();
    }

    @Test
    void allOptions_savesThatForm() throws IOException {
        Path file = folder.resolve("schema.json");
        assertThat(run("workflow.triggered", "--version", "1.0", "--form", "serialization", "-o", file.toString()))
                .isZero();
        assertThat(Files.readString(file)).isEqualTo(WorkflowTriggeredV1_0.MODEL.jsonSchema(SchemaForm.SERIALIZATION));
        assertThat(out.size()).isZero();
    }

    @Test
    void typeOfAPattern_printsThePatternsSchema() {
        assertThat(run("orchestrator.routing.started")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("Operation started");
    }

    @Test
    void furtherSchemas_areKnownToo() {
        assertThat(run("odd.event", "--form", "serialization", "--schemas", "src/test/resources/generator/schemas"))
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"colour\"");
    }

    @Test
    void unknown_isToldWithWhatIsKnown() {
        assertThat(run("workflow.triggerd")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("workflow.triggerd", "workflow.triggered", "Usage");
        assertThat(run("workflow.triggered", "--version", "9")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("\"9\"", "known: 1.0");
    }

    @Test
    void wrongUsage_isToldAndWritesNothing() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("workflow.triggered", "--form", "other")).isEqualTo(2);
        assertThat(run("workflow.triggered", "--form")).isEqualTo(2);
        assertThat(run("workflow.triggered", "--colour")).isEqualTo(2);
        assertThat(run("workflow.triggered", "workflow.failed")).isEqualTo(2);
        assertThat(run("workflow.triggered", "-o", folder.toString())).isEqualTo(2);
        assertThat(run("workflow.triggered", "--schemas", folder.resolve("none").toString()))
                .isEqualTo(2);
        assertThat(out.size()).isZero();
    }

    @Test
    void help_isPrinted() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("--form");
    }
}
