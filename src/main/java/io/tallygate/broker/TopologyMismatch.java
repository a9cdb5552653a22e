package io.tallygate.broker;

/** The broker has an exchange or a queue of the same name and another kind, or refuses to have it: an operator must act. */
final class TopologyMismatch extends Exception {

    TopologyMismatch(String message, Throwable cause) {
        super(message, cause);
    }
}
