package io.tallygate.bench;

/** What the gateway's drains are compared with. */
interface DrainReference extends AutoCloseable {
    /** Gives it what it is to get warm by. */
    void beginWarmUp() throws Exception;

    /** Waits until it has done that. */
    void awaitWarm() throws Exception;

    /** Measures its own drain, while the gateway stands still. */
    void measure() throws Exception;

    /** Compares that with the gateway's drain of the same round. */
    void compareWith(Drain gateway);

    /** Adds what all rounds gave. */
    void addTo(Table table);
}
