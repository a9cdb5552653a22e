package io.tallygate.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Optional;

/** The bounds of taking events in. */
@ConfigMapping(prefix = "tallygate.ingest")
public interface IngestConfig {

    /** Bytes that one event may have; a longer one is quarantined as {@code too-large}. */
    @WithDefault("262144")
    @Min(1024)
    int maxEventBytes();

    /** How deep objects and arrays may be nested. */
    @WithDefault("64")
    @Min(2)
    @Max(1000)
    int maxDepth();

    /** Violations that are listed for one event at most. */
    @WithDefault("50")
    @Min(1)
    int maxViolations();

    /** Events that one transaction takes at most. */
    @WithDefault("2000")
    @Min(1)
    int maxBatch();

    /** Events of the HTTP door that may wait for their transaction; more are answered with 503 at once. */
    @WithDefault("20000")
    @Min(1)
    int queueCapacity();

    /**
     * The share of the queue, in percent, that the events of one tenant may take; more of it are answered with 429 at once,
     * while others are still taken in.
     */
    @WithDefault("80")
    @Min(1)
    @Max(100)
    int tenantShare();

    /**
     * The share of the time, in percent, in which a backlog of one tenant is stored while events of others come, too; 100
     * for all of it, which is faster for that tenant and slower for the others.
     */
    @WithDefault("50")
    @Min(1)
    @Max(100)
    int backlogShare();

    /** Events that one HTTP request may carry. */
    @WithDefault("10000")
    @Min(1)
    int maxRequestEvents();

    /**
     * How many HTTP requests of many events, or of an event above 16 KiB, are checked at once; by default half of the
     * processors.
     */
    Optional<@Min(1) Integer> largeRequestThreads();

    /** How long an HTTP request waits for the storage before it is answered with 503. */
    @WithDefault("8s")
    Duration httpPatience();

    /** How long a batch of the audit queue waits for the storage before it is given back to the broker. */
    @WithDefault("10m")
    Duration amqpPatience();

    /** The first pause after the storage failed; doubled after each further failure. */
    @WithDefault("100ms")
    Duration minRetryDelay();

    /** The longest pause between two tries of the storage. */
    @WithDefault("2s")
    Duration maxRetryDelay();

    /** How long a stopping gateway waits for what it has taken in. */
    @WithDefault("10s")
    Duration shutdownPatience();
}
