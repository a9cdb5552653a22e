package io.tallygate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.PostgresNode;
import io.tallygate.testkit.RabbitNode;
import io.tallygate.testkit.RequiresMounts;
import io.tallygate.testkit.RequiresRabbitMq;
import io.tallygate.testkit.SmallDisk;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The disk of PostgreSQL's write-ahead log, or the broker's, is full: nothing confirmed is lost, and all goes on when there
 * is room. Rows 15, 16 and 17; row 14 is {@link DiskFullIT}.
 */
@RequiresMounts
@RequiresRabbitMq(privateNode = true)
class DiskFullFaults {
    private static final Duration READY = Duration.ofSeconds(90);

    @Test
    void fullLogDisk_stopsPostgresAndLosesNothing() throws Exception {
        try (SmallDisk data = SmallDisk.create(160);
                SmallDisk log = SmallDisk.create(160);
                PostgresNode postgres = PostgresNode.startIn(
                        data.folder(), Map.of("min_wal_size", "32MB", "max_wal_size", "32MB", "wal_recycle", "off"));
                FaultBench bench = new FaultBench("log-disk", BreakableNodes.broker(), postgres)) {
            postgres.moveWriteAheadLog(log.folder());
            GatewayProcess gateway = bench.keep(
                    bench.setup().set("TALLYGATE_INGEST_HTTP_PATIENCE", "1s").start());
            Load load = bench.load(gateway).start(500);
            bench.awaitKept(300);

            bench.await("PostgreSQL gives up").until(() -> {
                // again and again, for old segments are deleted
                log.fill(0);
                switchLog(bench);
                return FaultBench.readinessOf("database", gateway).equals("DOWN");
            });
            int before = load.httpUnavailable();
            bench.await("HTTP is answered with 503").until(() -> load.httpUnavailable() > before + 5);
            log.clear();
            postgres.restart();
            gateway.awaitReady(READY);
            load.awaitHttpAccepted(50);

            bench.drained(load).hold(load).quarantineHasEachArrivalOnce().everythingSoundIsStored(load);
        }
    }

    @Test
    void diskAlarmOfTheBroker_leavesHttpOpenAndAllIsPublishedAfterwards() throws Exception {
        try (FaultBench bench = new FaultBench("disk-alarm")) {
            GatewayProcess gateway = bench.start();
            Tap tap = bench.tap();
            Load load = bench.load(gateway).start(200);
            bench.awaitKept(300);

            bench.broker().rabbitmqctl("set_disk_free_limit", "900000000000000");
            try {
                bench.await("the outbox grows")
                        .until(() -> bench.database().number("SELECT pending FROM relay_backlog") > 300);
            } finally {
                bench.broker().rabbitmqctl("set_disk_free_limit", "50MB");
            }
            gateway.awaitReady(READY);

            bench.drained(load).hold(load).everythingSoundIsStored(load);
            assertThat(load.httpUnavailable()).as("answers of 503").isZero();
            tap.assertHasAllOfHttpInOrder(load);
        }
    }

    @Test
    void fullDiskOfTheBroker_leavesHttpOpenAndAllIsPublishedAfterwards() throws Exception {
        try (SmallDisk disk = SmallDisk.create(120);
                RabbitNode broker = RabbitNode.startIn(
                        disk.folder().resolve("data"),
                        "raft.wal_max_size_bytes = 4000000",
                        // no alarm comes before the disk is really full
                        "disk_free_limit.absolute = 1KB");
                FaultBench bench = new FaultBench("broker-disk", broker, BreakableNodes.postgres())) {
            GatewayProcess gateway = bench.start();
            Tap tap = bench.tap();
            broker.writeOutQueueNames();
            Load load = bench.load(gateway).start(200);
            bench.awaitKept(300);

            disk.fill(0);
            bench.await("the outbox grows")
                    .until(() -> bench.database().number("SELECT pending FROM relay_backlog") > 300);
            disk.clear();
            // What an operator does: a node whose log could not be written does not mend itself.
            broker.restart();
            gateway.awaitReady(READY);

            bench.drained(load).hold(load);
            assertThat(load.httpUnavailable()).as("answers of 503").isZero();
            tap.assertHasAllOfHttpInOrder(load);
        }
    }

    /** Makes it need a new segment. */
    private static void switchLog(FaultBench bench) {
        bench.database().query("SELECT pg_logical_emit_message(false, 'test', 'x'), pg_switch_wal()");
    }
}
