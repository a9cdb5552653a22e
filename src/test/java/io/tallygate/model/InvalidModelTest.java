package io.tallygate.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallygate.event.Content;
import io.tallygate.model.coder.WorkflowStepCompletedV1_0_0;
import io.tallygate.model.workflowevent.WorkflowFailedV1_0;
import io.tallygate.model.workflowevent.WorkflowTriggeredV1_0;
import io.tallygate.schema.EventValidator;
import io.tallygate.schema.ValidationLimits;
import io.tallygate.schema.Verdict;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the gateway refuses cannot be a model, and the faults are those that the gateway would tell. */
class InvalidModelTest {
    private static final EventValidator GATEWAY = new EventValidator(Engine.CATALOG, ValidationLimits.DEFAULTS);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static List<Named<Cases.Case>> invalid() {
        return Cases.all().stream()
                .filter(named -> !named.getPayload().isValid())
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("invalid")
    void everyBrokenCase_isRefusedAsByTheGateway(Cases.Case broken) throws IOException {
        List<Fault> told = ((Verdict.Invalid) GATEWAY.check(Content.of(broken.input()), Optional.empty()))
                .rejection().violations().stream().map(Fault::of).toList();
        assertThat(told).singleElement().satisfies(fault -> {
            assertThat(fault.pointer()).isEqualTo(broken.row().path("pointer").asText());
            assertThat(fault.kind()).isEqualTo(broken.row().path("keyword").asText());
        });
        assertThat(faults(() -> broken.model().fromJson(broken.input()))).isEqualTo(told);
        Map<String, Object> map = MAPPER.readValue(broken.input(), new TypeReference<>() {});
        assertThat(faults(() -> broken.model().fromMap(map))).isEqualTo(told);
    }

    private static List<Fault> faults(ThrowingCallable made) {
        InvalidEventException refused = catchThrowableOfType(InvalidEventException.class, made);
        assertThat(refused).as("made, although it is invalid").isNotNull();
        return refused.faults();
    }

    @Test
    void build_nothingSet_tellsEveryRequiredProperty() {
        List<Fault> faults = faults(() -> WorkflowTriggeredV1_0.builder().build());
        assertThat(faults).extracting(Fault::kind).containsOnly("required");
        assertThat(faults)
                .extracting(Fault::message)
                .anyMatch(message -> message.contains("source"))
                .anyMatch(message -> message.contains("workflow_id"))
                .anyMatch(message -> message.contains("metadata"));
    }

    @Test
    void build_faultsAtSeveralDepths_tellsAllWithTheirPlaces() {
        List<Fault> faults = faults(() -> WorkflowStepCompletedV1_0_0.builder()
                .id("no uuid")
                .timestamp("yesterday")
                .tenantId("a3c1f6de-5b0e-4d6f-9a52-0c8f6d2f1b77")
                .data(data -> data.workflowId("7d3f0a5e-2c1b-4f8e-8a66-3b9d5f10c2e4")
                        .step("")
                        .with("status", "finished")
                        .durationMs(-1))
                .build());
        assertThat(faults)
                .extracting(fault -> fault.location() + " " + fault.kind())
                .containsExactlyInAnyOrder(
                        "[id] format",
                        "[timestamp] format",
                        "[data, step] minLength",
                        "[data, status] enum",
                        "[data, durationMs] minimum");
        assertThat(faults)
                .extracting(Fault::message)
                .allSatisfy(message -> assertThat(message).isNotBlank());
    }

    @Test
    void constructor_invalidComponents_isRefused() {
        WorkflowStepCompletedV1_0_0.Data data = new WorkflowStepCompletedV1_0_0.Data(
                new Uuid("7d3f0a5e-2c1b-4f8e-8a66-3b9d5f10c2e4"),
                "scoring",
                WorkflowStepCompletedV1_0_0.Status.SUCCEEDED,
                BigDecimal.ONE.negate(),
                Optional.empty(),
                Map.of());
        assertThat(faults(() -> new WorkflowStepCompletedV1_0_0(
                        new Uuid("3f2a1c9e-5d47-4b1a-9c37-1f0e8a6b2d10"),
                        new DateTime("2025-11-20T09:15:42Z"),
                        new Uuid("a3c1f6de-5b0e-4d6f-9a52-0c8f6d2f1b77"),
                        data,
                        Map.of())))
                .extracting(Fault::pointer, Fault::kind)
                .containsExactly(tuple("/data/durationMs", "minimum"));
    }

    @Test
    void constructor_componentAmongTheOthers_isRefused() {
        assertThatThrownBy(() -> new WorkflowStepCompletedV1_0_0.Data(
                        new Uuid("7d3f0a5e-2c1b-4f8e-8a66-3b9d5f10c2e4"),
                        "scoring",
                        WorkflowStepCompletedV1_0_0.Status.SUCCEEDED,
                        BigDecimal.ONE,
                        Optional.empty(),
                        Map.of("result", Map.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("result");
    }

    @Test
    void fromJson_validEventOfAnotherType_isRefused() {
        String failed = Cases.examples(WorkflowFailedV1_0.MODEL).get(0).toString();
        assertThatExceptionOfType(InvalidEventException.class)
                .isThrownBy(() -> WorkflowTriggeredV1_0.fromJson(failed))
                .satisfies(
                        refused -> assertThat(refused.faults())
                                .containsExactly(
                                        new Fault(
                                                "/event_type",
                                                "type",
                                                "is workflow.failed 1.0 of workflow-event, not workflow.triggered 1.0 of workflow-event")));
    }

    @Test
    void fromJson_notJson_tellsTheGatewaysFault() {
        assertThat(faults(() -> WorkflowTriggeredV1_0.fromJson("{\"a\": 1, \"a\": 2}")))
                .extracting(Fault::kind)
                .containsExactly("duplicateProperty");
    }

    @Test
    void fromJson_numberThatNoDecimalKeeps_isRefused() {
        String example = Cases.examples(WorkflowTriggeredV1_0.MODEL).get(0).toString();
        String tiny = example.replace("\"data\":{", "\"data\":{\"n\":1e-99999999999,");
        assertThat(faults(() -> WorkflowTriggeredV1_0.fromJson(tiny)))
                .extracting(Fault::kind)
                .containsExactly("number");
    }

    @Test
    void build_textThatUtf8CannotSay_isRefused() {
        assertThat(faults(() ->
                        WorkflowTriggeredV1_0.builder().workflowId("\ud800").build()))
                .extracting(Fault::kind)
                .containsExactly("encoding");
    }

    @Test
    void fromMap_mapWithinItself_isRefused() {
        Map<String, Object> endless = new HashMap<>();
        endless.put("self", endless);
        assertThatThrownBy(() -> WorkflowTriggeredV1_0.fromMap(endless)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void with_noJsonValue_isRefused() {
        WorkflowTriggeredV1_0.Builder builder = WorkflowTriggeredV1_0.builder();
        assertThatThrownBy(() -> builder.with("x", Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.with("x", new Object())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.with("x", Map.of(1, 2))).isInstanceOf(IllegalArgumentException.class);
    }
}
