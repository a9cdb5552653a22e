package io.tallygate.faults;

import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.RequiresRabbitMq;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Rows 5 and 6: the broker, and PostgreSQL, are frozen for 5 to 40 seconds and go on; the gateway has its default
 * time-outs. How long it took until health said so is printed. {@code -Dfaults.freezes} says how often each is frozen.
 */
@RequiresRabbitMq(privateNode = true)
class FreezeFaults {
    private static final int FREEZES = Integer.getInteger("faults.freezes", 1);
    private static final Duration READY = Duration.ofSeconds(120);

    @Test
    void freeze_ofTheBroker_goesOnByItselfAfterwards() throws Exception {
        try (FaultBench bench = new FaultBench("broker-freezes")) {
            GatewayProcess gateway = startWithDefaults(bench);
            Tap tap = bench.tap();
            Load load = bench.load(gateway).start(500);
            for (int i = 0; i < FREEZES; i++) {
                awaitRandomMoment(bench);
                bench.broker().freeze();
                awaitFreezeIsOver(bench, gateway, "broker");
                bench.broker().thaw();
                awaitWork(bench, gateway, load);
            }
            load.finish();
            bench.awaitDrained();
            tap.assertHasAllOfHttpInOrder(load);
            bench.endPart(load);
            bench.assertWholeLogIsSound();
        }
    }

    @Test
    void freeze_ofPostgres_goesOnByItselfAfterwards() throws Exception {
        try (FaultBench bench = new FaultBench("database-freezes")) {
            GatewayProcess gateway = startWithDefaults(bench);
            Load load = bench.load(gateway).start(500);
            for (int i = 0; i < FREEZES; i++) {
                awaitRandomMoment(bench);
                bench.postgres().freeze();
                awaitFreezeIsOver(bench, gateway, "database");
                bench.postgres().thaw();
                awaitWork(bench, gateway, load);
            }
            bench.endPart(load);
            bench.assertWholeLogIsSound();
        }
    }

    /** The bench shortens one delay of its gateways; here it has its default again. */
    private static GatewayProcess startWithDefaults(FaultBench bench) {
        return bench.keep(bench.setup()
                .set("TALLYGATE_RABBITMQ_RECONNECT_DELAY_MAX", "10s")
                .start());
    }

    private static void awaitRandomMoment(FaultBench bench) {
        bench.awaitKept(bench.random().nextInt(100, 1_500));
    }

    private static void awaitFreezeIsOver(FaultBench bench, GatewayProcess gateway, String part) {
        long began = System.nanoTime();
        Duration length = Duration.ofMillis(bench.random().nextInt(5_000, 40_000));
        CompletableFuture<Duration> noticed = CompletableFuture.supplyAsync(() -> {
            Awaitility.await(part + " is down")
                    .atMost(length)
                    .pollInterval(Duration.ofMillis(100))
                    .ignoreExceptions()
                    .until(() -> FaultBench.readinessOf(part, gateway).equals("DOWN"));
            return since(began);
        });
        Awaitility.await("the freeze is over")
                .atMost(length.plusSeconds(30))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> since(began).compareTo(length) >= 0);
        bench.say(part + " frozen for " + length.toMillis() + " ms; health said DOWN after "
                + finished(noticed).map(time -> time.toMillis() + " ms").orElse("its end, or not at all"));
    }

    private static Optional<Duration> finished(CompletableFuture<Duration> noticed) {
        return noticed.isDone() && !noticed.isCompletedExceptionally() ? Optional.of(noticed.join()) : Optional.empty();
    }

    private static void awaitWork(FaultBench bench, GatewayProcess gateway, Load load) {
        long thawed = System.nanoTime();
        gateway.awaitReady(READY);
        bench.awaitKept(1);
        bench.say("works again after " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - thawed) + " ms");
        load.awaitHttpAccepted(100);
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
