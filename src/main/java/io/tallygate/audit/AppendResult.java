package io.tallygate.audit;

/** What became of one entry. */
public sealed interface AppendResult {

    /** The number in the log of the event with that (tenant, id). */
    long sequence();

    /** It is in the log now, and was not before. */
    record Appended(long sequence) implements AppendResult {}

    /** The same tenant's same id with the same bytes was there before. */
    record AlreadyPresent(long sequence) implements AppendResult {}

    /** The same tenant's same id is there with other bytes; this one was not appended. */
    record IdReused(long sequence) implements AppendResult {}
}
