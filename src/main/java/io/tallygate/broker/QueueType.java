package io.tallygate.broker;

/** Which kind of durable queue is declared. */
public enum QueueType {
    /** {@link #QUORUM} where the broker is a RabbitMQ of 3.8 or newer, else {@link #CLASSIC}. */
    AUTO,
    /** Replicated by Raft and written to disk before it confirms: RabbitMQ from 3.8 on. */
    QUORUM,
    /** Durable, on one node. */
    CLASSIC
}
