package io.tallygate.event;

/**
 * Whoever sent an event in, as a door has made sure of it: for whom it may speak.
 *
 * @param tenants whose events it may send
 * @param sources the sources that it may name
 * @param types the types of events that it may send
 */
public record Sender(Tenants tenants, NamePatterns sources, NamePatterns types) {
    /** May send everything: where nothing is known of senders, and for events that the gateway makes itself. */
    public static final Sender ANYONE = new Sender(Tenants.ALL, NamePatterns.ANY, NamePatterns.ANY);
}
