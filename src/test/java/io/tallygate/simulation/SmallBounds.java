package io.tallygate.simulation;

import io.tallygate.ingest.IngestConfig;
import io.tallygate.relay.RelayConfig;
import java.time.Duration;

/** Bounds so small that short schedules reach them, and pauses of the size of a simulated world. */
final class SmallBounds {
    static final IngestConfig INGEST = new Ingest();
    static final RelayConfig RELAY = new Relay();

    private SmallBounds() {}

    private static final class Ingest implements IngestConfig {
        @Override
        public int maxEventBytes() {
            return 1 << 10;
        }

        @Override
        public int maxDepth() {
            return 8;
        }

        @Override
        public int maxViolations() {
            return 8;
        }

        @Override
        public int maxBatch() {
            return 4;
        }

        @Override
        public int queueCapacity() {
            return 8;
        }

        @Override
        public int tenantShare() {
            return 60;
        }

        @Override
        public int maxRequestEvents() {
            return 8;
        }

        @Override
        public Duration httpPatience() {
            return Duration.ofMillis(60);
        }

        @Override
        public Duration amqpPatience() {
            return Duration.ofMillis(90);
        }

        @Override
        public Duration minRetryDelay() {
            return Duration.ofMillis(2);
        }

        @Override
        public Duration maxRetryDelay() {
            return Duration.ofMillis(16);
        }

        @Override
        public Duration shutdownPatience() {
            return Duration.ofMillis(40);
        }
    }

    private static final class Relay implements RelayConfig {
        @Override
        public int batch() {
            return 2;
        }

        @Override
        public int batchesInFlight() {
            return 3;
        }

        @Override
        public Duration linger() {
            return Duration.ofMillis(1);
        }

        @Override
        public Duration pollInterval() {
            return Duration.ofMillis(10);
        }

        @Override
        public Duration minRetryDelay() {
            return Duration.ofMillis(2);
        }

        @Override
        public Duration maxRetryDelay() {
            return Duration.ofMillis(16);
        }

        @Override
        public int unroutableAttempts() {
            return 3;
        }

        @Override
        public Duration shutdownPatience() {
            return Duration.ofMillis(40);
        }
    }
}
