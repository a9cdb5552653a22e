package io.tallygate.simulation;

import io.tallygate.ingest.IngestConfig;
import io.tallygate.relay.RelayConfig;
import io.tallygate.testkit.Configured;
import java.util.Map;

/** Bounds so small that short schedules reach them, and pauses of the size of a simulated world. */
final class SmallBounds {
    static final IngestConfig INGEST = Configured.by(
            Map.ofEntries(
                    Map.entry("tallygate.ingest.max-event-bytes", "1024"),
                    Map.entry("tallygate.ingest.max-depth", "8"),
                    Map.entry("tallygate.ingest.max-violations", "8"),
                    Map.entry("tallygate.ingest.max-batch", "4"),
                    Map.entry("tallygate.ingest.queue-capacity", "8"),
                    Map.entry("tallygate.ingest.tenant-share", "60"),
                    Map.entry("tallygate.ingest.max-request-events", "8"),
                    Map.entry("tallygate.ingest.http-patience", "60ms"),
                    Map.entry("tallygate.ingest.amqp-patience", "90ms"),
                    Map.entry("tallygate.ingest.min-retry-delay", "2ms"),
                    Map.entry("tallygate.ingest.max-retry-delay", "16ms"),
                    Map.entry("tallygate.ingest.shutdown-patience", "40ms")),
            IngestConfig.class);

    static final RelayConfig RELAY = Configured.by(
            Map.of(
                    "tallygate.relay.batch", "2",
                    "tallygate.relay.batches-in-flight", "3",
                    "tallygate.relay.linger", "1ms",
                    "tallygate.relay.poll-interval", "10ms",
                    "tallygate.relay.min-retry-delay", "2ms",
                    "tallygate.relay.max-retry-delay", "16ms",
                    "tallygate.relay.unroutable-attempts", "3",
                    "tallygate.relay.shutdown-patience", "40ms"),
            RelayConfig.class);

    private SmallBounds() {}
}
