package io.tallygate.bench;

/**
 * A backlog drained by the gateway beside what a user would write instead: routes that validate and store durably, too,
 * but one message at a time. All are warm; they are measured by turns.
 *
 * <p>A peer's row of CPU seconds shows its own, those of broker and database while it drained, and how many times the
 * gateway's sum its sum is.
 */
final class PeerBench {
    /** Events of the gateway's drain in each round: more than enough for its rate, which {@link DrainBench} measures. */
    private static final int GATEWAY_BACKLOG = 50_000;

    private final Plant plant;
    private final Options options;
    private final Samples gatewayRates = new Samples();
    private final CpuSamples gatewayCpu = new CpuSamples();
    private final Samples gatewaySums = new Samples();

    PeerBench(Plant plant, Options options) {
        this.plant = plant;
        this.options = options;
    }

    void run(Table table) throws Exception {
        Options.PeerOptions chosen = options.peers();
        GatewayDrain gatewayDrain = new GatewayDrain(plant, Math.min(options.backlog(), GATEWAY_BACKLOG));
        Comparison camel = new Comparison("Camel route");
        Comparison panache = new Comparison("Panache consumer");
        try (PeerProcess camelPeer = PeerProcess.camel(plant, chosen.concurrency());
                PeerProcess panachePeer = PeerProcess.panache(plant, chosen.concurrency())) {
            camelPeer.warmUp(chosen.warmup());
            panachePeer.warmUp(chosen.warmup());
            Benchmark.progress("peers are warm");
            for (int round = 1; round <= options.rounds(); round++) {
                Drain gateway = gatewayDrain.run();
                gatewayRates.add(gateway.rate());
                gatewayCpu.add(gateway.cpu(), gateway.events());
                gatewaySums.add(gateway.cpuSum());
                Drain byCamel = camelPeer.drain(chosen.backlog());
                camel.add(gateway, byCamel);
                Drain byPanache = panachePeer.drain(chosen.backlog());
                panache.add(gateway, byPanache);
                Benchmark.progress(
                        "peers, round %d: gateway %.0f, Camel %.0f, Panache %.0f events/s",
                        round, gateway.rate(), byCamel.rate(), byPanache.rate());
            }
        }
        camel.report(table);
        panache.report(table);
    }

    /** The gateway and one peer, round by round. */
    private final class Comparison {
        private final String name;
        private final Samples rates = new Samples();
        private final Samples rateRatios = new Samples();
        private final CpuSamples cpu = new CpuSamples();
        private final Samples sums = new Samples();
        private final Samples sumRatios = new Samples();

        Comparison(String name) {
            this.name = name;
        }

        void add(Drain gateway, Drain peer) {
            rates.add(peer.rate());
            rateRatios.add(gateway.rate() / peer.rate());
            cpu.add(peer.cpu(), peer.events());
            sums.add(peer.cpuSum());
            sumRatios.add(peer.cpuSum() / gateway.cpuSum());
        }

        void report(Table table) {
            table.add(
                    "drain, events/s, Tallygate / " + name,
                    gatewayRates.shown(0),
                    rates.shown(0),
                    rateRatios.shown(2),
                    "-",
                    "-",
                    gatewayCpu.gateway(),
                    gatewayCpu.broker(),
                    gatewayCpu.database(),
                    gatewayCpu.sum());
            table.add(
                    "CPU s per 100,000 events, " + name + " / Tallygate",
                    gatewaySums.shown(2),
                    sums.shown(2),
                    sumRatios.shown(2),
                    "-",
                    "-",
                    cpu.gateway(),
                    cpu.broker(),
                    cpu.database(),
                    cpu.sum());
        }
    }
}
