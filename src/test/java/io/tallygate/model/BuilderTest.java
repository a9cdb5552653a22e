package io.tallygate.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.model.activity.ActivityLoggedV1_0;
import io.tallygate.model.coder.WorkflowJobTriggerV1_0_0;
import io.tallygate.model.onex.NodeTypeOperationStartedV1_0;
import io.tallygate.model.workflowevent.WorkflowTriggeredV1_0;
import io.tallygate.model.workflowlog.StepCompleteV1_0_0;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** An event of each dialect, made as a producer would make it. */
class BuilderTest {
    private static final UUID AN_ID = UUID.fromString("7d3f0a5e-2c1b-4f8e-8a66-3b9d5f10c2e4");

    private static WorkflowTriggeredV1_0.Builder triggered() {
        return WorkflowTriggeredV1_0.builder()
                .source(WorkflowTriggeredV1_0.Source.AIRFLOW)
                .workflowId("sales_etl")
                .workflowRunId("run_1")
                .payload(payload -> payload.data(Map.of("full_refresh", false)))
                .metadata(metadata -> metadata.environment(WorkflowTriggeredV1_0.Environment.PROD));
    }

    @Test
    void workflowEvent_defaultsNotSet_areFilled() {
        Instant before = Instant.now();
        WorkflowTriggeredV1_0 event = triggered().build();
        assertThat(event.eventId().orElseThrow().value().version()).isEqualTo(4);
        assertThat(event.timestamp().orElseThrow().instant()).isBetween(before.minusMillis(1), Instant.now());
        Optional<String> version = event.metadata().version();
        assertThat(version).contains("1.0");
        assertThat(event.eventType()).isEqualTo("workflow.triggered");
        assertThat(event.metadata().environment().value()).isEqualTo("prod");
    }

    @Test
    void workflowEvent_defaultsSet_stayAsSet() {
        WorkflowTriggeredV1_0 event = triggered()
                .eventId(AN_ID)
                .timestamp(OffsetDateTime.parse("2025-01-27T11:00:00+01:00"))
                .build();
        assertThat(event.eventId()).contains(Uuid.of(AN_ID));
        assertThat(event.timestamp()).contains(new DateTime("2025-01-27T11:00:00+01:00"));
        assertThat(event.withDefaults()).isEqualTo(event);
    }

    @Test
    void withDefaults_eventThatStatesNone_addsThem() {
        WorkflowTriggeredV1_0 bare = WorkflowTriggeredV1_0.fromJson("""
                {"event_type": "workflow.triggered", "source": "fastapi", "workflow_id": "w", "workflow_run_id": "r",
                 "payload": {"data": {}}, "metadata": {"environment": "dev"}}""");
        assertThat(bare.eventId()).isEmpty();
        assertThat(bare.metadata().version()).isEmpty();
        WorkflowTriggeredV1_0 complete = bare.withDefaults();
        assertThat(complete.eventId()).isPresent();
        assertThat(complete.timestamp()).isPresent();
        assertThat(complete.metadata().version()).contains("1.0");
    }

    @Test
    void workflowLog_listOfObjects_isFilledOneByOne() {
        StepCompleteV1_0_0 event = StepCompleteV1_0_0.builder()
                .workflowId("workflow-71-20251202T100000Z")
                .timestamp(Instant.parse("2025-12-02T10:05:00Z"))
                .step(step -> step.name("load")
                        .phase("load")
                        .target("hd")
                        .status("success")
                        .durationMs(1500))
                .artifacts(List.of())
                .addArtifacts(artifact -> artifact.type("report").path("/a.html"))
                .addArtifacts(artifact -> artifact.type("dataset")
                        .path("/b")
                        .dataset("ipeds")
                        .table("hd")
                        .version("1")
                        .rowCount(3))
                .build();
        assertThat(event.artifacts())
                .extracting(StepCompleteV1_0_0.Artifact::type)
                .containsExactly("report", "dataset");
        assertThat(event.artifacts().get(0).dataset()).isEmpty();
        assertThat(event.artifacts().get(1).rowCount().orElseThrow().longValueExact())
                .isEqualTo(3);
    }

    @Test
    void onex_typeOfAPattern_isMadeOfItsPlaceholders() {
        NodeTypeOperationStartedV1_0 event = NodeTypeOperationStartedV1_0.builder()
                .eventId(AN_ID)
                .eventTypeOf("orchestrator", "routing")
                .eventTimestamp(Instant.parse("2025-10-27T12:00:00Z"))
                .sourceNodeId("orchestrator-01")
                .sourceService("omninode-bridge")
                .sourceVersion("1.0.0")
                .correlationId(Optional.empty())
                .environment("development")
                .payload(payload -> payload.operation("routing")
                        .nodeId("orchestrator-01")
                        .startedAt("2025-10-27T12:00:00Z")
                        .inputSummary(Map.of("symbol", "str")))
                .metadata(metadata -> metadata.nodeType("orchestrator")
                        .serviceName("orchestrator")
                        .operation("routing"))
                .build();
        assertThat(event.eventType()).isEqualTo("orchestrator.routing.started");
        assertThat(event.metadata().lifecycleStage()).isEqualTo("started");
        assertThat(event.payload().inputSummary()).containsEntry("symbol", "str");
        assertThat(event.toMap()).containsEntry("correlation_id", null);
    }

    @Test
    void activity_numbersAndTexts_areTyped() {
        ActivityLoggedV1_0 event = ActivityLoggedV1_0.builder()
                .sourceSystem("zephyr")
                .stage("source")
                .status("Success")
                .loggedAt("2025-12-05T18:00:00Z")
                .duration(45.2)
                .capabilities(List.of("authVerified"))
                .entityName(Optional.empty())
                .build();
        assertThat(event.toJson())
                .contains("\"duration\":45.2", "\"entity_name\":null")
                .doesNotContain("row_count");
        assertThat(event.capabilities()).contains(List.of("authVerified"));
    }

    @Test
    void model_isNotChangedByWhatItWasMadeOf() {
        Map<String, Object> metadata = new HashMap<>(Map.of("list", new ArrayList<>(List.of(1))));
        WorkflowJobTriggerV1_0_0 event = WorkflowJobTriggerV1_0_0.builder()
                .id(AN_ID)
                .tenantId(AN_ID)
                .timestamp("2025-11-20T02:00:00Z")
                .data(data -> data.job("j").metadata(metadata).triggeredBy("t").timestamp("2025-11-20T02:00:00Z"))
                .build();
        String before = event.toJson();
        metadata.clear();
        assertThat(event.toJson()).isEqualTo(before);
        assertThatThrownBy(() -> event.data().metadata().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> event.toMap().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void toBuilder_nestedObject_changesOnlyWhatIsSet() {
        WorkflowTriggeredV1_0 event = triggered().with("extra", List.of(1)).build();
        WorkflowTriggeredV1_0 changed = event.toBuilder()
                .metadata(metadata -> metadata.environment(WorkflowTriggeredV1_0.Environment.DEV))
                .build();
        assertThat(changed.metadata().version()).isEqualTo(event.metadata().version());
        assertThat(changed.eventId()).isEqualTo(event.eventId());
        assertThat(changed.others()).isEqualTo(event.others()).containsKey("extra");
        assertThat(changed.metadata().environment()).isEqualTo(WorkflowTriggeredV1_0.Environment.DEV);
    }
}
