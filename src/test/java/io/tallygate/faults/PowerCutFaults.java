package io.tallygate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.testkit.CutDisk;
import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.PostgresNode;
import io.tallygate.testkit.RabbitNode;
import io.tallygate.testkit.RequiresMounts;
import io.tallygate.testkit.RequiresRabbitMq;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Power cuts of PostgreSQL's machine and of the broker's, under load: whatever was not written through to the disk is
 * gone, and nothing confirmed is. Rows 12 and 13. {@code -Dfaults.database-cuts} and {@code -Dfaults.broker-cuts} say how
 * many.
 *
 * <p>The control shows that the cuts cut: a PostgreSQL that confirms what it has not written through must be seen to lose
 * it, within {@code -Dfaults.control-cuts}.
 */
@RequiresMounts
@RequiresRabbitMq(privateNode = true)
class PowerCutFaults {
    private static final int DATABASE_CUTS = Integer.getInteger("faults.database-cuts", 2);
    private static final int BROKER_CUTS = Integer.getInteger("faults.broker-cuts", 2);
    private static final int CONTROL_CUTS = Integer.getInteger("faults.control-cuts", 10);
    private static final int MEGABYTES = 512;
    private static final Duration READY = Duration.ofSeconds(60);

    /** Little log, so that the disk is small, and checkpoints come by between the cuts. */
    private static final Map<String, String> SMALL =
            Map.of("min_wal_size", "32MB", "max_wal_size", "64MB", "checkpoint_timeout", "30s");

    /** Nothing is written through before ten seconds have passed or the log's segment is full. */
    private static final Map<String, String> LAZY =
            Map.of("min_wal_size", "32MB", "wal_writer_delay", "10s", "wal_writer_flush_after", "1GB");

    /** A small log, so that it is often turned over into segments. */
    private static final String SMALL_LOG = "raft.wal_max_size_bytes = 4000000";

    @Test
    void cutOfTheDatabasesPower_losesNothingConfirmed() throws Exception {
        try (CutDisk disk = CutDisk.lazy(MEGABYTES);
                PostgresNode postgres = PostgresNode.startIn(disk.folder(), SMALL);
                FaultBench bench = new FaultBench("database-power", BreakableNodes.broker(), postgres)) {
            GatewayProcess gateway = bench.start();
            Tap tap = bench.tap();
            Load load = bench.load(gateway).start(500);
            for (int cut = 1; cut <= DATABASE_CUTS; cut++) {
                Set<String> confirmed = cutDatabase(bench, disk, load);
                Invariants.of(bench.database())
                        .has("confirmed by HTTP before the cut", confirmed)
                        .nothingIsTwice();
                gateway.awaitReady(READY);
                bench.say("cut " + cut + " of the database: " + load);
            }
            load.awaitHttpAccepted(100);

            bench.drained(load).hold(load).quarantineHasEachArrivalOnce().everythingSoundIsStored(load);
            tap.assertHasAllOfHttpInOrder(load);
        }
    }

    @Test
    void cutOfTheDatabasesPower_withoutSynchronousCommit_isSeenToLose() throws Exception {
        try (CutDisk disk = CutDisk.lazy(MEGABYTES);
                PostgresNode postgres = PostgresNode.startIn(disk.folder(), LAZY);
                FaultBench bench = new FaultBench("lazy-database-power", BreakableNodes.broker(), postgres)) {
            GatewayProcess gateway = bench.start();
            // Behind its back: at its start it refuses such a server.
            bench.database().execute("ALTER DATABASE " + bench.databaseName() + " SET synchronous_commit = off");
            bench.database()
                    .query(
                            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'tallygate'");
            Load load = bench.load(gateway).start(500);
            long lost = 0;
            for (int cut = 1; cut <= CONTROL_CUTS && lost == 0; cut++) {
                Set<String> confirmed = cutDatabase(bench, disk, load);
                lost = Invariants.of(bench.database()).lost(confirmed).size();
                bench.say("cut " + cut + " without synchronous_commit: " + lost + " lost of " + confirmed.size());
                gateway.awaitReady(READY);
            }

            assertThat(lost)
                    .as("confirmed and lost: with none, the cuts prove nothing")
                    .isPositive();
        }
    }

    @Test
    void cutOfTheBrokersPower_losesNothingConfirmed() throws Exception {
        // On a lazy one RabbitMQ 3.10's own table of queues may be unreadable, and it does not start again.
        try (CutDisk disk = CutDisk.ordinary(MEGABYTES);
                RabbitNode broker = RabbitNode.startIn(disk.folder().resolve("data"), SMALL_LOG);
                FaultBench bench = new FaultBench("broker-power", broker, BreakableNodes.postgres())) {
            GatewayProcess gateway = bench.start();
            Tap tap = bench.tap();
            // The queues have been there for a while: see writeOutQueueNames() for what a young one may forget.
            broker.writeOutQueueNames();
            disk.sync();
            Load load = bench.load(gateway).start(500);
            for (int cut = 1; cut <= BROKER_CUTS; cut++) {
                cutBroker(bench, gateway, disk, load);
                gateway.awaitReady(READY);
                bench.say("cut " + cut + " of the broker: " + load);
            }
            load.awaitHttpAccepted(100);

            bench.drained(load).hold(load);
            tap.assertHasAllOfHttpInOrder(load);
            load.publishUnknownAgain();
            bench.drained(load).nothingIsTwice().everythingSoundIsStored(load);
        }
    }

    /** Gives what HTTP had taken before. */
    private static Set<String> cutDatabase(FaultBench bench, CutDisk disk, Load load) {
        bench.awaitKept(bench.random().nextInt(50, 1_000));
        bench.postgres().freeze();
        Set<String> confirmed = load.httpLedger().confirmed();
        disk.takeImage();
        bench.postgres().vanish();
        disk.revert();
        bench.postgres().restart();
        return confirmed;
    }

    /** Half of the time with a gateway that takes nothing out, so that the queue is long; else under its hands. */
    private static void cutBroker(FaultBench bench, GatewayProcess gateway, CutDisk disk, Load load) {
        bench.awaitKept(bench.random().nextInt(50, 500));
        boolean filled = bench.random().nextBoolean();
        if (filled) {
            gateway.freeze();
        }
        load.awaitConfirmed(bench.random().nextInt(50, 1_000));
        bench.broker().freeze();
        disk.takeImage();
        bench.broker().kill9();
        gateway.thaw();
        disk.revert();
        bench.broker().restart();
    }
}
