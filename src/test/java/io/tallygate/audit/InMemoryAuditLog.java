package io.tallygate.audit;

import io.tallygate.event.WorkflowEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** An audit log for tests, that can be told to fail. */
public final class InMemoryAuditLog implements AuditLog {
    private final List<NewEntry> entries = new ArrayList<>();
    private final Map<String, Integer> byKey = new HashMap<>();
    private Optional<RuntimeException> failure = Optional.empty();
    private String notStorableId = "";

    @Override
    public synchronized List<AppendResult> append(List<NewEntry> batch) {
        if (failure.isPresent()) {
            throw failure.get();
        }
        if (batch.stream().anyMatch(entry -> entry.event().id().equals(notStorableId))) {
            throw new NotStorableException("told to", new IllegalArgumentException());
        }
        return batch.stream().map(this::append).toList();
    }

    private AppendResult append(NewEntry entry) {
        String key = entry.event().tenant() + " " + entry.event().id();
        Integer before = byKey.get(key);
        if (before == null) {
            entries.add(entry);
            byKey.put(key, entries.size());
            return new AppendResult.Appended(entries.size());
        }
        return entries.get(before - 1).event().content().equals(entry.event().content())
                ? new AppendResult.AlreadyPresent(before)
                : new AppendResult.IdReused(before);
    }

    @Override
    public synchronized Optional<WorkflowEvent> find(UUID tenant, String id) {
        return Optional.ofNullable(byKey.get(tenant + " " + id))
                .map(number -> entries.get(number - 1).event());
    }

    /** From now on every append throws this. */
    public synchronized void failWith(RuntimeException exception) {
        failure = Optional.of(exception);
    }

    /** From now on appending works again. */
    public synchronized void recover() {
        failure = Optional.empty();
    }

    /** From now on a batch with this event id is refused as not storable. */
    public synchronized void refuse(String id) {
        notStorableId = id;
    }

    /** What was appended, in order. */
    public synchronized List<NewEntry> entries() {
        return List.copyOf(entries);
    }
}
