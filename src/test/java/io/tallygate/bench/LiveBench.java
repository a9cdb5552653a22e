package io.tallygate.bench;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Events published with confirms as fast as they are confirmed, while the gateway stores them; beside PerfTest, which
 * publishes and consumes at once. The time runs until the last is stored, so that a backlog that grows shows. Then half
 * that rate, and how long an event takes from the moment at which it should be published until it is stored, as seen by a
 * reader of the database.
 */
final class LiveBench {
    private final Plant plant;
    private final Options options;
    /** Three times HTTP's, since what is still to be stored when they are over counts, too. */
    private final int seconds;

    private final RateComparison rates = new RateComparison();
    private final Samples perfTestSent = new Samples();
    private final Samples halfRates = new Samples();
    private final Samples medians = new Samples();
    private final Samples tails = new Samples();
    private final Samples confirmMedians = new Samples();
    private final Samples confirmTails = new Samples();
    private final CpuSamples halfCpu = new CpuSamples();

    LiveBench(Plant plant, Options options) {
        this.plant = plant;
        this.options = options;
        seconds = 3 * options.seconds();
    }

    void run(Table table, List<Path> bodies) throws Exception {
        for (int round = 1; round <= options.rounds(); round++) {
            double gateway = gateway();
            atHalf(gateway / 2);
            PerfTest.Rates reference = plant.withoutGateway(() -> reference(bodies));
            rates.add(gateway, reference.received());
            perfTestSent.add(reference.sent());
            Benchmark.progress(
                    "live, round %d: gateway %.0f, PerfTest %.0f events/s; of %d events nothing is derived yet",
                    round, gateway, reference.received(), plant.notDerived());
        }
        rates.addTo(
                table,
                "live, events/s / PerfTest publishing and consuming, as received (it sent " + perfTestSent.shown(0)
                        + ")");
        table.add(
                halfCpu,
                "live at half that rate, publish to stored",
                halfRates.shown(0),
                "-",
                "-",
                medians.shown(1),
                tails.shown(1));
        table.add(
                "the same, publish to confirmed by the broker",
                halfRates.shown(0),
                "-",
                "-",
                confirmMedians.shown(1),
                confirmTails.shown(1));
    }

    /**
     * By a PerfTest of its own for each round: to a consumer that has stood still the broker now and then delivers nothing for
     * seconds, and then all at once.
     */
    private PerfTest.Rates reference(List<Path> bodies) throws Exception {
        try (PerfTest perfTest = PerfTest.both(plant.broker().uri(), bodies)) {
            return plant.ratesOf(perfTest);
        }
    }

    private double gateway() throws Exception {
        long before = plant.stored();
        CpuUse cpuBefore = plant.cpu();
        long start = System.nanoTime();
        long end = start + TimeUnit.SECONDS.toNanos(seconds);
        int events = 0;
        while (System.nanoTime() < end) {
            plant.send();
            events++;
        }
        plant.feeder().awaitConfirms();
        plant.awaitStored(before + events);
        double seconds = (System.nanoTime() - start) / 1e9;
        rates.addCpu(plant.cpu().since(cpuBefore), events);
        plant.settle();
        return events / seconds;
    }

    private void atHalf(double rate) throws Exception {
        int events = (int) (rate * seconds);
        double interval = 1e9 / rate;
        plant.feeder().confirms();
        long before = plant.stored();
        CpuUse cpuBefore = plant.cpu();
        long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(5);
        CompletableFuture<Latencies> watcher = new CompletableFuture<>();
        Thread thread = new Thread(() -> watch(watcher, before, events, start, interval), "bench watcher");
        thread.setDaemon(true);
        thread.start();
        for (int i = 0; i < events; i++) {
            long due = start + (long) (i * interval);
            for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
                LockSupport.parkNanos(due - now);
            }
            plant.send();
        }
        plant.feeder().awaitConfirms();
        Latencies latencies = watcher.get(180, TimeUnit.SECONDS);
        Latencies confirms = plant.feeder().confirms();
        confirmMedians.add(confirms.percentile(0.50));
        confirmTails.add(confirms.percentile(0.99));
        halfRates.add(rate);
        medians.add(latencies.percentile(0.50));
        tails.add(latencies.percentile(0.99));
        halfCpu.add(plant.cpu().since(cpuBefore), events);
        plant.settle();
    }

    /** One queue, one writer, no gaps: the n-th event sent is the n-th stored. */
    private void watch(CompletableFuture<Latencies> watcher, long before, int events, long start, double interval) {
        try {
            Latencies latencies = new Latencies();
            Deque<Long> due = new ArrayDeque<>();
            for (int i = 0; i < events; i++) {
                due.add(start + (long) (i * interval));
            }
            long seen = before;
            while (!due.isEmpty()) {
                long stored = plant.stored();
                long now = System.nanoTime();
                for (; seen < stored; seen++) {
                    latencies.add(now - due.remove());
                }
                LockSupport.parkNanos(1_000_000);
            }
            watcher.complete(latencies);
        } catch (Exception e) {
            watcher.completeExceptionally(e);
        }
    }
}
