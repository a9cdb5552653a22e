package io.tallygate.broker;

import java.util.Optional;

/** Where a connection to the broker stands. */
public sealed interface LinkState {

    /**
     * In working order: connected, everything declared.
     *
     * @param address {@code host:port/vhost}
     * @param server the software there
     */
    record Connected(String address, BrokerServer server) implements LinkState {}

    /**
     * Not usable; attempts go on for ever.
     *
     * @param lastError what the last attempt failed of, fit for a log and for an operator; empty before the first ended
     * @param needsOperator whether only a person can end this, since the broker has an object of another kind
     */
    record Connecting(Optional<String> lastError, boolean needsOperator) implements LinkState {}

    /** Closed by the gateway itself; stays so. */
    record Closed() implements LinkState {}

    /** Whether it can be used. */
    default boolean isUp() {
        return this instanceof Connected;
    }
}
