package io.tallygate.broker;

/** What became of a published message. */
public sealed interface PublishOutcome {

    /** The broker has routed it to at least one queue and answers for it. */
    record Confirmed() implements PublishOutcome {}

    /**
     * The broker has it not: no queue is bound for its routing key.
     *
     * @param replyText the broker's own words
     */
    record Unroutable(String replyText) implements PublishOutcome {}

    /**
     * The broker may have it or not; only publishing it again, with the same message id, helps.
     *
     * @param cause why nothing better is known, fit for a log
     */
    record Unconfirmed(String cause) implements PublishOutcome {}

    /** Whether the broker answers for the message. */
    default boolean isConfirmed() {
        return this instanceof Confirmed;
    }
}
