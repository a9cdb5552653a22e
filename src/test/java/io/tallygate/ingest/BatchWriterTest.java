package io.tallygate.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tallygate.audit.InMemoryAuditLog;
import io.tallygate.audit.NewEntry;
import io.tallygate.audit.StorageGate;
import io.tallygate.audit.StorageRoom;
import io.tallygate.audit.StorageUnavailableException;
import io.tallygate.event.Arrival;
import io.tallygate.event.Claim;
import io.tallygate.event.Content;
import io.tallygate.event.Door;
import io.tallygate.event.Rejection;
import io.tallygate.event.RejectionReason;
import io.tallygate.event.WorkflowEvent;
import io.tallygate.ingest.IngestOutcome.AlreadyStored;
import io.tallygate.ingest.IngestOutcome.Rejected;
import io.tallygate.ingest.IngestOutcome.Stored;
import io.tallygate.ingest.IngestOutcome.Undetermined;
import io.tallygate.quarantine.QuarantinedEvent;
import io.tallygate.schema.EventCompletion;
import io.tallygate.schema.SchemaCatalog;
import io.tallygate.testkit.Configured;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BatchWriterTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration NONE = Duration.ZERO;

    private final StorageGate gate = new StorageGate();
    private final InMemoryAuditLog auditLog = new InMemoryAuditLog();
    private final List<QuarantinedEvent> quarantine = new ArrayList<>();
    private final IngestConfig config = Configured.by(
            Map.of("tallygate.ingest.min-retry-delay", "1ms", "tallygate.ingest.queue-capacity", "3"),
            IngestConfig.class);
    private final BatchWriter writer = new BatchWriter(
            auditLog,
            events -> {
                quarantine.addAll(events);
                return events.stream().map(QuarantinedEvent::id).toList();
            },
            gate,
            new StorageRoom(),
            new EventCompletion(SchemaCatalog.load(Optional.empty())),
            config,
            new IngestMetrics(new SimpleMeterRegistry(), SchemaCatalog.load(Optional.empty())));

    @BeforeEach
    void start() {
        writer.start(new StartupEvent());
        gate.open();
    }

    @AfterEach
    void stop() throws InterruptedException {
        auditLog.recover();
        writer.stop(new ShutdownEvent());
    }

    @Test
    void submit_storesInOrderAndAnswersEach() throws Exception {
        List<IngestOutcome> outcomes = outcomesOf(accept("a", "1"), accept("b", "1"), accept("a", "1"));

        assertThat(outcomes.get(0)).isInstanceOf(Stored.class);
        assertThat(outcomes.get(1)).isInstanceOf(Stored.class);
        assertThat(outcomes.get(2)).isInstanceOf(AlreadyStored.class);
        assertThat(auditLog.entries()).extracting(entry -> entry.event().id()).containsExactly("a", "b");
    }

    @Test
    void submit_reusedIdGoesToQuarantine() throws Exception {
        outcomesOf(accept("a", "1"));

        Rejected rejected = (Rejected) outcomesOf(accept("a", "2")).get(0);

        assertThat(rejected.rejection().reason()).isEqualTo(RejectionReason.ID_REUSED);
        assertThat(quarantine).extracting(QuarantinedEvent::id).containsExactly(rejected.quarantineId());
    }

    @Test
    void submit_refusedGoesToQuarantine() throws Exception {
        Rejection rejection = Rejection.of(RejectionReason.UNREADABLE, "no JSON");

        IngestOutcome outcome = outcomesOf(
                        new Decision.Hold(arrival("x"), rejection, Claim.nothing(), Optional.empty()))
                .get(0);

        assertThat(((Rejected) outcome).rejection()).isEqualTo(rejection);
        assertThat(auditLog.entries()).isEmpty();
    }

    @Test
    void submit_oneThatIsNotStorableDoesNotStopTheOthers() throws Exception {
        auditLog.refuse("bad");

        List<IngestOutcome> outcomes =
                outcomesOf(accept("a", "1"), accept("b", "1"), accept("bad", "1"), accept("c", "1"));

        assertThat(auditLog.entries()).extracting(entry -> entry.event().id()).containsExactly("a", "b", "c");
        assertThat(((Rejected) outcomes.get(2)).rejection().reason()).isEqualTo(RejectionReason.GATEWAY_FAULT);
        assertThat(outcomes.get(3)).isInstanceOf(Stored.class);
    }

    @Test
    void submit_storageAwayIsUndeterminedForTheImpatient() throws Exception {
        auditLog.failWith(new StorageUnavailableException("away"));

        assertThat(get(writer.submit(List.of(accept("a", "1")), NONE)).get(0)).isInstanceOf(Undetermined.class);
    }

    @Test
    void submit_storageAwayHoldsThePatientInOrder() throws Exception {
        auditLog.failWith(new StorageUnavailableException("away"));
        CompletionStage<List<IngestOutcome>> first = writer.submit(List.of(accept("a", "1")), LONG);
        CompletionStage<List<IngestOutcome>> second = writer.submit(List.of(accept("b", "1")), LONG);
        get(writer.submit(List.of(acceptByHttp("impatient")), NONE));

        auditLog.recover();

        assertThat(get(first).get(0)).isInstanceOf(Stored.class);
        assertThat(get(second).get(0)).isInstanceOf(Stored.class);
        assertThat(auditLog.entries()).extracting(entry -> entry.event().id()).startsWith("a", "b");
    }

    @Test
    void submit_whatTheBrokerSendsAgainIsNotOvertaken() throws Exception {
        auditLog.failWith(new StorageUnavailableException("away"));
        CompletionStage<List<IngestOutcome>> first = writer.submit(List.of(accept("a", "1")), Duration.ofSeconds(1));
        CompletionStage<List<IngestOutcome>> second = writer.submit(List.of(accept("b", "1")), LONG);
        CompletionStage<List<IngestOutcome>> byHttp = writer.submit(List.of(acceptByHttp("c")), LONG);

        assertThat(get(first).get(0)).isInstanceOf(Undetermined.class);
        assertThat(get(second).get(0)).isInstanceOf(Undetermined.class);
        auditLog.recover();

        assertThat(get(byHttp).get(0)).isInstanceOf(Stored.class);
        assertThat(auditLog.entries()).extracting(entry -> entry.event().id()).containsExactly("c");
    }

    @Test
    void submit_moreThanMayWaitIsUndeterminedAtOnce() throws Exception {
        auditLog.failWith(new StorageUnavailableException("away"));
        List<CompletionStage<List<IngestOutcome>>> patient = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            patient.add(writer.submit(List.of(acceptByHttp("p" + i), acceptByHttp("q" + i)), LONG));
        }

        assertThat(patient)
                .anySatisfy(stage -> assertThat(stage.toCompletableFuture())
                        .isCompletedWithValueMatching(outcomes -> outcomes.get(0) instanceof Undetermined));
    }

    @Test
    void submit_whenStoppedIsUndetermined() throws Exception {
        writer.stop(new ShutdownEvent());

        assertThat(outcomesOf(accept("a", "1")).get(0)).isInstanceOf(Undetermined.class);
    }

    private List<IngestOutcome> outcomesOf(Decision... decisions) throws Exception {
        return get(writer.submit(List.of(decisions), LONG));
    }

    private static List<IngestOutcome> get(CompletionStage<List<IngestOutcome>> stage)
            throws InterruptedException, java.util.concurrent.ExecutionException, TimeoutException {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static Decision accept(String id, String content) {
        return accept(id, content, Door.AMQP);
    }

    private static Decision acceptByHttp(String id) {
        return accept(id, "1", Door.HTTP);
    }

    private static Decision accept(String id, String content, Door door) {
        Arrival arrival = Arrival.of(Content.of(content.getBytes(StandardCharsets.UTF_8)), door, Instant.EPOCH);
        WorkflowEvent event = new WorkflowEvent(
                "coder",
                UUID.fromString("6f1c9b52-6c2f-4a53-9e0c-0f4f4c1f2a11"),
                id,
                "workflow.step.completed",
                "1.0.0",
                "workflow-orchestrator",
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH,
                arrival.content());
        return new Decision.Accept(
                arrival, new NewEntry(event, door, Instant.EPOCH, event.type(), Optional.empty()), Optional.empty());
    }

    private static Arrival arrival(String content) {
        return Arrival.of(Content.of(content.getBytes(StandardCharsets.UTF_8)), Door.AMQP, Instant.EPOCH);
    }
}
