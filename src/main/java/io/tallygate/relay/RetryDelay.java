package io.tallygate.relay;

import java.time.Duration;

/** The pause before something that failed is tried again: doubled each time, within the configured bounds. */
final class RetryDelay {
    private final RelayConfig config;
    private Duration now;

    RetryDelay(RelayConfig config) {
        this.config = config;
        this.now = config.minRetryDelay();
    }

    Duration now() {
        return now;
    }

    void lengthen() {
        Duration doubled = now.multipliedBy(2);
        now = doubled.compareTo(config.maxRetryDelay()) < 0 ? doubled : config.maxRetryDelay();
    }

    void reset() {
        now = config.minRetryDelay();
    }
}
