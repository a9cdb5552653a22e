package io.tallygate.faults;

import io.tallygate.testkit.GatewayProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Kills parts under load, chosen by the bench's seed, has them back, and notes how long the gateway needed then. */
final class KillCycles {
    private static final Duration READY = Duration.ofSeconds(120);

    private final FaultBench bench;
    private final GatewayProcess gateway;
    private final Map<Part, List<Long>> recoveries = new EnumMap<>(Part.class);
    private final List<Long> recoveriesOfAll = new ArrayList<>();

    /** Cycles that hit this gateway, the bench's broker, or its PostgreSQL. */
    KillCycles(FaultBench bench, GatewayProcess gateway) {
        this.bench = bench;
        this.gateway = gateway;
    }

    /** One part, or in one of five cycles all three. */
    void next() {
        if (bench.random().nextInt(5) == 0) {
            all();
        } else {
            one();
        }
    }

    /** One part, at a random moment. */
    void one() {
        Part part = Part.values()[bench.random().nextInt(Part.values().length)];
        awaitRandomMoment();
        part.kill9(bench, gateway);
        part.restart(bench, gateway);
        recoveries.computeIfAbsent(part, first -> new ArrayList<>()).add(millisUntilItWorks());
    }

    /** All three, killed in one order and started in another. */
    private void all() {
        awaitRandomMoment();
        inRandomOrder().forEach(part -> part.kill9(bench, gateway));
        inRandomOrder().forEach(part -> part.restart(bench, gateway));
        recoveriesOfAll.add(millisUntilItWorks());
    }

    private void awaitRandomMoment() {
        bench.awaitKept(bench.random().nextInt(1, 1_500));
    }

    private List<Part> inRandomOrder() {
        List<Part> left = new ArrayList<>(List.of(Part.values()));
        List<Part> order = new ArrayList<>();
        while (!left.isEmpty()) {
            order.add(left.remove(bench.random().nextInt(left.size())));
        }
        return order;
    }

    /** From the part's return: ready, and something more is kept. */
    private long millisUntilItWorks() {
        long returned = System.nanoTime();
        gateway.awaitReady(READY);
        bench.awaitKept(1);
        return Duration.ofNanos(System.nanoTime() - returned).toMillis();
    }

    /** How often each was hit, and how long the gateway needed from its return to work again. */
    @Override
    public String toString() {
        List<String> told = new ArrayList<>();
        recoveries.forEach((part, millis) -> told.add(part + " " + summary(millis)));
        if (!recoveriesOfAll.isEmpty()) {
            told.add("all three " + summary(recoveriesOfAll));
        }
        return "kills: " + String.join("; ", told);
    }

    private static String summary(List<Long> millis) {
        Collections.sort(millis);
        return millis.size() + " (works again after median " + millis.get(millis.size() / 2) + " ms, at most "
                + millis.get(millis.size() - 1) + " ms)";
    }
}
