package io.tallygate.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tallygate.audit.InMemoryAuditLog;
import io.tallygate.audit.StorageGate;
import io.tallygate.audit.StorageRoom;
import io.tallygate.audit.TestMarks;
import io.tallygate.event.Arrival;
import io.tallygate.event.Claim;
import io.tallygate.event.Content;
import io.tallygate.event.Door;
import io.tallygate.event.NamePatterns;
import io.tallygate.event.Rejection;
import io.tallygate.event.RejectionReason;
import io.tallygate.event.Sender;
import io.tallygate.event.Tenants;
import io.tallygate.ingest.IngestOutcome.Refused;
import io.tallygate.ingest.IngestOutcome.Rejected;
import io.tallygate.ingest.IngestOutcome.Stored;
import io.tallygate.quarantine.QuarantinedEvent;
import io.tallygate.schema.EventCompletion;
import io.tallygate.schema.EventValidator;
import io.tallygate.schema.SchemaCatalog;
import io.tallygate.schema.ValidationLimits;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may send what, at each door. */
class EventIngestorTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final UUID OWN = UUID.fromString("11111111-1111-4111-8111-111111111111");
    private static final UUID OTHER = UUID.fromString("22222222-2222-4222-8222-222222222222");
    private static final Sender OF_OWN = Sender.ofAll(Tenants.of(OWN));
    private static final SchemaCatalog CATALOG = SchemaCatalog.load(Optional.empty());

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final StorageGate gate = new StorageGate();
    private final InMemoryAuditLog auditLog = new InMemoryAuditLog();
    private final List<QuarantinedEvent> quarantine = new ArrayList<>();
    private final IngestMetrics metrics = new IngestMetrics(meters, CATALOG);
    private final BatchWriter writer = new BatchWriter(
            auditLog,
            events -> {
                quarantine.addAll(events);
                return events.stream().map(QuarantinedEvent::id).toList();
            },
            gate,
            new StorageRoom(),
            new EventCompletion(CATALOG),
            Configured.by(Map.of(), IngestConfig.class),
            metrics);
    private final EventIngestor ingestor = new EventIngestor(
            new EventValidator(CATALOG, new ValidationLimits(10_000, 64, 50)),
            List.of(),
            writer,
            TestMarks.withoutKey(),
            metrics);

    @BeforeEach
    void start() {
        writer.start(new StartupEvent());
        gate.open();
    }

    @AfterEach
    void stop() throws InterruptedException {
        writer.stop(new ShutdownEvent());
    }

    @Test
    void ingest_byHttpOfAnotherTenant_isRefusedAndKeptNowhereWhileTheOthersAreStored() throws Exception {
        List<IngestOutcome> outcomes = ingest(
                arrival(Door.HTTP, OF_OWN, event(OTHER, "1")),
                arrival(Door.HTTP, OF_OWN, event(OWN, "2")),
                arrival(Door.HTTP, OF_OWN, event(OTHER, "3")),
                arrival(Door.HTTP, OF_OWN, event(OWN, "4")));

        assertThat(outcomes.stream().<Object>map(Object::getClass))
                .containsExactly(Refused.class, Stored.class, Refused.class, Stored.class);
        assertThat(auditLog.entries())
                .extracting(entry -> entry.event().tenant())
                .containsOnly(OWN);
        assertThat(quarantine).isEmpty();
        assertThat(((Refused) outcomes.get(0)).rejection().message()).contains(OTHER.toString());
        assertThat(meters.counter(
                                "tallygate.events.received",
                                "door",
                                "http",
                                "type",
                                "workflow.job.trigger",
                                "outcome",
                                "refused")
                        .count())
                .isEqualTo(2);
    }

    @Test
    void ingest_invalidThatClaimsAnotherTenant_isRefused() throws Exception {
        String invalid = event(OTHER, "1").replace("\"job\"", "\"jab\"");

        assertThat(ingest(arrival(Door.HTTP, OF_OWN, invalid))).hasOnlyElementsOfType(Refused.class);
        assertThat(quarantine).isEmpty();
    }

    @Test
    void ingest_invalidThatNamesNoTenant_isQuarantinedAsItsSenders() throws Exception {
        assertThat(ingest(arrival(Door.HTTP, OF_OWN, "no JSON"))).hasOnlyElementsOfType(Rejected.class);
        ingest(arrival(Door.HTTP, Sender.ofAll(Tenants.of(OWN, OTHER)), "no JSON"));
        ingest(arrival(Door.HTTP, Sender.ANYONE, "no JSON"));

        assertThat(quarantine)
                .extracting(held -> held.claim().tenant())
                .containsExactly(Optional.of(OWN), Optional.empty(), Optional.empty());
    }

    @Test
    void ingest_ofADialectThatTheGatewayMakes_isTakenFromTheGatewayAlone() throws Exception {
        String act = CATALOG.find("tallygate.configuration.viewed", "1.0.0")
                .orElseThrow()
                .document()
                .at("/examples/0")
                .toString();

        assertThat(ingest(arrival(Door.HTTP, Sender.ANYONE, act))).hasOnlyElementsOfType(Refused.class);
        assertThat(ingest(arrival(Door.HTTP, Sender.ANYONE, act.replace("\"actor\"", "\"nobody\""))))
                .hasOnlyElementsOfType(Refused.class);
        assertThat(ingest(arrival(Door.AMQP, Sender.ANYONE, act))).hasOnlyElementsOfType(Rejected.class);
        assertThat(ingest(arrival(Door.GATEWAY, Sender.ANYONE, act))).hasOnlyElementsOfType(Stored.class);
    }

    @Test
    void ingest_ofASourceOrTypeThatIsNotItsOwn_isRefused() throws Exception {
        Sender otherSource = new Sender(Tenants.ALL, new NamePatterns(List.of("x")), NamePatterns.ANY);
        Sender otherType = new Sender(Tenants.ALL, NamePatterns.ANY, new NamePatterns(List.of("workflow.step.*")));

        assertThat(ingest(arrival(Door.HTTP, otherSource, event(OWN, "1")))).hasOnlyElementsOfType(Refused.class);
        assertThat(ingest(arrival(Door.HTTP, otherType, event(OWN, "1")))).hasOnlyElementsOfType(Refused.class);
    }

    @Test
    void ingest_byTheBrokerOfAnotherTenant_isQuarantinedAsItsSenders() throws Exception {
        List<IngestOutcome> outcomes = ingest(
                arrival(Door.AMQP, OF_OWN, event(OTHER, "1")),
                arrival(Door.AMQP, Sender.NOBODY, event(OWN, "2")),
                arrival(Door.AMQP, Sender.NOBODY, "no JSON"));

        assertThat(outcomes)
                .extracting(outcome -> ((Rejected) outcome).rejection().reason())
                .containsOnly(RejectionReason.NOT_AUTHORISED);
        assertThat(((Rejected) outcomes.get(1)).rejection().message()).contains("user-id");
        assertThat(quarantine)
                .extracting(held -> held.claim().tenant())
                .containsExactly(Optional.of(OWN), Optional.empty(), Optional.empty());
        assertThat(auditLog.entries()).isEmpty();
    }

    @Test
    void resubmit_intoAnotherTenant_isRefused() throws Exception {
        IngestOutcome outcome =
                get(ingestor.resubmit(arrival(Door.RESUBMISSION, OF_OWN, event(OTHER, "1")), UUID.randomUUID(), LONG));

        assertThat(outcome).isInstanceOf(Refused.class);
        assertThat(quarantine).isEmpty();
    }

    @Test
    void reject_whatNamesNoTenant_isItsSenders() throws Exception {
        get(ingestor.reject(
                arrival(Door.HTTP, OF_OWN, "[{"),
                Rejection.of(RejectionReason.UNREADABLE, "cut"),
                Claim.nothing(),
                LONG));

        assertThat(quarantine).extracting(held -> held.claim().tenant()).containsExactly(Optional.of(OWN));
    }

    private List<IngestOutcome> ingest(Arrival... arrivals) throws Exception {
        return get(ingestor.ingest(List.of(arrivals), LONG));
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static Arrival arrival(Door door, Sender sender, String content) {
        return new Arrival(
                Content.of(content.getBytes(StandardCharsets.UTF_8)),
                door,
                Instant.EPOCH,
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                false,
                sender);
    }

    private static String event(UUID tenant, String id) {
        return """
                {"id": "%s", "type": "workflow.job.trigger", "version": "1.0.0", "timestamp": "2026-01-01T00:00:00Z",
                 "tenantId": "%s", "source": "workflow-orchestrator",
                 "data": {"job": "outcome-sync", "triggeredBy": "me", "timestamp": "2026-01-01T00:00:00Z", "metadata": {}}}""".formatted(new UUID(0x4000, Long.MIN_VALUE + id.hashCode()), tenant);
    }
}
