package io.tallygate.broker;

import io.tallygate.simulation.Agenda;
import io.tallygate.simulation.Line;
import io.tallygate.simulation.SimEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * One exchange, one audit queue with a single active consumer, and connections that break. What it has confirmed it
 * keeps; what a channel has not settled comes again in its order.
 */
public final class SimulatedBroker {
    private final Agenda agenda;
    private final TreeMap<Long, Copy> ready = new TreeMap<>();
    private final List<Wire> consumers = new ArrayList<>();
    private final List<Wire> wires = new ArrayList<>();
    private final List<String> relayed = new ArrayList<>();
    private final Set<String> everReturned = new HashSet<>();
    private final Set<String> routed = new HashSet<>();
    private long arrivals;
    private long unroutableUntil;
    private long silentUntil;

    /** One message of the queue. */
    private static final class Copy {
        private final long place;
        private final SimEvent event;
        private final boolean own;
        private boolean redelivered;

        Copy(long place, SimEvent event, boolean own) {
            this.place = place;
            this.event = event;
            this.own = own;
        }
    }

    /** A delivery as it comes over a wire. */
    record Handed(long tag, SimEvent event, boolean own, boolean redelivered) {}

    /** The broker's word on a message of a publisher. */
    enum Word {
        TAKEN,
        RETURNED,
        REFUSED
    }

    /** One connection and its channel. Both ends notice at their own time that it is broken. */
    final class Wire {
        private final Line there;
        private final Line back;
        private final TreeMap<Long, Copy> unsettled = new TreeMap<>();
        private final int prefetch;
        private final Client client;
        private long tags;
        private long lastReturn;
        private boolean up = true;

        Wire(Client client, int prefetch) {
            this.client = client;
            this.prefetch = prefetch;
            this.there = new Line(agenda, 2 * Agenda.MS);
            this.back = new Line(agenda, 2 * Agenda.MS);
        }

        boolean isUp() {
            return up;
        }

        void publish(long number, SimEvent event, boolean own) {
            there.execute(() -> arrived(this, number, event, own));
        }

        void consume() {
            there.execute(() -> {
                consumers.add(this);
                deliver();
            });
        }

        void acknowledge(long upTo) {
            there.execute(() -> {
                unsettled.headMap(upTo, true).clear();
                deliver();
            });
        }

        /** An orderly end of the channel: what was sent before it still arrives. */
        void close() {
            there.execute(this::gone);
            back.cut();
            up = false;
        }

        /** It breaks: what is under way is lost. */
        void breakDown() {
            if (up) {
                up = false;
                there.cut();
                back.cut();
                agenda.in(agenda.upTo(5 * Agenda.MS), this::gone);
                agenda.in(agenda.upTo(5 * Agenda.MS), client::lost);
            }
        }

        private void gone() {
            wires.remove(this);
            consumers.remove(this);
            unsettled.values().forEach(copy -> {
                copy.redelivered = true;
                ready.put(copy.place, copy);
            });
            unsettled.clear();
            deliver();
        }
    }

    /** Who holds a wire. */
    interface Client {
        void lost();

        default void delivered(Handed message) {}

        default void told(long number, Word word) {}
    }

    public SimulatedBroker(Agenda agenda) {
        this.agenda = agenda;
    }

    Wire connect(Client client, int prefetch) {
        Wire wire = new Wire(client, prefetch);
        wires.add(wire);
        return wire;
    }

    private void arrived(Wire from, long number, SimEvent event, boolean own) {
        if (own && agenda.now() < unroutableUntil) {
            everReturned.add(event.id());
            tell(from, number, Word.RETURNED);
        } else if (own && agenda.mishap(10)) {
            everReturned.add(event.id());
            tell(from, number, Word.REFUSED);
        } else {
            take(event, own);
            tell(from, number, Word.TAKEN);
        }
    }

    private void take(SimEvent event, boolean own) {
        if (own && routed.add(event.id())) {
            relayed.add(event.id());
        }
        arrivals++;
        ready.put(arrivals, new Copy(arrivals, event, own));
        deliver();
    }

    private void tell(Wire to, long number, Word word) {
        if (agenda.now() >= silentUntil) {
            long at = agenda.now() + agenda.upTo(4 * Agenda.MS);
            if (word == Word.RETURNED) {
                // Confirms come in any order, returns in that of publishing: ConfirmWindow rests on it.
                to.lastReturn = Math.max(to.lastReturn, at);
                at = to.lastReturn;
            }
            agenda.at(at, () -> to.back.execute(() -> to.client.told(number, word)));
        }
    }

    private void deliver() {
        if (consumers.isEmpty()) {
            return;
        }
        Wire active = consumers.get(0);
        while (!ready.isEmpty() && active.unsettled.size() < active.prefetch) {
            Copy copy = Objects.requireNonNull(ready.pollFirstEntry()).getValue();
            long tag = ++active.tags;
            active.unsettled.put(tag, copy);
            Handed handed = new Handed(tag, copy.event, copy.own, copy.redelivered);
            active.back.execute(() -> active.client.delivered(handed));
        }
    }

    /** Breaks one of the connections, whosever it is. */
    public void breakOne() {
        if (!wires.isEmpty()) {
            wires.get(agenda.below(wires.size())).breakDown();
        }
    }

    public void breakAll() {
        List.copyOf(wires).forEach(Wire::breakDown);
    }

    /** For a while, what the relay publishes finds no queue. */
    public void unbind(long nanos) {
        unroutableUntil = agenda.now() + nanos;
    }

    /** For a while nothing is confirmed, and no error says so. */
    public void fallSilent(long nanos) {
        silentUntil = agenda.now() + nanos;
    }

    public boolean hasRouted(String id) {
        return routed.contains(id);
    }

    /** What the relay has published, in the order in which it came here first. */
    public List<String> relayed() {
        return relayed;
    }

    public boolean hasReturned(String id) {
        return everReturned.contains(id);
    }

    public boolean isDrained() {
        return ready.isEmpty() && wires.stream().allMatch(wire -> wire.unsettled.isEmpty());
    }
}
