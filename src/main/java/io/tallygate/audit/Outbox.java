package io.tallygate.audit;

import io.tallygate.event.Content;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What of the audit log must still be published, in the order of the log: everything behind a position, and a few entries
 * that are to be published out of turn.
 *
 * <p>There is no row an event: the log is gapless and becomes visible in its own order, so nothing behind the position
 * can be missed, and an entry is in the outbox by the transaction that appends it.
 */
public interface Outbox {

    /**
     * One event to be published.
     *
     * @param sequence its number in the audit log
     * @param id the event's id
     * @param type the event's type
     * @param version the version of its schema
     * @param time when it happened
     * @param correlationId what it belongs to
     * @param routingKey where to
     * @param traceparent the trace context of whoever sent it in
     * @param content the original bytes
     * @param attempts how often publishing it has failed
     */
    record Pending(
            long sequence,
            String id,
            String type,
            String version,
            Instant time,
            Optional<String> correlationId,
            String routingKey,
            Optional<String> traceparent,
            Content content,
            int attempts) {

        static Pending of(long sequence, NewEntry entry) {
            return new Pending(
                    sequence,
                    entry.event().id(),
                    entry.event().type(),
                    entry.event().version(),
                    entry.event().time(),
                    entry.event().correlationId(),
                    entry.routingKey(),
                    entry.traceparent(),
                    entry.event().content(),
                    0);
        }
    }

    /**
     * A part of the log.
     *
     * @param after the number before its first entry
     * @param upTo the number of its last entry
     * @param events those of its entries that must be published, in their order
     */
    record Stretch(long after, long upTo, List<Pending> events) {}

    /** How much waits. */
    record Backlog(long pending, long parked) {}

    /** An event that no queue took, and what the broker said. */
    record Unroutable(long sequence, String error, boolean park) {}

    /**
     * The number up to which everything has been dealt with, from which on {@link #fresh} and {@link #read} are to be asked; from now on
     * what this instance commits is kept at hand for it.
     *
     * @throws StorageUnavailableException if the storage is away
     */
    long open();

    /** This instance does not relay any more. */
    void close();

    /**
     * The next part of the log as far as it is at hand, because this instance has just committed it.
     *
     * @param after the number up to which the caller has it already
     * @param limit events; one more batch than that may come at once if it was committed as one
     * @return empty if it is not at hand
     */
    Optional<Stretch> fresh(long after, int limit);

    /** Whether a later part of the log is at hand, but not the next one. */
    boolean hasGap(long after);

    /**
     * The next part of the log, from the database.
     *
     * @param after the number up to which the caller has it already
     * @param limit the most events
     * @return empty if the log ends there
     * @throws StorageUnavailableException if the storage is away
     */
    Optional<Stretch> read(long after, int limit);

    /**
     * Notes how far publishing has come.
     *
     * @param from what {@link #open} said, or was noted last
     * @param to up to where everything is published, or among the unroutable
     * @param passed how many events that must be published are between the two
     * @param unroutable those that no queue took; they are tried again out of turn
     * @return whether it was noted; if not, another instance has noted something meanwhile
     * @throws StorageUnavailableException if the storage is away
     */
    boolean advance(long from, long to, int passed, List<Unroutable> unroutable);

    /**
     * What is to be published out of turn, in the order of the log.
     *
     * @throws StorageUnavailableException if the storage is away
     */
    List<Pending> retries(int limit);

    /**
     * Notes what came of {@link #retries}.
     *
     * @param published their numbers; they are done with
     * @throws StorageUnavailableException if the storage is away
     */
    void retried(List<Long> published, List<Unroutable> unroutable);

    /**
     * Has an event of the log published once more.
     *
     * @throws StorageUnavailableException if the storage is away
     */
    void publishAgain(long sequence);

    /**
     * Counts what waits.
     *
     * @throws StorageUnavailableException if the storage is away
     */
    Backlog backlog();
}
