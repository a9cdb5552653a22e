package io.tallygate.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.event.Claim;
import io.tallygate.event.Rejection;
import io.tallygate.event.RejectionReason;
import io.tallygate.event.Violation;
import io.tallygate.event.WorkflowEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventValidatorTest {
    private static final String STARTED = "workflow.opportunity.analysis.started";

    @Test
    void validEvent_isReadByItsDialect() {
        ObjectNode event = Events.started();
        Verdict.Valid valid = Events.valid(Events.check(event.toString()));

        WorkflowEvent read = valid.event();
        assertThat(read.dialect()).isEqualTo("coder");
        assertThat(read.id()).isEqualTo(event.path("id").asText());
        assertThat(read.type()).isEqualTo(STARTED);
        assertThat(read.version()).isEqualTo("1.0.0");
        assertThat(read.source()).isEqualTo("workflow-orchestrator");
        assertThat(read.tenant())
                .isEqualTo(UUID.fromString(event.path("tenantId").asText()));
        assertThat(read.time()).isEqualTo(Instant.parse("2025-11-20T09:15:00Z"));
        assertThat(read.workflowId()).contains(event.at("/data/workflowId").asText());
        assertThat(read.correlationId()).isEqualTo(read.workflowId());
        assertThat(read.content()).isEqualTo(Events.content(event.toString()));
        assertThat(valid.job()).isEmpty();
    }

    @Test
    void correlation_isTheFirstThatTheEventStates() {
        ObjectNode event = Events.started();
        event.withObject("/data").put("correlationId", "inner");
        assertThat(Events.valid(Events.check(event.toString())).event().correlationId())
                .contains("inner");
        event.put("correlationId", "outer");
        assertThat(Events.valid(Events.check(event.toString())).event().correlationId())
                .contains("outer");
    }

    @Test
    void time_isReadWithItsOffset() {
        ObjectNode event = Events.started().put("timestamp", "2025-11-20T01:15:00.25-08:00");
        assertThat(Events.valid(Events.check(event.toString())).event().time())
                .isEqualTo(Instant.parse("2025-11-20T09:15:00.25Z"));
    }

    @Test
    void jobTrigger_namesItsJob() {
        assertThat(Events.valid(Events.check(
                                Events.example("workflow.job.trigger").toString()))
                        .job())
                .contains("risk-snapshot-backfill");
    }

    @Test
    void routingKey_mustBeThatOfTheDialect() {
        String event = Events.started().toString();
        Events.valid(Events.validator().check(Events.content(event), Optional.of(STARTED)));

        Verdict.Invalid invalid =
                Events.invalid(Events.validator().check(Events.content(event), Optional.of("workflow.step.completed")));
        assertThat(invalid.rejection().reason()).isEqualTo(RejectionReason.ROUTING_MISMATCH);
        assertThat(invalid.rejection().message())
                .contains("workflow.step.completed")
                .contains(STARTED);
        assertThat(invalid.claim().id()).contains(Events.started().path("id").asText());
    }

    @Test
    void schemaViolation_comesBeforeRoutingMismatch() {
        String event = Events.started().put("id", "x").toString();
        assertThat(Events.invalid(Events.validator().check(Events.content(event), Optional.of("elsewhere")))
                        .rejection()
                        .reason())
                .isEqualTo(RejectionReason.SCHEMA_VIOLATION);
    }

    @Test
    void violations_areAllToldWithTheirPlaces() {
        ObjectNode event = Events.started().put("id", "x").put("source", "me");
        event.remove("tenantId");
        event.withObject("/data").put("workflowId", "y");
        Verdict.Invalid invalid = Events.invalid(Events.check(event.toString()));

        String schema = "/schemas/coder/" + STARTED + "/1.0.0.json#";
        assertThat(invalid.rejection().violations())
                .extracting(Violation::pointer, Violation::keyword, Violation::schemaLocation)
                .containsExactlyInAnyOrder(
                        tuple("", "required", schema + "/required"),
                        tuple("/id", "format", schema + "/properties/id/format"),
                        tuple("/source", "const", schema + "/properties/source/const"),
                        tuple("/data/workflowId", "format", schema + "/properties/data/properties/workflowId/format"));
        assertThat(invalid.rejection().message()).endsWith("(and 3 more)");
    }

    @Test
    void claim_isWhatTheEventSaysOfItself() {
        ObjectNode event = Events.started();
        event.remove("data");
        assertThat(Events.invalid(Events.check(event.toString())).claim())
                .isEqualTo(new Claim(
                        Optional.of("coder"),
                        Optional.of(UUID.fromString(event.path("tenantId").asText())),
                        Optional.of(event.path("id").asText()),
                        Optional.of(STARTED),
                        Optional.of("1.0.0"),
                        Optional.of("workflow-orchestrator"),
                        Optional.empty()));
    }

    @Test
    void claim_canAlwaysBeStored() {
        ObjectNode event =
                Events.started().put("id", "a\0\ud83d\ude00" + "b".repeat(1000)).put("tenantId", "nobody");
        event.withObject("/data").put("workflowId", "\n");
        Claim claim = Events.invalid(Events.check(event.toString())).claim();
        assertThat(claim.tenant()).isEmpty();
        assertThat(claim.id())
                .hasValueSatisfying(id -> assertThat(id)
                        .startsWith("a\\u0000\ud83d\ude00bbb")
                        .doesNotContain("\0")
                        .hasSizeLessThanOrEqualTo(512));
        assertThat(claim.workflowId()).contains("\\u000a");
    }

    @ParameterizedTest
    @CsvSource({
        "workflow.step.complete, near: workflow.step.completed",
        "workflow.step.competed, near: workflow.step.completed",
        "workflow.opportunity.analysis.complete, near: workflow.opportunity.analysis.completed",
        "something.else, known types is near it",
    })
    void unknownType_namesNearOnes(String type, String says) {
        Verdict.Invalid invalid =
                Events.invalid(Events.check(Events.started().put("type", type).toString()));
        assertThat(invalid.rejection().reason()).isEqualTo(RejectionReason.UNKNOWN_TYPE);
        assertThat(invalid.rejection().message()).contains("\"" + type + "\"").contains(says);
        assertThat(invalid.rejection().violations())
                .extracting(Violation::pointer)
                .containsExactly("/type");
        assertThat(invalid.claim().type()).contains(type);
        assertThat(invalid.claim().dialect()).isEmpty();
    }

    @Test
    void unknownType_ofTheWholeSizeCostsLittle() {
        Rejection rejection = Events.invalid(Events.check(
                        Events.started().put("type", "t".repeat(200_000)).toString()))
                .rejection();
        assertThat(rejection.message()).hasSizeLessThan(300);
    }

    @Test
    void unknownVersion_listsTheKnownOnes() {
        Rejection rejection = Events.invalid(
                        Events.check(Events.started().put("version", "1.0").toString()))
                .rejection();
        assertThat(rejection.reason()).isEqualTo(RejectionReason.UNKNOWN_VERSION);
        assertThat(rejection.message()).isEqualTo("the version \"1.0\" of " + STARTED + " is not known; known: 1.0.0");
    }

    @ParameterizedTest
    @CsvSource({"correlationId, /correlationId", "workflowId, /data/workflowId"})
    void textThatCannotBeStored_isAViolation(String property, String pointer) {
        // only what the schema leaves open can get here
        ObjectNode event = Events.example("workflow.job.trigger");
        (pointer.startsWith("/data") ? event.withObject("/data") : event).put(property, "a\0b");
        assertStorable(event, pointer);
        (pointer.startsWith("/data") ? event.withObject("/data") : event).put(property, "c".repeat(513));
        assertStorable(event, pointer);
        (pointer.startsWith("/data") ? event.withObject("/data") : event).put(property, "c".repeat(512));
        Events.valid(Events.check(event.toString()));
    }

    private static void assertStorable(ObjectNode event, String pointer) {
        Rejection rejection = Events.invalid(Events.check(event.toString())).rejection();
        assertThat(rejection.reason()).isEqualTo(RejectionReason.SCHEMA_VIOLATION);
        assertThat(rejection.violations()).contains(violation(rejection, pointer));
    }

    private static Violation violation(Rejection rejection, String pointer) {
        return rejection.violations().stream()
                .filter(each -> each.pointer().equals(pointer) && each.keyword().equals("storable"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(rejection));
    }

    @Test
    void unknownProperties_100000ofThem_areAllowed() {
        ObjectNode event = Events.started();
        IntStream.range(0, 100_000).forEach(i -> event.put("unknown" + i, i));
        EventValidator patient = new EventValidator(Events.BUILT_IN, new ValidationLimits(1 << 24, 64, 50));
        Events.valid(patient.check(Events.content(event.toString()), Optional.empty()));
    }

    @Test
    void check_isThreadSafe() throws Exception {
        EventValidator validator = Events.validator();
        String good = Events.started().toString();
        String bad = Events.started().put("id", "x").toString();
        Callable<Boolean> task = () -> {
            for (int i = 0; i < 500; i++) {
                Events.valid(validator.check(Events.content(good), Optional.empty()));
                assertThat(Events.invalid(validator.check(Events.content(bad), Optional.empty()))
                                .rejection()
                                .violations())
                        .hasSize(1);
            }
            return true;
        };
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (Future<Boolean> result : threads.invokeAll(List.of(task, task, task, task))) {
                assertThat(result.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
