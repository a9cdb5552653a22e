package io.tallygate.audit;

import io.tallygate.event.WorkflowEvent;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The append-only log of accepted events.
 *
 * <p>Callers get: when {@link #append} returns, every entry is durable, in the order given, each (tenant, id) at most
 * once over all time and all instances, with sequence numbers that are gapless and become visible in their own order.
 *
 * <p>Not promised: that an entry whose append threw {@link StorageUnavailableException} is <em>not</em> there. Append
 * it again: it is either appended or found {@link AppendResult.AlreadyPresent}.
 */
public interface AuditLog {

    /**
     * Appends all entries in one transaction.
     *
     * @param entries what to append, in order; may hold the same (tenant, id) more than once: the first one counts
     * @return one result an entry, in the same order
     * @throws StorageUnavailableException if the storage is away, or it is unknown whether it committed
     * @throws NotStorableException if the storage refuses one of the entries as such; nothing was appended
     */
    List<AppendResult> append(List<NewEntry> entries);

    /**
     * The event of a tenant that is kept under an id, with its time in whole microseconds.
     *
     * @throws StorageUnavailableException if the storage is away
     */
    Optional<WorkflowEvent> find(UUID tenant, String id);
}
