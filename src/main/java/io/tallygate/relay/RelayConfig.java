package io.tallygate.relay;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How the relay publishes. */
@ConfigMapping(prefix = "tallygate.relay")
public interface RelayConfig {

    /** Events that are published, and noted as published, together. */
    @WithDefault("1000")
    @Min(1)
    @Max(10000)
    int batch();

    /** How many batches are published before the confirms of the first are waited for. */
    @WithDefault("3")
    @Min(1)
    @Max(100)
    int batchesInFlight();

    /**
     * The least time from one batch to the next, unless a whole batch waits: many small batches cost the broker far more
     * than a few large ones. Nothing waits for it when it comes alone.
     */
    @WithDefault("10ms")
    Duration linger();

    /** How often to look for what other instances have put into the outbox. */
    @WithDefault("500ms")
    Duration pollInterval();

    /** The first pause after publishing failed; doubled after each further failure. */
    @WithDefault("200ms")
    Duration minRetryDelay();

    /** The longest pause between two tries to publish. */
    @WithDefault("5s")
    Duration maxRetryDelay();

    /**
     * How often an event that no queue takes is tried before it is parked. A parked event stays in the audit log and in
     * the outbox, is counted, and no longer holds up the others.
     */
    @WithDefault("10")
    @Min(1)
    int unroutableAttempts();

    /** How long a stopping gateway waits for the batch that is being published. */
    @WithDefault("10s")
    Duration shutdownPatience();
}
