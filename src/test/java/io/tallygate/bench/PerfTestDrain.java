package io.tallygate.bench;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * PerfTest, which consumes what the gateway drains: the same events, from a queue like the audit queue. It is stopped in its
 * tracks while they are published, as the gateway is, so that it begins with its prefetch at the door.
 *
 * <p>It counts as done when its queue holds nothing ready any more: it is spared the last of its prefetch.
 */
final class PerfTestDrain implements DrainReference {
    /** For a minute's worth of compilation, as the gateway has had. */
    private static final int MOST_WARMUP = 100_000;

    private final Plant plant;
    private final Options options;
    private final PerfTest perfTest;
    private final RateComparison rates = new RateComparison();

    PerfTestDrain(Plant plant, Options options) throws Exception {
        this.plant = plant;
        this.options = options;
        perfTest = PerfTest.consumer(plant.broker().uri());
    }

    @Override
    public void beginWarmUp() throws Exception {
        plant.publishTo(Plant.REFERENCE_QUEUE, Math.min(options.warmup(), MOST_WARMUP));
    }

    @Override
    public void awaitWarm() throws Exception {
        awaitEmpty();
        perfTest.freeze();
        plant.shareBacklog();
    }

    /** The backlog of the round is in its queue. */
    @Override
    public Consumer<Drain> measure() throws Exception {
        long start = System.nanoTime();
        perfTest.thaw();
        awaitEmpty();
        double rate = options.backlog() / ((System.nanoTime() - start) / 1e9);
        perfTest.freeze();
        Benchmark.progress("PerfTest %.0f events/s", rate);
        return gateway -> {
            rates.addCpu(gateway.cpu(), gateway.events());
            rates.add(gateway.rate(), rate);
        };
    }

    private void awaitEmpty() throws Exception {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (plant.feeder().ready(Plant.REFERENCE_QUEUE) > 0) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("PerfTest does not consume");
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    @Override
    public void addTo(Table table) {
        rates.addTo(table, "drain of " + options.backlog() + ", events/s / PerfTest consuming");
    }

    @Override
    public void close() {
        perfTest.close();
    }
}
