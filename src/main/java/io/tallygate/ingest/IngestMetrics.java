package io.tallygate.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tallygate.event.Door;
import io.tallygate.ingest.IngestOutcome.AlreadyStored;
import io.tallygate.ingest.IngestOutcome.Refused;
import io.tallygate.ingest.IngestOutcome.Rejected;
import io.tallygate.ingest.IngestOutcome.Stored;
import io.tallygate.ingest.IngestOutcome.Undetermined;
import io.tallygate.schema.SchemaCatalog;
import io.tallygate.timeout.Timeouts;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/**
 * What operators see of ingest. Alert when {@code tallygate_storage_failures_total} grows, or when {@code
 * tallygate_events_waiting} does not come down: events are then held, not lost.
 *
 * <p>Received is the sum over all outcomes of {@code tallygate_events_received_total}; every arrival is counted there
 * exactly once, when its outcome is known. Labels have few values: never a tenant, never an id, and of types only those
 * that a schema names: of a pattern its name, however many types match it.
 */
@Singleton
class IngestMetrics {
    private static final Duration[] BUCKETS = Stream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final SchemaCatalog catalog;
    private final Map<CounterKey, Counter> counters = new ConcurrentHashMap<>();
    private final Timer ingest;
    private final Timer batch;
    private final DistributionSummary batchSize;
    private final Counter storageFailures;
    private final Counter httpPatience;
    private final Counter amqpPatience;

    IngestMetrics(MeterRegistry registry, SchemaCatalog catalog) {
        this.registry = registry;
        this.catalog = catalog;
        this.ingest = Timer.builder("tallygate.ingest")
                .description("From the arrival of an event to its outcome")
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        this.batch = Timer.builder("tallygate.batch.commit")
                .description("Storing and quarantining one batch")
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        this.batchSize = DistributionSummary.builder("tallygate.batch.events")
                .description("Events of one submission: a batch of the broker or a request")
                .register(registry);
        this.httpPatience = Timeouts.of("http-patience", registry);
        this.amqpPatience = Timeouts.of("amqp-patience", registry);
        this.storageFailures = Counter.builder("tallygate.storage.failures")
                .description("Transactions that failed and are tried again")
                .register(registry);
    }

    void watchQueue(IntSupplier waitingEvents) {
        Gauge.builder("tallygate.events.waiting", waitingEvents, IntSupplier::getAsInt)
                .description("Events that wait for their transaction")
                .strongReference(true)
                .register(registry);
    }

    void timeBatch(Runnable commit) {
        batch.record(commit);
    }

    void storageFailed() {
        storageFailures.increment();
    }

    void decided(Submission submission, List<IngestOutcome> outcomes) {
        batchSize.record(outcomes.size());
        if (submission.isOverdue(System.nanoTime()) && outcomes.get(0) instanceof Undetermined) {
            (submission.isFromBroker() ? amqpPatience : httpPatience).increment();
        }
        ingest.record(Duration.ofNanos(System.nanoTime() - submission.submittedAt()));
        for (int i = 0; i < outcomes.size(); i++) {
            String door = submission.decisions().get(i).arrival().door().label();
            IngestOutcome outcome = outcomes.get(i);
            count(new CounterKey("tallygate.events.received", door, typeOf(outcome), outcome.label()));
            if (outcome instanceof Rejected rejected) {
                count(new CounterKey(
                        "tallygate.quarantined.events",
                        door,
                        typeOf(outcome),
                        rejected.rejection().reason().label()));
            }
        }
    }

    /** An event that its sender may not send, and that was not kept. */
    void countRefused(Door door, Optional<String> type) {
        count(new CounterKey("tallygate.events.received", door.label(), nameOf(type), "refused"));
    }

    /** An event that the gateway itself had published came back on the audit queue. */
    void countOwn(Optional<String> type) {
        count(new CounterKey("tallygate.events.received", Door.AMQP.label(), nameOf(type), "already-stored"));
    }

    private void count(CounterKey key) {
        counters.computeIfAbsent(key, this::newCounter).increment();
    }

    private Counter newCounter(CounterKey key) {
        boolean quarantined = key.name.equals("tallygate.quarantined.events");
        return Counter.builder(key.name)
                .description(quarantined ? "Events that went to quarantine" : "Events that arrived, by outcome")
                .tag("door", key.door)
                .tag("type", key.type)
                .tag(quarantined ? "reason" : "outcome", key.detail)
                .register(registry);
    }

    private String typeOf(IngestOutcome outcome) {
        if (outcome instanceof Stored stored) {
            return nameOf(Optional.of(stored.event().type()));
        }
        if (outcome instanceof AlreadyStored stored) {
            return nameOf(Optional.of(stored.event().type()));
        }
        if (outcome instanceof Rejected rejected) {
            return nameOf(rejected.claim().type());
        }
        if (outcome instanceof Refused refused) {
            return nameOf(refused.claim().type());
        }
        return "unknown";
    }

    private String nameOf(Optional<String> type) {
        return type.flatMap(catalog::nameOf).orElse("unknown");
    }

    private record CounterKey(String name, String door, String type, String detail) {}
}
