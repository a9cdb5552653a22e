package io.tallygate.bench;

import java.util.function.Consumer;

/** What the gateway's drains are compared with. */
interface DrainReference extends AutoCloseable {
    /** Gives it what it is to get warm by. */
    void beginWarmUp() throws Exception;

    /** Waits until it has done that. */
    void awaitWarm() throws Exception;

    /**
     * Measures its own drain, while the gateway stands still.
     *
     * @return what compares it with the gateway's drain of the same round
     */
    Consumer<Drain> measure() throws Exception;

    /** Adds what all rounds gave. */
    void addTo(Table table);
}
