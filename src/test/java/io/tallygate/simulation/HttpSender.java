package io.tallygate.simulation;

import io.tallygate.ingest.IngestOutcome;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends one workflow's events by HTTP, in order: the next ones only when it knows what became of those before, and the
 * same again while it does not know.
 */
final class HttpSender {
    private static final long TIMEOUT = 70 * Agenda.MS;

    private final Agenda agenda;
    private final Supplier<@Nullable Gateway> gateways;
    private final List<SimEvent> events;
    private final Set<SimEvent> stored = new HashSet<>();
    private final Set<SimEvent> rejected = new HashSet<>();
    private final int[] sends;
    private int next;
    private int attempt;

    HttpSender(Agenda agenda, Supplier<@Nullable Gateway> gateways, List<SimEvent> events) {
        this.agenda = agenda;
        this.gateways = gateways;
        this.events = events;
        this.sends = new int[events.size()];
        agenda.in(agenda.upTo(20 * Agenda.MS), this::send);
    }

    private void send() {
        if (isDone()) {
            return;
        }
        int mine = ++attempt;
        List<SimEvent> request = events.subList(next, Math.min(events.size(), next + 1 + agenda.below(3)));
        deliver(request, mine);
        if (agenda.mishap(20)) {
            // An impatient client or a proxy: the same request twice.
            deliver(request, mine);
        }
        agenda.in(TIMEOUT, () -> tryAgain(mine));
    }

    private void deliver(List<SimEvent> request, int mine) {
        for (SimEvent event : request) {
            sends[event.number()]++;
        }
        agenda.in(agenda.upTo(2 * Agenda.MS), () -> {
            Gateway gateway = gateways.get();
            if (gateway != null) {
                gateway.request(request, outcomes -> answer(gateway, request, outcomes, mine));
            }
        });
    }

    private void answer(Gateway gateway, List<SimEvent> request, List<IngestOutcome> outcomes, int mine) {
        if (!gateway.isOver() && !agenda.mishap(40)) {
            agenda.in(agenda.upTo(2 * Agenda.MS), () -> hear(request, outcomes, mine));
        }
    }

    private void hear(List<SimEvent> request, List<IngestOutcome> outcomes, int mine) {
        for (int i = 0; i < request.size(); i++) {
            IngestOutcome outcome = outcomes.get(i);
            if (outcome instanceof IngestOutcome.Stored || outcome instanceof IngestOutcome.AlreadyStored) {
                stored.add(request.get(i));
            } else if (outcome instanceof IngestOutcome.Rejected) {
                rejected.add(request.get(i));
            }
        }
        while (!isDone() && isSettled(events.get(next))) {
            next++;
        }
        if (mine == attempt) {
            attempt++;
            agenda.in(agenda.upTo(4 * Agenda.MS), this::send);
        }
    }

    private boolean isSettled(SimEvent event) {
        return stored.contains(event) || rejected.contains(event);
    }

    private void tryAgain(int mine) {
        if (mine == attempt) {
            send();
        }
    }

    boolean isDone() {
        return next == events.size();
    }

    Set<SimEvent> stored() {
        return stored;
    }

    Set<SimEvent> rejected() {
        return rejected;
    }

    int sendsOf(SimEvent event) {
        return sends[event.number()];
    }
}
