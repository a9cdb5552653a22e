package io.tallygate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.PostgresNode;
import io.tallygate.testkit.RequiresMounts;
import io.tallygate.testkit.RequiresRabbitMq;
import io.tallygate.testkit.SmallDisk;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** PostgreSQL's data disk is full: senders are turned away or wait, health says why, and all goes on by itself. Row 14. */
@RequiresMounts
@RequiresRabbitMq(privateNode = true)
class DiskFullIT {
    private static final Duration READY = Duration.ofSeconds(60);

    @Test
    void fullDataDisk_holdsEverythingAndGoesOnByItself() throws Exception {
        try (SmallDisk data = SmallDisk.create(160);
                SmallDisk log = SmallDisk.create(160);
                PostgresNode postgres =
                        PostgresNode.startIn(data.folder(), Map.of("min_wal_size", "32MB", "max_wal_size", "64MB"));
                FaultBench bench = new FaultBench("data-disk", BreakableNodes.broker(), postgres)) {
            postgres.moveWriteAheadLog(log.folder());
            GatewayProcess gateway = bench.keep(
                    bench.setup().set("TALLYGATE_INGEST_HTTP_PATIENCE", "1s").start());
            Load load = bench.load(gateway).start(500);
            bench.awaitKept(300);

            data.fill(0);
            int before = load.httpUnavailable();
            bench.await("HTTP is answered with 503").until(() -> load.httpUnavailable() > before + 5);
            bench.await("health says that PostgreSQL refuses")
                    .until(() -> FaultBench.reasonOf("disk", gateway).contains("No space left"));
            data.clear();
            gateway.awaitReady(READY);
            load.awaitHttpAccepted(50);

            assertThat(postgres.isRunning()).isTrue();
            bench.drained(load).hold(load).quarantineHasEachArrivalOnce().everythingSoundIsStored(load);
        }
    }
}
