package io.tallygate.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.model.coder.WorkflowStepCompletedV1_0_0;
import io.tallygate.model.onex.NodeTypeMetricRecordedV1_0;
import io.tallygate.schema.AcceptedJson;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an event says is the same after it was a model. */
class ModelRoundTripTest {
    /** Spelt as hardly anybody does, but valid. */
    private static final String ODDLY_SPELT = """
            {"id": "3F2A1C9E-5d47-4b1a-9c37-1f0e8a6b2d10", "type": "workflow.step.completed", "version": "1.0.0",
             "timestamp": "2016-12-31t23:59:60.0000000001z", "tenantId": "A3C1F6DE-5B0E-4D6F-9A52-0C8F6D2F1B77",
             "source": "workflow-orchestrator", "correlationId": null, "unknown": [1.50, {"": [null]}],
             "data": {"workflowId": "7d3f0a5e-2c1b-4f8e-8a66-3b9d5f10c2e4", "step": "\\u00e4\\"\\ud83d\\ude00", "status": "skipped",
                      "durationMs": 1.20E+3, "result": {"exact": 12345678901234567890.12345678901234567890, "tiny": 1e-320},
                      "more": -0.10}}""";

    static List<Named<Cases.Case>> valid() {
        return Cases.all().stream()
                .filter(named -> named.getPayload().isValid())
                .toList();
    }

    @Test
    void everySchema_hasAModel() {
        assertThat(EventModels.all().stream().map(ModelType::toString))
                .containsExactlyInAnyOrderElementsOf(Engine.CATALOG.schemas().stream()
                        .map(schema -> schema.type() + " " + schema.version() + " of " + schema.dialect())
                        .collect(Collectors.toSet()));
    }

    @Test
    void everyExample_jsonAndBack_isTheSame() throws IOException {
        for (ModelType<?> model : EventModels.all()) {
            assertThat(Cases.examples(model)).as(model.toString()).isNotEmpty();
            for (JsonNode example : Cases.examples(model)) {
                assertSurvives(model, example.toString().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("valid")
    void everyValidCase_jsonAndBack_isTheSame(Cases.Case valid) throws IOException {
        assertSurvives(valid.model(), valid.input());
    }

    @Test
    void oddlySpeltEvent_jsonAndBack_keepsEverySpelling() throws IOException {
        assertSurvives(WorkflowStepCompletedV1_0_0.MODEL, ODDLY_SPELT.getBytes(StandardCharsets.UTF_8));
        WorkflowStepCompletedV1_0_0 event = WorkflowStepCompletedV1_0_0.fromJson(ODDLY_SPELT);
        assertThat(event.toJson())
                .contains(
                        "3F2A1C9E",
                        "2016-12-31t23:59:60.0000000001z",
                        "1.50",
                        "12345678901234567890.12345678901234567890",
                        "-0.10");
        assertThat(event.data().durationMs()).isEqualByComparingTo("1200");
        assertThat(event.timestamp().instant()).isEqualTo("2017-01-01T00:00:00Z");
        assertThat(event.others()).containsKey("correlationId").containsEntry("correlationId", null);
    }

    /** Absent, null and there are three things, of which the first two are empty for who reads them. */
    @Test
    void optionalThatIsNull_jsonAndBack_isStillNull() {
        String withNull = metric().replace("\"metadata\"", "\"correlation_id\": null, \"metadata\"");
        NodeTypeMetricRecordedV1_0 event = NodeTypeMetricRecordedV1_0.fromJson(withNull);
        assertThat(event.correlationId()).isEmpty();
        assertThat(event.toMap()).containsEntry("correlation_id", null);
        assertThat(event.payload().correlationId()).isEmpty();
        assertThat(event.payload().toMap()).doesNotContainKey("correlation_id");
        NodeTypeMetricRecordedV1_0 explicit = NodeTypeMetricRecordedV1_0.fromJson(
                withNull.replace("\"metric_name\"", "\"correlation_id\": null, \"metric_name\""));
        assertThat(explicit.payload().correlationId()).isEmpty();
        assertThat(explicit.payload().toMap()).containsEntry("correlation_id", null);
        assertThat(explicit).isNotEqualTo(event);
    }

    private static String metric() {
        return """
                {"envelope_version": "1.0", "event_id": "a4e1c2d3-0b1a-4c5d-8e9f-000000000007",
                 "event_type": "reducer.metric.recorded", "event_version": "1.0",
                 "event_timestamp": "2025-10-27T12:00:00Z", "source_node_id": "n", "source_service": "s",
                 "source_version": "1", "environment": "test",
                 "payload": {"metric_name": "m", "value": 1.0, "unit": "u", "node_id": "n"}, "metadata": {}}""";
    }

    @Test
    void numbersOfAMap_whateverTheirClass_areTheSameNumber() {
        WorkflowStepCompletedV1_0_0 event = WorkflowStepCompletedV1_0_0.fromJson(ODDLY_SPELT);
        WorkflowStepCompletedV1_0_0 fromInt =
                event.toBuilder().with("n", 7).with("d", 0.5).build();
        WorkflowStepCompletedV1_0_0 fromDecimal = event.toBuilder()
                .with("n", new BigDecimal("7"))
                .with("d", new BigDecimal("0.5"))
                .build();
        assertThat(fromInt).isEqualTo(fromDecimal).hasSameHashCodeAs(fromDecimal);
    }

    private static <T extends EventModel> void assertSurvives(ModelType<T> model, byte[] json) throws IOException {
        T event = model.fromJson(json);
        assertThat(AcceptedJson.readExactly(event.toJsonBytes())).isEqualTo(AcceptedJson.readExactly(json));
        assertThat(AcceptedJson.readExactly(event.toJson().getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(AcceptedJson.readExactly(json));
        T again = model.fromMap(event.toMap());
        assertThat(again).isEqualTo(event).hasSameHashCodeAs(event);
        assertThat(again.toMap()).isEqualTo(event.toMap());
        assertThat(model.fromJson(event.toJson())).isEqualTo(event);
        assertThat(EventModels.fromJson(json)).isEqualTo(event);
    }
}
