package io.tallygate.broker;

import io.tallygate.simulation.Agenda;
import io.tallygate.simulation.Line;
import io.tallygate.simulation.SimEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Publishes one workflow's events on the exchange, in order, and again from the first that was not confirmed. */
public final class SimulatedProducer implements SimulatedBroker.Client {
    private static final int WINDOW = 3;
    private static final long TIMEOUT = 30 * Agenda.MS;

    private final Agenda agenda;
    private final SimulatedBroker broker;
    private final List<SimEvent> events;
    private final Line loop;
    private final Set<SimEvent> confirmed = new HashSet<>();
    private SimulatedBroker.@Nullable Wire wire;
    private int next;
    private int first;

    public SimulatedProducer(Agenda agenda, SimulatedBroker broker, List<SimEvent> events) {
        this.agenda = agenda;
        this.broker = broker;
        this.events = events;
        this.loop = new Line(agenda, Agenda.MS);
        agenda.in(agenda.upTo(20 * Agenda.MS), this::connect);
    }

    private void connect() {
        wire = broker.connect(this, 0);
        next = first;
        pump(wire);
    }

    private void pump(SimulatedBroker.Wire over) {
        while (over == wire && over.isUp() && next < events.size() && next < first + WINDOW) {
            int number = next++;
            over.publish(number, events.get(number), false);
            if (agenda.mishap(30)) {
                over.publish(number, events.get(number), false);
            }
            agenda.in(TIMEOUT, () -> expire(over, number));
        }
    }

    private void expire(SimulatedBroker.Wire over, int number) {
        if (over == wire && over.isUp() && number >= first) {
            over.breakDown();
        }
    }

    @Override
    public void told(long number, SimulatedBroker.Word word) {
        SimulatedBroker.Wire over = wire;
        if (over == null) {
            return;
        }
        if (word == SimulatedBroker.Word.TAKEN) {
            confirmed.add(events.get((int) number));
        } else {
            // In its order, it can only be sent again before what is behind it: see the window.
            over.breakDown();
            return;
        }
        while (first < events.size() && confirmed.contains(events.get(first))) {
            first++;
        }
        pump(over);
    }

    @Override
    public void lost() {
        wire = null;
        loop.execute(() -> agenda.in(agenda.upTo(8 * Agenda.MS), this::connect));
    }

    public Set<SimEvent> confirmed() {
        return confirmed;
    }

    public boolean isDone() {
        return confirmed.size() == events.size();
    }
}
