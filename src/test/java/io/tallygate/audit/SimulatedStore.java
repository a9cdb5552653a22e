package io.tallygate.audit;

import io.tallygate.event.WorkflowEvent;
import io.tallygate.quarantine.Quarantine;
import io.tallygate.quarantine.QuarantinedEvent;
import io.tallygate.simulation.Agenda;
import io.tallygate.simulation.Life;
import io.tallygate.simulation.SimEvent;
import io.tallygate.simulation.Violation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A storage in memory for several gateways, whose transactions are slow, fail before they commit, or fail after. It
 * watches that nothing is noted as published that the broker has not.
 */
public final class SimulatedStore {
    private final Agenda agenda;
    private final Predicate<String> isPublished;
    private final List<NewEntry> log = new ArrayList<>();
    private final Map<String, Integer> byKey = new HashMap<>();
    private final Map<UUID, QuarantinedEvent> quarantine = new LinkedHashMap<>();
    private final TreeMap<Long, Retry> retries = new TreeMap<>();
    private long position;
    private long awayUntil;
    private @Nullable Life leader;

    private record Retry(int attempts, boolean parked) {}

    /** @param isPublished whether the broker has an event of that id */
    public SimulatedStore(Agenda agenda, Predicate<String> isPublished) {
        this.agenda = agenda;
        this.isPublished = isPublished;
    }

    /** What one gateway has of it. */
    public Session session(Life life) {
        return new Session(life);
    }

    public void goAway(long nanos) {
        awayUntil = agenda.now() + nanos;
    }

    /** Whoever leads does so no longer, and does not know. */
    public void dropLead() {
        leader = null;
    }

    public List<NewEntry> log() {
        return log;
    }

    public List<QuarantinedEvent> quarantined() {
        return List.copyOf(quarantine.values());
    }

    public boolean hasPublishedAll() {
        return position >= lastPublishing() && retries.isEmpty();
    }

    private int lastPublishing() {
        int last = log.size();
        while (last > 0 && !log.get(last - 1).door().publishes()) {
            last--;
        }
        return last;
    }

    /** As an operator would. */
    public void publishParkedAgain() {
        retries.replaceAll((sequence, retry) -> retry.parked ? new Retry(0, false) : retry);
    }

    /** One gateway's way to the storage. */
    public final class Session implements AuditLog, Quarantine, Outbox {
        private final Life life;
        private final OutboxTail tail = new OutboxTail();

        Session(Life life) {
            this.life = life;
        }

        private <T> T transaction(boolean writes, Supplier<T> work) {
            trouble();
            T result = work.get();
            if (writes) {
                trouble();
            }
            return result;
        }

        private void trouble() {
            if (agenda.mishap(150)) {
                life.sleep(agenda.upTo(40 * Agenda.MS));
            }
            if (agenda.now() < awayUntil || agenda.mishap(40)) {
                throw new StorageUnavailableException("told to");
            }
            if (agenda.mishap(4)) {
                throw new IllegalStateException("told to");
            }
        }

        @Override
        public List<AppendResult> append(List<NewEntry> entries) {
            if (entries.isEmpty()) {
                return List.of();
            }
            List<NewEntry> appended = new ArrayList<>();
            List<AppendResult> results = transaction(true, () -> appendNow(entries, appended));
            if (!appended.isEmpty()) {
                handOver(appended);
            }
            return results;
        }

        @Override
        public Optional<WorkflowEvent> find(UUID tenant, String id) {
            return transaction(
                    false,
                    () -> Optional.ofNullable(byKey.get(id))
                            .map(sequence -> entryOf(sequence).event()));
        }

        private List<AppendResult> appendNow(List<NewEntry> entries, List<NewEntry> appended) {
            if (entries.stream()
                    .anyMatch(entry -> SimEvent.ofId(entry.event().id()).kind() == SimEvent.Kind.NOT_STORABLE)) {
                throw new NotStorableException("told to", new IllegalArgumentException());
            }
            List<AppendResult> results = new ArrayList<>();
            for (NewEntry entry : entries) {
                Integer before = byKey.putIfAbsent(entry.event().id(), log.size() + 1);
                if (before == null) {
                    log.add(entry);
                    appended.add(entry);
                    results.add(new AppendResult.Appended(log.size()));
                } else {
                    results.add(new AppendResult.AlreadyPresent(before));
                }
            }
            return results;
        }

        private void handOver(List<NewEntry> appended) {
            long before = sequenceOf(appended.get(0)) - 1;
            List<Pending> pending = appended.stream()
                    .filter(entry -> entry.door().publishes())
                    .map(entry -> Pending.of(sequenceOf(entry), entry))
                    .toList();
            tail.add(new Stretch(before, before + appended.size(), pending));
        }

        @Override
        public List<UUID> add(List<QuarantinedEvent> events) {
            return events.isEmpty() ? List.of() : transaction(true, () -> addNow(events));
        }

        private List<UUID> addNow(List<QuarantinedEvent> events) {
            List<QuarantinedEvent> before = List.copyOf(quarantine.values());
            List<UUID> ids = new ArrayList<>();
            for (QuarantinedEvent event : events) {
                Optional<UUID> standIn = before.stream()
                        .filter(kept -> event.arrival().redelivered()
                                && kept.arrival()
                                        .content()
                                        .equals(event.arrival().content()))
                        .map(QuarantinedEvent::id)
                        .findFirst();
                ids.add(standIn.orElse(event.id()));
                if (standIn.isEmpty()) {
                    quarantine.putIfAbsent(event.id(), event);
                }
            }
            return ids;
        }

        public boolean leads() {
            return transaction(false, () -> {
                if (leader == null || leader.isOver()) {
                    leader = life;
                }
                return leader == life;
            });
        }

        public void leaveLead() {
            leader = leader == life ? null : leader;
        }

        @Override
        public long open() {
            tail.open();
            return transaction(false, () -> position);
        }

        @Override
        public void close() {
            tail.close();
        }

        @Override
        public Optional<Stretch> fresh(long after, int limit) {
            return tail.take(after, limit);
        }

        @Override
        public boolean hasGap(long after) {
            return tail.beginsBehind(after);
        }

        @Override
        public Optional<Stretch> read(long after, int limit) {
            return transaction(false, () -> readNow(after, limit));
        }

        private Optional<Stretch> readNow(long after, int limit) {
            List<Pending> events = new ArrayList<>();
            long upTo = after;
            while (upTo < log.size() && events.size() < limit) {
                upTo++;
                NewEntry entry = entryOf(upTo);
                if (entry.door().publishes()) {
                    events.add(Pending.of(upTo, entry));
                }
            }
            return upTo == after ? Optional.empty() : Optional.of(new Stretch(after, upTo, events));
        }

        @Override
        public boolean advance(long from, long to, int passed, List<Unroutable> unroutable) {
            return transaction(true, () -> {
                if (position != from) {
                    return false;
                }
                unroutable.forEach(this::note);
                for (long sequence = from + 1; sequence <= to; sequence++) {
                    if (entryOf(sequence).door().publishes() && !retries.containsKey(sequence)) {
                        checkPublished(sequence);
                    }
                }
                position = to;
                return true;
            });
        }

        private void checkPublished(long sequence) {
            String id = entryOf(sequence).event().id();
            Violation.unless(isPublished.test(id), id + " is noted as published, and the broker never had it");
        }

        @Override
        public List<Pending> retries(int limit) {
            return transaction(
                    false,
                    () -> retries.entrySet().stream()
                            .filter(retry -> !retry.getValue().parked)
                            .limit(limit)
                            .map(retry -> pending(retry.getKey(), retry.getValue()))
                            .toList());
        }

        private Pending pending(long sequence, Retry retry) {
            Pending fresh = Pending.of(sequence, entryOf(sequence));
            return new Pending(
                    sequence,
                    fresh.id(),
                    fresh.type(),
                    fresh.version(),
                    fresh.time(),
                    fresh.correlationId(),
                    fresh.routingKey(),
                    fresh.traceparent(),
                    fresh.content(),
                    retry.attempts);
        }

        @Override
        public void retried(List<Long> published, List<Unroutable> unroutable) {
            transaction(true, () -> {
                published.forEach(this::checkPublished);
                published.forEach(retries::remove);
                unroutable.forEach(this::note);
                return published;
            });
        }

        private void note(Unroutable event) {
            int attempts = Optional.ofNullable(retries.get(event.sequence()))
                    .map(Retry::attempts)
                    .orElse(0);
            retries.put(event.sequence(), new Retry(attempts + 1, event.park()));
        }

        @Override
        public void publishAgain(long sequence) {
            retries.put(sequence, new Retry(0, false));
        }

        @Override
        public Backlog backlog() {
            throw new UnsupportedOperationException("nobody looks at metrics here");
        }

        private NewEntry entryOf(long sequence) {
            return log.get((int) sequence - 1);
        }

        private long sequenceOf(NewEntry entry) {
            return byKey.getOrDefault(entry.event().id(), 0);
        }
    }
}
