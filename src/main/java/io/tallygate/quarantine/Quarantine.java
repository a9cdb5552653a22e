package io.tallygate.quarantine;

import io.tallygate.audit.StorageUnavailableException;
import java.util.List;
import java.util.UUID;

/**
 * The place for what could not be accepted: one row an arrival, durable when {@link #add} returns.
 *
 * <p>A message that the broker delivers again, because a gateway died between the commit and the acknowledgement, is
 * the same arrival: if a row with the same bytes, routing key and headers is there, none is added.
 */
public interface Quarantine {

    /**
     * Keeps all of them in one transaction.
     *
     * @return the id under which each is kept, in the same order: its own, or that of the row that stands for it
     * @throws StorageUnavailableException if the storage is away, or it is unknown whether it committed
     */
    List<UUID> add(List<QuarantinedEvent> events);
}
