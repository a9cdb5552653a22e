package io.tallygate.demo;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** What the demo plays. */
@ConfigMapping(prefix = "tallygate.demo")
public interface DemoConfig {

    /** Whether made-up events are played; only with embedded broker and database. */
    @WithDefault("false")
    boolean enabled();

    /** The same seed makes the same events, but for their ids and times. */
    @WithDefault("7")
    long seed();

    /** Events a second. */
    @WithDefault("5")
    @Min(1)
    @Max(200)
    int eventsPerSecond();

    /** How much of the past is made up at the start, if the audit log is empty. */
    @WithDefault("30m")
    Duration history();

    /** Events of that past at most; a longer one has fewer a second. */
    @WithDefault("5000")
    @Min(0)
    @Max(100000)
    int maxHistory();
}
