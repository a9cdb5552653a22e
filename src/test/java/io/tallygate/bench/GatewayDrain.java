package io.tallygate.bench;

/**
 * A backlog in the audit queue until all of it is stored. The gateway is stopped in its tracks while it is made, and so
 * begins at once with its prefetch at the door.
 */
final class GatewayDrain {
    private final Plant plant;
    private final int backlog;

    GatewayDrain(Plant plant, int backlog) {
        this.plant = plant;
        this.backlog = backlog;
    }

    /** Stops it and makes the backlog. */
    void prepare() throws Exception {
        plant.gateway().freeze();
        plant.publishBacklog(backlog);
    }

    /** Lets it go on. */
    Drain measure() throws Exception {
        long before = plant.stored();
        CpuUse cpuBefore = plant.cpu();
        long start = System.nanoTime();
        plant.gateway().thaw();
        plant.awaitStored(before + backlog);
        double seconds = (System.nanoTime() - start) / 1e9;
        Drain drain = new Drain(backlog, seconds, plant.cpu().since(cpuBefore));
        Benchmark.progress("gateway %.0f events/s", drain.rate());
        plant.settle();
        return drain;
    }
}
