package io.tallygate.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Events sent to the HTTP door, until all are stored and published; beside PerfTest, which only publishes, with a thousand
 * unconfirmed at most. The gateway meets again on its own queue what it publishes: that is part of the price. How many requests a bare
 * endpoint of the same server answers to the same clients is told with each.
 */
final class HttpBench {
    private static final int BATCH = 100;
    private static final List<Integer> CONNECTIONS = List.of(1, 32, 64, 256);
    private static final int BATCH_CONNECTIONS = 8;
    /** Events after which the compiler is given the machine to itself. */
    private static final int WARMUP_PART = 10_000;

    private static final Duration WARMUP_OF_BARE = Duration.ofSeconds(2);
    private static final Duration BARE_TIME = Duration.ofMillis(250);

    private final Plant plant;
    private final Options options;
    private final Samples reference = new Samples();

    HttpBench(Plant plant, Options options) {
        this.plant = plant;
        this.options = options;
    }

    void run(Table table, List<Path> bodies) throws Exception {
        List<Case> cases = new ArrayList<>();
        CONNECTIONS.forEach(connections -> cases.add(new Case("single events", connections, 1)));
        cases.add(new Case("batches of " + BATCH, BATCH_CONNECTIONS, BATCH));
        try (BareEndpoint bare = new BareEndpoint();
                PerfTest perfTest = plant.withoutGateway(
                        () -> PerfTest.publisher(plant.broker().uri(), bodies))) {
            bare.awaitReady();
            cases.get(2).warmUp(bare, options.warmup() / 2);
            cases.get(cases.size() - 1).warmUp(bare, options.warmup() / 8);
            measure(cases, bare, perfTest);
        }
        cases.forEach(each -> each.addTo(table));
    }

    private void measure(List<Case> cases, BareEndpoint bare, PerfTest perfTest) throws Exception {
        for (int round = 1; round <= options.rounds(); round++) {
            double sent = plant.withoutGateway(() -> plant.ratesOf(perfTest)).sent();
            reference.add(sent);
            Benchmark.progress(
                    "http, round %d: PerfTest publishes %.0f messages/s; of %d events nothing is derived yet",
                    round, sent, plant.notDerived());
            for (Case each : cases) {
                each.measure(sent, bare);
            }
        }
    }

    /** One way to send. */
    private final class Case {
        private final String what;
        private final int connections;
        private final int batch;
        private final Samples requests = new Samples();
        private final Samples bareRequests = new Samples();
        private final Samples rates = new Samples();
        private final Samples ratios = new Samples();
        private final Samples medians = new Samples();
        private final Samples tails = new Samples();
        private final CpuSamples cpu = new CpuSamples();

        Case(String what, int connections, int batch) {
            this.what = what;
            this.connections = connections;
            this.batch = batch;
        }

        /**
         * Single events and batches take code of their own, which must be compiled before it is measured: a way from the socket
         * to the answer is some ten thousand methods, and the compiler shares the processors with all the rest.
         */
        void warmUp(BareEndpoint bare, int events) throws Exception {
            send(bare.url(), WARMUP_OF_BARE);
            for (int part = 0; part < events; part += WARMUP_PART) {
                load(gatewayUrl()).runFor(connections, Math.min(WARMUP_PART, events - part) / batch);
                plant.awaitPublished();
                plant.settle();
                plant.awaitCompiled();
            }
        }

        private URI gatewayUrl() {
            return plant.gateway().url().resolve("/api/v1/events");
        }

        private Duration time() {
            return Duration.ofSeconds(options.seconds());
        }

        private Latencies send(URI url, Duration time) throws IOException {
            return load(url).run(connections, time);
        }

        private HttpLoad load(URI url) {
            Supplier<byte[]> bodies = batch == 1 ? () -> plant.events().next().body() : this::lines;
            return new HttpLoad(url, batch == 1 ? "application/json" : "application/x-ndjson", bodies);
        }

        void measure(double perfTest, BareEndpoint bare) throws Exception {
            bareRequests.add(plant.withoutGateway(() -> bareRate(bare)));
            long before = plant.stored();
            CpuUse cpuBefore = plant.cpu();
            long start = System.nanoTime();
            Latencies latencies = send(gatewayUrl(), time());
            double answered = (System.nanoTime() - start) / 1e9;
            long events = (long) latencies.size() * batch;
            Plant.require(plant.stored() == before + events, "answered 202 for more or fewer than were stored");
            plant.awaitPublished();
            double published = (System.nanoTime() - start) / 1e9;
            plant.settle();
            cpu.add(plant.cpu().since(cpuBefore), events);
            requests.add(latencies.size() / answered);
            rates.add(events / published);
            ratios.add(events / published / perfTest);
            medians.add(latencies.percentile(0.50));
            tails.add(latencies.percentile(0.99));
            Benchmark.progress(
                    "http, %d connections, %s: %.0f answered, %.0f stored and published events/s",
                    connections, what, events / answered, events / published);
        }

        private double bareRate(BareEndpoint bare) throws IOException {
            long start = System.nanoTime();
            int answers = send(bare.url(), BARE_TIME).size();
            return answers / ((System.nanoTime() - start) / 1e9);
        }

        private byte[] lines() {
            ByteArrayOutputStream lines = new ByteArrayOutputStream(BATCH * 1_024);
            for (int i = 0; i < BATCH; i++) {
                lines.writeBytes(plant.events().next().body());
                lines.write('\n');
            }
            return lines.toByteArray();
        }

        void addTo(Table table) {
            table.add(
                    cpu,
                    "HTTP, " + connections + " connections, " + what + ", " + requests.shown(0)
                            + " requests/s (a bare endpoint: "
                            + bareRequests.shown(0) + "); events/s stored and published / PerfTest publishing",
                    rates.shown(0),
                    reference.shown(0),
                    ratios.shown(2),
                    medians.shown(1),
                    tails.shown(1));
        }
    }
}
