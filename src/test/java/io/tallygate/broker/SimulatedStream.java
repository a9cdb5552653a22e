package io.tallygate.broker;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import io.tallygate.simulation.Agenda;
import io.tallygate.simulation.Life;
import io.tallygate.simulation.Line;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jspecify.annotations.Nullable;

/**
 * {@link DeliveryStream} on simulated time and wires: its rules are repeated here, its {@link DeliveryWindow} and {@link
 * DeliveryBuffer} are the product's.
 */
public final class SimulatedStream {
    private static final int BATCH = 3;
    private static final int PREFETCH = 8;

    /** Tells that the gateway has published a message itself. */
    public static final String OWN = "own";

    private final Life life;
    private final SimulatedBroker broker;
    private final Consumer<Message<DeliveryBatch>> subscriber;
    private final Line loop;
    private final DeliveryBuffer buffer = new DeliveryBuffer(BATCH, 1 << 20);
    private @Nullable DeliveryWindow window;
    private SimulatedBroker.@Nullable Wire wire;
    private long channels;
    private boolean lingering;
    private boolean stopping;

    public SimulatedStream(Life life, SimulatedBroker broker, Consumer<Message<DeliveryBatch>> subscriber) {
        this.life = life;
        this.broker = broker;
        this.subscriber = subscriber;
        this.loop = new Line(life.agenda(), Agenda.MS / 2);
        connect();
    }

    private void execute(Runnable task) {
        loop.execute(() -> life.live(task));
    }

    private void connect() {
        if (window == null && !stopping) {
            Consuming client = new Consuming();
            SimulatedBroker.Wire opened = broker.connect(client, PREFETCH);
            client.of = new DeliveryWindow(channel(opened), ++channels);
            wire = opened;
            window = client.of;
            opened.consume();
        }
    }

    private static Channel channel(SimulatedBroker.Wire wire) {
        return (Channel) Proxy.newProxyInstance(
                Channel.class.getClassLoader(), new Class<?>[] {Channel.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "basicAck" -> {
                            if (!wire.isUp()) {
                                throw new AlreadyClosedException(new ShutdownSignalException(true, false, null, null));
                            }
                            wire.acknowledge((Long) arguments[0]);
                        }
                        case "abort" -> wire.close();
                        default -> throw new UnsupportedOperationException(method.getName());
                    }
                    return null;
                });
    }

    /** One channel's messages. */
    private final class Consuming implements SimulatedBroker.Client {
        private @Nullable DeliveryWindow of;

        @Override
        public void delivered(SimulatedBroker.Handed message) {
            execute(() -> takeIn(of, message));
        }

        @Override
        public void lost() {
            execute(() -> {
                if (of != null && of == window) {
                    window = null;
                    buffer.drop(of);
                    of.abandon();
                    life.in(life.agenda().upTo(8 * Agenda.MS), SimulatedStream.this::connect);
                }
            });
        }
    }

    private void takeIn(@Nullable DeliveryWindow of, SimulatedBroker.Handed message) {
        if (of == null || of != window || stopping) {
            return;
        }
        Delivery delivery = new Delivery(
                message.event().content().bytes(),
                "workflow",
                message.event().entry().routingKey(),
                message.redelivered(),
                Optional.of(message.event().id()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                message.own() ? Map.of(OWN, "") : Map.of());
        buffer.add(new DeliveryBuffer.Arrived(of, message.tag(), delivery));
        emit(false);
    }

    private void emit(boolean lingered) {
        boolean due = lingered;
        while (!buffer.isEmpty() && window != null && !window.holdsRefused() && (due || buffer.holdsFullBatch())) {
            OpenBatch batch = buffer.takeBatch();
            batch.window().handOut(batch);
            subscriber.accept(messageOf(batch));
            due = false;
        }
        if (!buffer.isEmpty() && !lingering) {
            lingering = true;
            life.in(life.agenda().upTo(3 * Agenda.MS), () -> {
                lingering = false;
                emit(true);
            });
        }
    }

    private Message<DeliveryBatch> messageOf(OpenBatch batch) {
        return Message.of(
                batch.content(),
                Metadata.empty(),
                () -> judge(batch, OpenBatch.Verdict.DONE),
                reason -> judge(batch, OpenBatch.Verdict.AGAIN));
    }

    private CompletionStage<Void> judge(OpenBatch batch, OpenBatch.Verdict verdict) {
        execute(() -> judgeNow(batch, verdict));
        return batch.settled();
    }

    private void judgeNow(OpenBatch batch, OpenBatch.Verdict verdict) {
        if (batch.verdict() != OpenBatch.Verdict.NONE) {
            return;
        }
        DeliveryWindow open = batch.window();
        open.judge(batch, verdict);
        if (open != window) {
            return;
        }
        open.acknowledgeDone();
        if (open.isRefusedNext()) {
            giveBack(open);
        }
        leaveIfDrained();
    }

    private void giveBack(DeliveryWindow refused) {
        leave(refused);
        refused.abandon();
        life.in(life.agenda().upTo(10 * Agenda.MS), this::connect);
    }

    private void leave(DeliveryWindow left) {
        window = null;
        buffer.drop(left);
        SimulatedBroker.Wire open = wire;
        if (open != null && open.isUp()) {
            open.close();
        }
    }

    /** Takes nothing more; what was handed out may still be settled. */
    public void stop() {
        stopping = true;
        DeliveryWindow open = window;
        if (open != null) {
            buffer.drop(open);
        }
        leaveIfDrained();
    }

    private void leaveIfDrained() {
        DeliveryWindow open = window;
        if (stopping && open != null && open.isEmpty()) {
            leave(open);
        }
    }

    public boolean isDrained() {
        return window == null || window.isEmpty();
    }

    /** The connection goes with its process. */
    public void die() {
        SimulatedBroker.Wire open = wire;
        if (open != null) {
            open.breakDown();
        }
    }
}
