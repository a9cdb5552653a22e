package io.tallygate.bench;

import java.sql.SQLException;

/**
 * What a user would write instead of the gateway: routes that validate and store durably, too, but one message at a time.
 *
 * <p>A peer's row of CPU seconds shows its own, those of broker and database while it drained, and how many times the
 * gateway's sum its sum is.
 */
final class PeerDrains implements DrainReference {
    private final Plant plant;
    private final Options.PeerOptions options;
    private final PeerProcess camelPeer;
    private final PeerProcess panachePeer;
    private final Samples gatewaySums = new Samples();
    private final Comparison camel = new Comparison("Camel route");
    private final Comparison panache = new Comparison("Panache consumer");

    PeerDrains(Plant plant, Options.PeerOptions options) throws Exception {
        this.plant = plant;
        this.options = options;
        camelPeer = PeerProcess.camel(plant, options.concurrency());
        panachePeer = PeerProcess.panache(plant, options.concurrency());
        plant.withoutGateway(() -> {
            camelPeer.warmUp(options.warmup());
            panachePeer.warmUp(options.warmup());
            return true;
        });
        Benchmark.progress("peers are warm");
    }

    @Override
    public void measureBeside(Drain gateway) throws Exception {
        Drain byCamel = plant.withoutGateway(() -> camelPeer.drain(options.backlog()));
        Drain byPanache = plant.withoutGateway(() -> panachePeer.drain(options.backlog()));
        gatewaySums.add(gateway.cpuSum());
        camel.add(gateway, byCamel);
        panache.add(gateway, byPanache);
        Benchmark.progress("Camel %.0f, Panache %.0f events/s", byCamel.rate(), byPanache.rate());
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
