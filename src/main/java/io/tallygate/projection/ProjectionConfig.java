package io.tallygate.projection;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How what is derived from the log is kept up with it. */
@ConfigMapping(prefix = "tallygate.projection")
public interface ProjectionConfig {

    /** Whether this instance does that, if it leads in it. Where none does, lists of runs and figures stay behind. */
    @WithDefault("true")
    boolean enabled();

    /** Events of the log that are added in one transaction. */
    @WithDefault("2000")
    @Min(1)
    @Max(20000)
    int batch();

    /** Bytes of events after which a transaction is ended before it has as many. */
    @WithDefault("8M")
    MemorySize batchBytes();

    /** The least pause between two transactions, in which the next events gather: many together cost much less. */
    @WithDefault("250ms")
    Duration pause();

    /**
     * The share of time in which it may be at work while it is behind: the rest is left to those who store events and ask
     * for them.
     */
    @WithDefault("0.5")
    @DecimalMin("0.01")
    @DecimalMax("1")
    double share();

    /** The same while more events are stored than {@link #busyRate()}: it falls behind then, and comes up with them later. */
    @WithDefault("0.15")
    @DecimalMin("0.01")
    @DecimalMax("1")
    double busyShare();

    /** Events stored in a second from which on those who store them go before. */
    @WithDefault("2000")
    @Min(1)
    long busyRate();

    /** How often to look for what other instances have stored. */
    @WithDefault("500ms")
    Duration pollInterval();

    /** The pause after something failed. */
    @WithDefault("1s")
    Duration retryDelay();

    /** How long a stopping gateway waits for the transaction that is under way. */
    @WithDefault("5s")
    Duration shutdownPatience();

    /**
     * How long after its last event an unfinished run counts as stalled, where the dialect says nothing of the event's type.
     * Changed, it holds for runs from their next event on, and for all when they are made anew.
     */
    @WithDefault("1h")
    Duration stallsAfter();
}
