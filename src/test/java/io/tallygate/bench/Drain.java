package io.tallygate.bench;

/**
 * A backlog that was consumed and stored.
 *
 * @param seconds from when the consumer could begin until the last event was stored
 * @param cpu what consumer, broker and database used meanwhile
 */
record Drain(int events, double seconds, CpuUse cpu) {
    /** Events a second. */
    double rate() {
        return events / seconds;
    }

    /** CPU seconds of all three per 100,000 events. */
    double cpuSum() {
        return cpu.per(events).sum();
    }
}
