package io.tallygate.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import io.tallygate.model.coder.WorkflowStepCompletedV1_0_0;
import io.tallygate.model.workflowevent.WorkflowTriggeredV1_0;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The two forms of a model's schema. */
class ModelSchemaTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static List<ModelType<?>> models() {
        return EventModels.all();
    }

    private static JsonNode document(ModelType<?> model, SchemaForm form) throws IOException {
        return MAPPER.readTree(model.jsonSchema(form));
    }

    private static Schema compiled(ModelType<?> model, SchemaForm form) throws IOException {
        return SchemaRegistry.withDialect(Dialects.getDraft7(), builder -> builder.schemaCacheEnabled(false))
                .getSchema(document(model, form));
    }

    private static List<String> texts(JsonNode array) {
        return MAPPER.convertValue(array, MAPPER.getTypeFactory().constructCollectionType(List.class, String.class));
    }

    @Test
    void validation_isTheCataloguesSchema() {
        assertThat(WorkflowTriggeredV1_0.MODEL.jsonSchema(SchemaForm.VALIDATION))
                .isEqualTo(Engine.CATALOG
                        .find("workflow.triggered", "1.0")
                        .orElseThrow()
                        .source());
    }

    @Test
    void serialization_requiresWhatHasADefault() throws IOException {
        JsonNode validation = document(WorkflowTriggeredV1_0.MODEL, SchemaForm.VALIDATION);
        JsonNode serialization = document(WorkflowTriggeredV1_0.MODEL, SchemaForm.SERIALIZATION);
        assertThat(texts(validation.at("/required"))).doesNotContain("event_id", "timestamp");
        assertThat(texts(validation.at("/properties/metadata/required"))).doesNotContain("version");
        assertThat(texts(serialization.at("/required")))
                .contains("event_id", "timestamp", "source")
                .doesNotHaveDuplicates();
        assertThat(texts(serialization.at("/properties/metadata/required"))).containsExactly("environment", "version");
        assertThat(serialization.path("$id").asText()).endsWith("1.0.json?form=serialization");
    }

    @Test
    void serialization_dialectWithoutDefaults_requiresTheSame() throws IOException {
        assertThat(document(WorkflowStepCompletedV1_0_0.MODEL, SchemaForm.SERIALIZATION)
                        .at("/required"))
                .isEqualTo(document(WorkflowStepCompletedV1_0_0.MODEL, SchemaForm.VALIDATION)
                        .at("/required"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void bothForms_acceptTheirExamples_andTheOneWithDefaults(ModelType<?> model) throws IOException {
        for (SchemaForm form : SchemaForm.values()) {
            Schema schema = compiled(model, form);
            JsonNode examples = document(model, form).path("examples");
            assertThat(examples).isNotEmpty();
            examples.forEach(example -> assertThat(schema.validate(example)).isEmpty());
            for (JsonNode example : Cases.examples(model)) {
                assertThat(schema.validate(MAPPER.readTree(completed(model, example))))
                        .isEmpty();
            }
        }
    }

    private static <T extends EventModel> String completed(ModelType<T> model, JsonNode example) {
        return model.withDefaults(model.fromJson(example.toString())).toJson();
    }

    @Test
    void eventWithoutDefaults_isOfTheFirstFormOnly() throws IOException {
        JsonNode bare = Cases.examples(WorkflowTriggeredV1_0.MODEL).get(1);
        assertThat(compiled(WorkflowTriggeredV1_0.MODEL, SchemaForm.VALIDATION).validate(bare))
                .isEmpty();
        assertThat(compiled(WorkflowTriggeredV1_0.MODEL, SchemaForm.SERIALIZATION)
                        .validate(bare))
                .hasSize(3)
                .allSatisfy(error -> assertThat(error.getKeyword()).isEqualTo("required"));
    }
}
