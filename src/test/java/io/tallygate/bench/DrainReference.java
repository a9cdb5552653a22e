package io.tallygate.bench;

/** What the gateway's drains are compared with. */
interface DrainReference extends AutoCloseable {
    /** Measures its own drain, in the same round as one of the gateway. */
    void measureBeside(Drain gateway) throws Exception;

    /** Adds what all rounds gave. */
    void addTo(Table table);
}
