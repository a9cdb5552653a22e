package io.tallygate.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A backlog in the audit queue, until all of it is stored; beside PerfTest, which consumes the same from a queue like it, and
 * beside what a user would write instead. All are warm; they are measured by turns, the gateway first in one round and last
 * in the next.
 */
final class DrainBench {
    /** Enough for the gateway's rate, where it is not to be compared with PerfTest's. */
    private static final int BACKLOG_BESIDE_PEERS = 50_000;

    private final Plant plant;
    private final Options options;

    DrainBench(Plant plant, Options options) {
        this.plant = plant;
        this.options = options;
    }

    void run(Table table) throws Exception {
        List<DrainReference> references = new ArrayList<>();
        try {
            if (options.measures("drain")) {
                references.add(new PerfTestDrain(plant, options));
            }
            if (options.measures("peers")) {
                references.add(new PeerDrains(plant, options.peers()));
            }
            plant.withoutGateway(() -> {
                warmUp(references);
                return true;
            });
            int backlog =
                    options.measures("drain") ? options.backlog() : Math.min(options.backlog(), BACKLOG_BESIDE_PEERS);
            GatewayDrain gatewayDrain = new GatewayDrain(plant, backlog);
            for (int round = 1; round <= options.rounds(); round++) {
                Benchmark.progress("drain, round %d", round);
                measure(gatewayDrain, references, round % 2 == 1);
            }
            references.forEach(reference -> reference.addTo(table));
        } finally {
            for (DrainReference reference : references) {
                reference.close();
            }
        }
    }

    /** Whoever comes last is spared what the broker may still have to do for the backlog. */
    private void measure(GatewayDrain gateway, List<DrainReference> references, boolean gatewayBegins)
            throws Exception {
        gateway.prepare();
        if (gatewayBegins) {
            Drain drain = gateway.measure();
            plant.withoutGateway(() -> measure(references)).forEach(comparison -> comparison.accept(drain));
        } else {
            List<Consumer<Drain>> comparisons = measure(references);
            Drain drain = gateway.measure();
            comparisons.forEach(comparison -> comparison.accept(drain));
        }
    }

    private static List<Consumer<Drain>> measure(List<DrainReference> references) throws Exception {
        List<Consumer<Drain>> comparisons = new ArrayList<>();
        for (DrainReference reference : references) {
            comparisons.add(reference.measure());
        }
        return comparisons;
    }

    /** All at once, each with a backlog of its own: none is measured yet. */
    private static void warmUp(List<DrainReference> references) throws Exception {
        for (DrainReference reference : references) {
            reference.beginWarmUp();
        }
        for (DrainReference reference : references) {
            reference.awaitWarm();
        }
        Benchmark.progress("what the gateway is compared with is warm");
    }
}
