package io.tallygate.ingest;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tallygate.audit.SimulatedStore;
import io.tallygate.event.Arrival;
import io.tallygate.event.Rejection;
import io.tallygate.event.RejectionReason;
import io.tallygate.event.Sender;
import io.tallygate.schema.SchemaCatalog;
import io.tallygate.simulation.Agenda;
import io.tallygate.simulation.Life;
import io.tallygate.simulation.SimEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** {@link BatchWriter} without its thread: the same queue and the same steps, on simulated time. */
public final class SimulatedWriter {
    private static final Duration HTTP_PATIENCE = Duration.ofMillis(60);
    private static final Duration AMQP_PATIENCE = Duration.ofMillis(90);
    private static final ThreadLocal<IngestMetrics> METRICS = ThreadLocal.withInitial(
            () -> new IngestMetrics(new SimpleMeterRegistry(), SchemaCatalog.load(Optional.empty())));
    private static final Rejection REFUSAL = Rejection.of(RejectionReason.SCHEMA_VIOLATION, "told to");

    private final Life life;
    private final SubmissionQueue queue;
    private final WriterRun run;
    private boolean idle = true;
    private boolean closed;

    public SimulatedWriter(Life life, SimulatedStore.Session storage, IngestConfig config) {
        this.life = life;
        this.queue = new SubmissionQueue(config);
        this.run = new WriterRun(storage, storage, queue, config, METRICS.get(), life.agenda()::now);
    }

    /** For what did not come over a channel of the broker. */
    public static final long NO_CHANNEL = Submission.NO_CHANNEL;

    /** What {@link EventIngestor} does, without asking a schema: the event says itself what it is worth. */
    public CompletableFuture<List<IngestOutcome>> submit(List<SimEvent> events, boolean redelivered, long channel) {
        if (events.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        List<Decision> decisions =
                events.stream().map(event -> decide(event, redelivered)).toList();
        Submission submission = Submission.of(decisions, life.agenda().now(), patience(events.get(0)), channel);
        queue.add(submission);
        if (!submission.isFromBroker()) {
            life.in(submission.patience(), () -> submission.completeUndetermined(WriterRun.TOO_SLOW));
        }
        wake();
        return submission.outcomes();
    }

    private static Duration patience(SimEvent event) {
        return event.door().publishes() ? HTTP_PATIENCE : AMQP_PATIENCE;
    }

    private static Decision decide(SimEvent event, boolean redelivered) {
        Arrival arrival = new Arrival(
                event.content(),
                event.door(),
                Instant.EPOCH,
                Optional.of(SimEvent.ROUTING_KEY),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                redelivered,
                Sender.ANYONE);
        return event.kind() == SimEvent.Kind.BAD
                ? new Decision.Hold(arrival, REFUSAL, event.claim(), Optional.empty())
                : new Decision.Accept(arrival, event.entry(), Optional.empty());
    }

    private void wake() {
        if (idle && !closed) {
            idle = false;
            life.in(life.agenda().upTo(Agenda.MS), this::step);
        }
    }

    private void step() {
        if (closed) {
            idle = true;
            return;
        }
        if (run.isOver()) {
            List<Submission> batch = queue.poll();
            if (batch.isEmpty()) {
                idle = true;
                if (queue.isStopping()) {
                    close();
                }
                return;
            }
            run.begin(batch);
        }
        Duration pause = run.tryOnce();
        life.in(pause.toNanos(), this::step);
    }

    /** Writes what waits, and then no more. */
    public void stop(long patience) {
        queue.stop();
        wake();
        life.in(patience, this::close);
    }

    private void close() {
        closed = true;
        queue.close();
    }

    public boolean isClosed() {
        return closed && idle;
    }
}
