package io.tallygate.query;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** The bounds of the live stream. */
@ConfigMapping(prefix = "tallygate.stream")
public interface StreamConfig {

    /** How often to look for what other instances have stored, while somebody reads. */
    @WithDefault("500ms")
    Duration pollInterval();

    /** The least time from one look to the next: what is stored meanwhile is read together. */
    @WithDefault("50ms")
    Duration linger();

    /** How often a reader to whom there is nothing to send is told that the stream is alive. */
    @WithDefault("15s")
    Duration heartbeat();

    /** How long readers are to wait before they connect again. */
    @WithDefault("2s")
    Duration retry();

    /** Readers at a time; more are answered with 429. */
    @WithDefault("100")
    @Min(1)
    @Max(4000)
    int maxReaders();

    /** How many of these are of one caller; where nobody is known, all may be. */
    @WithDefault("20")
    @Min(1)
    int readersPerCaller();

    /** Events that wait for one reader at most; of more, the oldest are dropped and told as {@code missed}. */
    @WithDefault("1000")
    @Min(1)
    @Max(100000)
    int bufferEvents();

    /** Bytes that these may have together; a single larger one waits alone. */
    @WithDefault("1M")
    MemorySize bufferBytes();

    /** Entries that one statement reads at most; no more than half of {@link #bufferEvents()}. */
    @WithDefault("500")
    @Min(1)
    @Max(10000)
    int page();

    /** Entries of the log that the stream may be behind; then it goes on at its end, and readers are told what they missed. */
    @WithDefault("10000")
    @Min(1)
    int maxLag();

    /** Entries of the log that a reader who comes back may have missed; of more, the oldest are told as {@code missed}. */
    @WithDefault("50000")
    @Min(1)
    int maxResume();

    /** How old a quarantined event may be that a reader who comes back is sent. */
    @WithDefault("1h")
    Duration maxResumeAge();
}
