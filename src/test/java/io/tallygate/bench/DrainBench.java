package io.tallygate.bench;

import java.util.concurrent.TimeUnit;

/**
 * A backlog in the audit queue, until all of it is stored; beside PerfTest, which consumes the same number of the same
 * events from a queue like it. Both are warm, connected and stopped in their tracks while their backlog is made, so that
 * both begin at once with their prefetch at the door.
 *
 * <p>PerfTest counts as done when its queue holds nothing ready any more: it is spared the last of its prefetch.
 */
final class DrainBench {
    private final Plant plant;
    private final Options options;
    private final GatewayDrain gatewayDrain;
    private final Samples gatewayRates = new Samples();
    private final Samples perfTestRates = new Samples();
    private final Samples ratios = new Samples();
    private final CpuSamples cpu = new CpuSamples();

    DrainBench(Plant plant, Options options) {
        this.plant = plant;
        this.options = options;
        gatewayDrain = new GatewayDrain(plant, options.backlog());
    }

    void run(Table table) throws Exception {
        try (PerfTest perfTest = PerfTest.consumer(plant.broker().uri())) {
            // for a minute's worth of compilation, as the gateway has had
            plant.publishToReference(Math.min(options.warmup(), 100_000));
            awaitReferenceEmpty();
            for (int round = 1; round <= options.rounds(); round++) {
                Drain drain = gatewayDrain.run();
                double gateway = drain.rate();
                double reference = perfTest(perfTest);
                cpu.add(drain.cpu(), drain.events());
                gatewayRates.add(gateway);
                perfTestRates.add(reference);
                ratios.add(gateway / reference);
                Benchmark.progress("drain, round %d: gateway %.0f, PerfTest %.0f events/s", round, gateway, reference);
            }
        }
        table.add(
                "drain of " + options.backlog() + ", events/s / PerfTest consuming",
                gatewayRates.shown(0),
                perfTestRates.shown(0),
                ratios.shown(2),
                "-",
                "-",
                cpu.gateway(),
                cpu.broker(),
                cpu.database(),
                cpu.sum());
    }

    private double perfTest(PerfTest perfTest) throws Exception {
        perfTest.freeze();
        plant.publishToReference(options.backlog());
        TimeUnit.MILLISECONDS.sleep(500);
        long start = System.nanoTime();
        perfTest.thaw();
        awaitReferenceEmpty();
        double seconds = (System.nanoTime() - start) / 1e9;
        TimeUnit.MILLISECONDS.sleep(500);
        return options.backlog() / seconds;
    }

    private void awaitReferenceEmpty() throws Exception {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (plant.feeder().ready(Plant.REFERENCE_QUEUE) > 0) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("PerfTest does not consume");
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }
}
