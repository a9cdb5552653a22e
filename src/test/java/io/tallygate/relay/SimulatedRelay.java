package io.tallygate.relay;

import io.tallygate.audit.Outbox.Pending;
import io.tallygate.audit.SimulatedStore;
import io.tallygate.broker.OutboundMessage;
import io.tallygate.broker.PublishOutcome;
import io.tallygate.broker.SimulatedPublisher;
import io.tallygate.simulation.Agenda;
import io.tallygate.simulation.Life;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** {@link Relay} without its thread: the same work, on simulated time. */
public final class SimulatedRelay {
    private final Life life;
    private final SimulatedStore.Session storage;
    private final SimulatedPublisher publisher;
    private final RelayConfig config;
    private final RelayWork work;
    private final RetryDelay delay;
    private boolean stopping;
    private boolean stopped;

    public SimulatedRelay(Life life, SimulatedStore.Session storage, SimulatedPublisher publisher, RelayConfig config) {
        this.life = life;
        this.storage = storage;
        this.publisher = publisher;
        this.config = config;
        this.delay = new RetryDelay(config);
        this.work = new RelayWork(storage, publisher::isUp, storage::leads, this::publish, config, life.agenda()::now);
        life.in(life.agenda().upTo(Agenda.MS), this::step);
    }

    private CompletableFuture<List<PublishOutcome>> publish(List<Pending> events) {
        return life.awaited(
                publisher.publish(events.stream().map(SimulatedRelay::message).toList()));
    }

    private static OutboundMessage message(Pending event) {
        return new OutboundMessage(
                event.routingKey(),
                event.content().bytes(),
                event.id(),
                event.type(),
                event.time(),
                event.correlationId(),
                Map.of());
    }

    private void step() {
        if (stopping) {
            work.end();
            storage.leaveLead();
            stopped = true;
        } else if (work.relayedSome()) {
            delay.reset();
            life.in(work.mayLinger() ? config.linger().toNanos() : 0, this::step);
        } else if (work.isFailing()) {
            life.in(delay.now().toNanos(), this::step);
            delay.lengthen();
        } else {
            life.in(life.agenda().upTo(config.pollInterval().toNanos()), this::step);
        }
    }

    public void stop() {
        stopping = true;
    }

    public boolean isStopped() {
        return stopped;
    }
}
