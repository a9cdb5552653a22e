package io.tallygate.broker;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Return;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tallygate.simulation.Agenda;
import io.tallygate.simulation.Life;
import io.tallygate.simulation.Line;
import io.tallygate.simulation.SimEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * {@link ConfirmedPublisher} on simulated time and wires: its rules are repeated here, its {@link PublishBatch} and
 * {@link ConfirmWindow} are the product's.
 */
public final class SimulatedPublisher implements SimulatedBroker.Client {
    private static final int WINDOW = 4;
    private static final long TIMEOUT = 30 * Agenda.MS;

    static final ThreadLocal<BrokerMetrics> METRICS =
            ThreadLocal.withInitial(() -> new BrokerMetrics(new SimpleMeterRegistry()));

    private final Life life;
    private final SimulatedBroker broker;
    private final Line loop;
    private final Deque<PublishBatch> waiting = new ArrayDeque<>();
    private final ConfirmWindow window = new ConfirmWindow();
    private SimulatedBroker.@Nullable Wire wire;
    private final Map<Long, OutboundMessage> sent = new HashMap<>();
    private long numbers;

    public SimulatedPublisher(Life life, SimulatedBroker broker) {
        this.life = life;
        this.broker = broker;
        this.loop = new Line(life.agenda(), Agenda.MS / 4);
        connect();
    }

    public boolean isUp() {
        return wire != null;
    }

    /** Nothing more goes out, and nothing comes in. */
    public void die() {
        SimulatedBroker.Wire open = wire;
        if (open != null) {
            open.breakDown();
        }
    }

    public CompletableFuture<List<PublishOutcome>> publish(List<OutboundMessage> messages) {
        PublishBatch batch = new PublishBatch(messages, METRICS.get());
        if (wire == null) {
            batch.giveUp("not connected");
            return batch.result();
        }
        loop.execute(() -> life.live(() -> enqueue(batch)));
        life.in(TIMEOUT, () -> expire(batch));
        return batch.result();
    }

    private void expire(PublishBatch batch) {
        batch.giveUp("no confirm in time");
        waiting.remove(batch);
        SimulatedBroker.Wire open = wire;
        if (open != null && window.holds(batch)) {
            open.breakDown();
            lost();
        }
    }

    private void enqueue(PublishBatch batch) {
        if (wire == null) {
            batch.giveUp("not connected");
        } else {
            waiting.add(batch);
            pump();
        }
    }

    private void pump() {
        SimulatedBroker.Wire open = wire;
        PublishBatch batch = waiting.peek();
        while (open != null && batch != null && window.size() < WINDOW) {
            if (!batch.hasNext()) {
                waiting.remove();
            } else {
                int index = batch.takeNext();
                numbers++;
                window.add(numbers, batch, index);
                sent.put(numbers, batch.message(index));
                open.publish(numbers, SimEvent.ofId(batch.message(index).messageId()), true);
            }
            batch = waiting.peek();
        }
    }

    private void connect() {
        if (wire == null) {
            numbers = 0;
            wire = broker.connect(this, 0);
        }
    }

    @Override
    public void lost() {
        SimulatedBroker.Wire open = wire;
        if (life.isOver() || open == null || open.isUp()) {
            return;
        }
        wire = null;
        window.giveUp("the connection is lost");
        waiting.forEach(batch -> batch.giveUp("the connection is lost"));
        waiting.clear();
        life.in(Agenda.MS + life.agenda().upTo(8 * Agenda.MS), this::connect);
    }

    @Override
    public void told(long number, SimulatedBroker.Word word) {
        SimulatedBroker.Wire from = wire;
        loop.execute(() -> life.live(() -> {
            if (from == wire) {
                hear(number, word);
                pump();
            }
        }));
    }

    private void hear(long number, SimulatedBroker.Word word) {
        switch (word) {
            case TAKEN -> window.accepted(number, false, METRICS.get());
            case RETURNED -> {
                window.cameBack(returned(Objects.requireNonNull(sent.get(number))));
                window.accepted(number, false, METRICS.get());
            }
            case REFUSED -> {
                window.rejected(number, false);
                window.giveUpRejected(number, false);
            }
        }
    }

    private static Return returned(OutboundMessage message) {
        AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                .messageId(message.messageId())
                .build();
        return new Return(312, "NO_ROUTE", "workflow", message.routingKey(), properties, message.body());
    }
}
