package io.tallygate.simulation;

import io.tallygate.audit.SimulatedStore;
import io.tallygate.broker.SimulatedBroker;
import io.tallygate.broker.SimulatedProducer;
import io.tallygate.event.Door;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One seeded course of events: a few workflows send, a few things go wrong, everything is repaired and drained, and then
 * the invariants must hold.
 */
final class Schedule {
    private static final int GATEWAYS = 2;
    private static final long TROUBLED = 150 * Agenda.MS;

    private final Agenda agenda;
    private final SimulatedStore store;
    private final SimulatedBroker broker;
    private final Gateway[] gateways = new Gateway[GATEWAYS];
    private final List<List<SimEvent>> sent = new ArrayList<>();
    private final List<HttpSender> httpSenders = new ArrayList<>();
    private final List<SimulatedProducer> producers = new ArrayList<>();

    private Schedule(long seed) {
        agenda = new Agenda(seed);
        broker = new SimulatedBroker(agenda);
        store = new SimulatedStore(agenda, broker::hasRouted);
        for (int i = 0; i < GATEWAYS; i++) {
            begin(i);
        }
        for (int sender = 0; sender < SimEvent.SENDERS; sender++) {
            List<SimEvent> events = events(sender);
            sent.add(events);
            if (SimEvent.doorOf(sender) == Door.HTTP) {
                httpSenders.add(new HttpSender(agenda, this::anyGateway, events));
            } else {
                producers.add(new SimulatedProducer(agenda, broker, events));
            }
        }
        int troubles = agenda.below(6);
        for (int i = 0; i < troubles; i++) {
            agenda.in(agenda.upTo(TROUBLED), this::trouble);
        }
    }

    /** @throws Violation if an invariant does not hold, or nothing moves any more */
    static void run(long seed) {
        Schedule schedule = new Schedule(seed);
        schedule.agenda.letPass(TROUBLED);
        schedule.agenda.calmDown();
        schedule.agenda.letPassUntil(schedule::isDrained);
        schedule.check();
    }

    private List<SimEvent> events(int sender) {
        List<SimEvent> events = new ArrayList<>();
        int count = agenda.below(SimEvent.NUMBERS + 1);
        for (int number = 0; number < count; number++) {
            SimEvent.Kind kind = agenda.chance(900)
                    ? SimEvent.Kind.GOOD
                    : agenda.chance(700) ? SimEvent.Kind.BAD : SimEvent.Kind.NOT_STORABLE;
            events.add(SimEvent.of(sender, number, kind));
        }
        return events;
    }

    private void begin(int place) {
        gateways[place] = new Gateway(agenda, store, broker);
    }

    private @Nullable Gateway anyGateway() {
        Gateway gateway = gateways[agenda.below(GATEWAYS)];
        return gateway.takesRequests() ? gateway : null;
    }

    private void trouble() {
        switch (agenda.below(9)) {
            case 0, 1 -> replace(agenda.below(GATEWAYS), true);
            case 2 -> replace(agenda.below(GATEWAYS), false);
            case 3, 4 -> broker.breakOne();
            case 5 -> broker.breakAll();
            case 6 -> store.goAway(agenda.upTo(120 * Agenda.MS));
            case 7 -> store.dropLead();
            default -> {
                if (agenda.chance(500)) {
                    broker.unbind(agenda.upTo(40 * Agenda.MS));
                } else {
                    broker.fallSilent(agenda.upTo(40 * Agenda.MS));
                }
            }
        }
    }

    /** A gateway dies or stops; another takes its place, perhaps before it is gone. */
    private void replace(int place, boolean suddenly) {
        Gateway gone = gateways[place];
        if (suddenly) {
            gone.kill();
        } else {
            gone.stop();
        }
        agenda.in(agenda.upTo(20 * Agenda.MS), () -> begin(place));
    }

    private boolean isDrained() {
        boolean sentAll = httpSenders.stream().allMatch(HttpSender::isDone)
                && producers.stream().allMatch(SimulatedProducer::isDone);
        if (sentAll && broker.isDrained()) {
            store.publishParkedAgain();
            return store.hasPublishedAll();
        }
        return false;
    }

    private void check() {
        new Outcome(store, broker, sent).check();
        httpSenders.forEach(sender -> new Outcome(store, broker, sent).checkTold(sender));
    }
}
