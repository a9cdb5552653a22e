package io.tallygate.bench;

/** Events a second of the gateway and of something else, round by round, and what the gateway's took. */
final class RateComparison {
    private final Samples gatewayRates = new Samples();
    private final Samples referenceRates = new Samples();
    private final Samples ratios = new Samples();
    private final CpuSamples cpu = new CpuSamples();

    /** Both rates of one round, in events a second. */
    void add(double gateway, double reference) {
        gatewayRates.add(gateway);
        referenceRates.add(reference);
        ratios.add(gateway / reference);
    }

    /** What was used while the gateway did so many events. */
    void addCpu(CpuUse use, double events) {
        cpu.add(use, events);
    }

    void addTo(Table table, String what) {
        table.add(cpu, what, gatewayRates.shown(0), referenceRates.shown(0), ratios.shown(2));
    }
}
