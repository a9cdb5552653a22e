package io.tallygate.boot;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** What one client of the HTTP door may cost the others. */
@ConfigMapping(prefix = "tallygate.http")
public interface HttpConfig {

    /**
     * How long a connection may take until a whole request has come, from its opening or its last answer on; then it is
     * closed, also if a byte comes now and then.
     */
    @WithDefault("60s")
    Duration requestTimeout();

    /**
     * Bytes that all requests above 64 KiB that are not answered yet may have together; more are answered with 503 at once.
     * By default an eighth of the heap.
     */
    Optional<MemorySize> maxBulkBytes();

    /**
     * How long a browser that came by TLS once is to come by nothing else ({@code Strict-Transport-Security}); 0 makes it
     * forget that.
     */
    @WithDefault("365d")
    Duration strictTransport();
}
