package io.tallygate.simulation;

import io.tallygate.audit.NewEntry;
import io.tallygate.audit.SimulatedStore;
import io.tallygate.broker.SimulatedBroker;
import io.tallygate.event.Door;
import io.tallygate.quarantine.QuarantinedEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a drained world holds, against what was sent: the invariants of "nothing lost, nothing twice". */
final class Outcome {
    private final SimulatedBroker broker;
    private final List<List<SimEvent>> sent;
    private final List<SimEvent> stored = new ArrayList<>();
    private final Map<SimEvent, Integer> quarantined = new HashMap<>();

    Outcome(SimulatedStore store, SimulatedBroker broker, List<List<SimEvent>> sent) {
        this.broker = broker;
        this.sent = sent;
        for (NewEntry entry : store.log()) {
            stored.add(SimEvent.ofId(entry.event().id()));
        }
        for (QuarantinedEvent event : store.quarantined()) {
            String id = event.claim().id().orElseThrow();
            quarantined.merge(SimEvent.ofId(id), 1, Integer::sum);
        }
    }

    void check() {
        checkPlaces();
        checkOrder();
        checkPublished();
    }

    /** Every event was sent until its sender knew of it: so each is in its one place (I1, I2, I3, I8). */
    private void checkPlaces() {
        Set<SimEvent> once = new HashSet<>(stored);
        Violation.unless(once.size() == stored.size(), "an event is in the log twice: " + stored);
        int count = 0;
        for (List<SimEvent> events : sent) {
            for (SimEvent event : events) {
                boolean good = event.kind() == SimEvent.Kind.GOOD;
                Violation.unless(once.contains(event) == good, event.id() + (good ? " is lost" : " was accepted"));
                Violation.unless(
                        quarantined.containsKey(event) != good,
                        event.id() + (good ? " is in quarantine" : " is lost, and not in quarantine"));
                count++;
            }
        }
        Violation.unless(once.size() + quarantined.size() == count, "something is kept that nobody sent");
    }

    /** Each sender's events are in the log in the order in which they were sent (I4). */
    private void checkOrder() {
        int[] last = new int[SimEvent.SENDERS];
        Arrays.fill(last, -1);
        for (SimEvent event : stored) {
            Violation.unless(event.number() > last[event.sender()], event.id() + " was overtaken in the log");
            last[event.sender()] = event.number();
        }
    }

    /** All that came in by HTTP was published, the first time in the order of the log; what the broker refused, later. */
    private void checkPublished() {
        for (SimEvent event : stored) {
            Violation.unless(
                    event.door() != Door.HTTP || broker.hasRouted(event.id()), event.id() + " was never published");
        }
        int[] last = new int[SimEvent.SENDERS];
        Arrays.fill(last, -1);
        for (String id : broker.relayed()) {
            SimEvent event = SimEvent.ofId(id);
            if (!broker.hasReturned(id)) {
                Violation.unless(event.number() > last[event.sender()], id + " was overtaken while publishing");
                last[event.sender()] = event.number();
            }
        }
    }

    /** What an HTTP sender was told is so, and nothing was quarantined more often than it was sent. */
    void checkTold(HttpSender sender) {
        sender.stored().forEach(event -> Violation.unless(stored.contains(event), event.id() + " was confirmed"));
        sender.rejected().forEach(event -> {
            int times = quarantined.getOrDefault(event, 0);
            Violation.unless(
                    times >= 1 && times <= sender.sendsOf(event),
                    event.id() + " was sent " + sender.sendsOf(event) + " times, and is in quarantine " + times);
        });
    }
}
