package io.tallygate.bench;

import java.sql.SQLException;
import java.util.function.Consumer;

/**
 * What a user would write instead of the gateway: routes that validate and store durably, too, but one message at a time.
 *
 * <p>A peer's row of CPU seconds shows its own, those of broker and database while it drained, and how many times the
 * gateway's sum its sum is.
 */
final class PeerDrains implements DrainReference {
    private final Options.PeerOptions options;
    private final PeerProcess camelPeer;
    private final PeerProcess panachePeer;
    private final Samples gatewaySums = new Samples();
    private final Comparison camel = new Comparison("Camel route");
    private final Comparison panache = new Comparison("Panache consumer");

    PeerDrains(Plant plant, Options.PeerOptions options) throws Exception {
        this.options = options;
        camelPeer = PeerProcess.camel(plant, options.concurrency());
        panachePeer = PeerProcess.panache(plant, options.concurrency());
    }

    @Override
    public void beginWarmUp() throws Exception {
        camelPeer.beginWarmUp(options.warmup());
        panachePeer.beginWarmUp(options.warmup());
    }

    @Override
    public void awaitWarm() throws Exception {
        camelPeer.awaitWarm(options.warmup());
        panachePeer.awaitWarm(options.warmup());
    }

    @Override
    public Consumer<Drain> measure() throws Exception {
        Drain byCamel = camelPeer.drain(options.backlog());
        Drain byPanache = panachePeer.drain(options.backlog());
        Benchmark.progress("Camel %.0f, Panache %.0f events/s", byCamel.rate(), byPanache.rate());
        return gateway -> {
            gatewaySums.add(gateway.cpuSum());
            camel.add(gateway, byCamel);
            panache.add(gateway, byPanache);
        };
    }

    @Override
    public void addTo(Table table) {
        camel.addTo(table);
        panache.addTo(table);
    }

    @Override
    public void close() throws SQLException {
        camelPeer.close();
        panachePeer.close();
    }

    /** The gateway and one peer, round by round. */
    private final class Comparison {
        private final String name;
        private final RateComparison rates = new RateComparison();
        private final CpuSamples cpu = new CpuSamples();
        private final Samples sums = new Samples();
        private final Samples sumRatios = new Samples();

        Comparison(String name) {
            this.name = name;
        }

        void add(Drain gateway, Drain peer) {
            rates.add(gateway.rate(), peer.rate());
            rates.addCpu(gateway.cpu(), gateway.events());
            cpu.add(peer.cpu(), peer.events());
            sums.add(peer.cpuSum());
            sumRatios.add(peer.cpuSum() / gateway.cpuSum());
        }

        void addTo(Table table) {
            rates.addTo(table, "drain, events/s, Tallygate / " + name);
            table.add(
                    cpu,
                    "CPU s per 100,000 events, " + name + " / Tallygate",
                    gatewaySums.shown(2),
                    sums.shown(2),
                    sumRatios.shown(2));
        }
    }
}
