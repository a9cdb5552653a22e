package io.tallygate.broker;

import java.time.Duration;

/**
 * How one inbound channel takes messages.
 *
 * @param queue from where
 * @param batchSize the most messages in a batch
 * @param batchBytes a batch is full at this many bytes of bodies
 * @param linger how long the first message of a batch waits for others
 * @param prefetch how many messages may be here unsettled
 */
record StreamSettings(String queue, int batchSize, long batchBytes, Duration linger, int prefetch) {

    private static final int MOST_PREFETCH = 65_535;

    StreamSettings {
        if (queue.isEmpty() || batchSize < 1 || batchBytes < 1 || linger.isNegative()) {
            throw new IllegalArgumentException(
                    "An inbound channel needs a queue, a batch size and batch bytes of 1 or more, and a linger of 0 or more");
        }
        if (prefetch < 1 || prefetch > MOST_PREFETCH) {
            throw new IllegalArgumentException("The prefetch must be from 1 to " + MOST_PREFETCH);
        }
    }
}
