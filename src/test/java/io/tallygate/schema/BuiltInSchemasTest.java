package io.tallygate.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import io.tallygate.event.Content;
import io.tallygate.event.WorkflowEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class BuiltInSchemasTest {
    private static final SchemaCatalog CATALOG = SchemaCatalog.load(Optional.empty());

    static List<EventSchema> schemas() {
        return CATALOG.schemas();
    }

    @Test
    void index_listsExactlyTheFilesOfTheFolder() throws IOException {
        Path folder = Path.of("src/main/resources/schemas");
        try (Stream<Path> files = Files.walk(folder)) {
            List<String> inFolder = files.filter(file -> folder.relativize(file).getNameCount() > 1)
                    .filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
            assertThat(Files.readAllLines(folder.resolve("index.txt"))).isEqualTo(inFolder);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "coder | workflow.job.trigger workflow.opportunity.analysis.completed workflow.opportunity.analysis.failed"
                        + " workflow.opportunity.analysis.started workflow.step.completed",
                "workflow-event | workflow.completed workflow.failed workflow.triggered",
                "workflow-log | artifact_create step_complete step_start workflow_complete workflow_start",
                "activity | activity.logged",
                "cloudevents | cloudevent",
                "openlineage | openlineage.run",
                "tallygate | tallygate.configuration.viewed tallygate.job.triggered tallygate.key.created"
                        + " tallygate.key.revoked tallygate.key.rotated tallygate.original.read"
                        + " tallygate.projection.rebuilt tallygate.quarantine.resubmitted",
                "onex | {node_type}.metric.recorded {node_type}.state.changed {node_type}.{operation}.completed"
                        + " {node_type}.{operation}.failed {node_type}.{operation}.started",
            })
    void types_areThoseOfTheDialect(String dialect, String types) {
        assertThat(CATALOG.types().stream()
                        .filter(type -> CATALOG.dialectOf(type)
                                .filter(owner -> owner.name().equals(dialect))
                                .isPresent()))
                .containsExactly(types.split(" "));
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void everySchema_isDocumented(EventSchema schema) {
        assertThat(List.of(schema.title(), schema.description(), schema.triggeredWhen(), schema.publisher()))
                .doesNotContain("");
        assertThat(schema.consumers()).isNotEmpty().doesNotContain("");
        assertThat(schema.document().path("$id").asText()).isEqualTo("https://tallygate.io" + schema.path());
        assertThat(schema.document().path("examples")).hasSizeGreaterThanOrEqualTo(2);
        assertThat(schema.document().findValues("additionalProperties"))
                .doesNotContain(BooleanNode.FALSE)
                .allSatisfy(names -> assertThat(names.path("type").asText()).isEqualTo("string"));
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void everyExample_isValid(EventSchema schema) {
        EventValidator validator = new EventValidator(CATALOG, ValidationLimits.DEFAULTS);
        for (JsonNode example : schema.document().path("examples")) {
            Content content = Content.of(example.toString().getBytes(StandardCharsets.UTF_8));
            Verdict.Valid valid = Events.valid(validator.check(content, Optional.empty()));
            assertThat(CATALOG.nameOf(valid.event().type())).contains(schema.type());
            assertThat(valid.event().dialect()).isEqualTo(schema.dialect());
            assertThat(valid.event().version()).isEqualTo(schema.version());
            assertThat(valid.event().tenant().toString())
                    .isEqualTo(example.path("tenantId").asText(WorkflowEvent.NIL_TENANT.toString()));
            assertThat(valid.job())
                    .isEqualTo(Optional.of(example.at("/data/job").asText())
                            .filter(job -> schema.type().equals("workflow.job.trigger")));
            assertThat(validator.check(content, Optional.of(valid.routingKey())))
                    .isInstanceOf(Verdict.Valid.class);
        }
    }
}
