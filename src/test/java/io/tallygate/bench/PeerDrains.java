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
    public void measure() throws Exception {
        camel.measure(camelPeer);
        panache.measure(panachePeer);
    }

    @Override
    public void compareWith(Drain gateway) {
        gatewaySums.add(gateway.cpuSum());
        camel.compareWith(gateway);
        panache.compareWith(gateway);
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

        private double rate;
        private double sum;

        Comparison(String name) {
            this.name = name;
        }

        void measure(PeerProcess peer) throws Exception {
            Drain drain = peer.drain(options.backlog());
            Benchmark.progress("%s %.0f events/s", name, drain.rate());
            cpu.add(drain.cpu(), drain.events());
            rate = drain.rate();
            sum = drain.cpuSum();
        }

        void compareWith(Drain gateway) {
            rates.add(gateway.rate(), rate);
            rates.addCpu(gateway.cpu(), gateway.events());
            sums.add(sum);
            sumRatios.add(sum / gateway.cpuSum());
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
