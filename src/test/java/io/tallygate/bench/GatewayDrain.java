package io.tallygate.bench;

import java.util.concurrent.TimeUnit;

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

    Drain run() throws Exception {
        long before = plant.stored();
        plant.gateway().freeze();
        plant.publish(backlog);
        TimeUnit.MILLISECONDS.sleep(500);
        CpuUse cpuBefore = plant.cpu();
        long start = System.nanoTime();
        plant.gateway().thaw();
        plant.awaitStored(before + backlog);
        double seconds = (System.nanoTime() - start) / 1e9;
        Drain drain = new Drain(backlog, seconds, plant.cpu().since(cpuBefore));
        plant.settle();
        return drain;
    }
}
