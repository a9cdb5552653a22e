package io.tallygate.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * A backlog in the audit queue, until all of it is stored; beside PerfTest, which consumes as many from a queue like it, and
 * beside what a user would write instead. All are warm; they are measured by turns.
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
            int backlog =
                    options.measures("drain") ? options.backlog() : Math.min(options.backlog(), BACKLOG_BESIDE_PEERS);
            GatewayDrain gatewayDrain = new GatewayDrain(plant, backlog);
            for (int round = 1; round <= options.rounds(); round++) {
                Drain drain = gatewayDrain.run();
                Benchmark.progress("drain, round %d: gateway %.0f events/s", round, drain.rate());
                for (DrainReference reference : references) {
                    reference.measureBeside(drain);
                }
            }
            references.forEach(reference -> reference.addTo(table));
        } finally {
            for (DrainReference reference : references) {
                reference.close();
            }
        }
    }
}
