package io.tallygate.simulation;

import io.tallygate.audit.SimulatedStore;
import io.tallygate.broker.Delivery;
import io.tallygate.broker.DeliveryBatch;
import io.tallygate.broker.SimulatedBroker;
import io.tallygate.broker.SimulatedPublisher;
import io.tallygate.broker.SimulatedStream;
import io.tallygate.ingest.IngestOutcome;
import io.tallygate.ingest.SimulatedWriter;
import io.tallygate.ingest.amqp.SimulatedSettlement;
import io.tallygate.relay.SimulatedRelay;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.microprofile.reactive.messaging.Message;

/** One process of the gateway: both doors, the writer, the relay. Its memory goes with it. */
final class Gateway {
    private final Life life;
    private final SimulatedWriter writer;
    private final SimulatedPublisher publisher;
    private final SimulatedStream stream;
    private final SimulatedRelay relay;
    private boolean stopping;

    Gateway(Agenda agenda, SimulatedStore store, SimulatedBroker broker) {
        this.life = new Life(agenda);
        SimulatedStore.Session storage = store.session(life);
        this.writer = new SimulatedWriter(life, storage, SmallBounds.INGEST);
        this.publisher = new SimulatedPublisher(life, broker);
        this.stream = new SimulatedStream(life, broker, this::consume);
        this.relay = new SimulatedRelay(life, storage, publisher, SmallBounds.RELAY);
    }

    boolean isOver() {
        return life.isOver();
    }

    boolean takesRequests() {
        return !life.isOver() && !stopping;
    }

    /** The HTTP door. */
    void request(List<SimEvent> events, Consumer<List<IngestOutcome>> answer) {
        writer.submit(events, false, SimulatedWriter.NO_CHANNEL).thenAccept(answer);
    }

    /** What {@code EventConsumer} does. */
    private void consume(Message<DeliveryBatch> message) {
        List<SimEvent> events = new ArrayList<>();
        boolean redelivered = false;
        for (Delivery delivery : message.getPayload().deliveries()) {
            if (!delivery.headers().containsKey(SimulatedStream.OWN)) {
                SimEvent event = SimEvent.ofId(delivery.messageId().orElseThrow());
                events.add(event);
                redelivered |= delivery.redelivered();
            }
        }
        writer.submit(events, redelivered, message.getPayload().channel())
                .thenAccept(outcomes -> SimulatedSettlement.settle(message, outcomes));
    }

    void kill() {
        if (!life.isOver()) {
            life.end();
            publisher.die();
            stream.die();
        }
    }

    /** As {@code SIGTERM} does: the doors first, then the writer, then the connections. */
    void stop() {
        if (!stopping && !life.isOver()) {
            stopping = true;
            relay.stop();
            stream.stop();
            long patience = SmallBounds.INGEST.shutdownPatience().toNanos();
            life.in(life.agenda().upTo(patience), () -> writer.stop(patience));
            life.in(life.agenda().upTo(Agenda.MS), this::leaveIfDone);
            life.in(4 * patience, this::kill);
        }
    }

    private void leaveIfDone() {
        if (writer.isClosed() && relay.isStopped()) {
            kill();
        } else {
            life.in(2 * Agenda.MS, this::leaveIfDone);
        }
    }
}
