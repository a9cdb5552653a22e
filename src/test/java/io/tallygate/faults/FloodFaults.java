package io.tallygate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.testkit.AmqpProducer;
import io.tallygate.testkit.Events;
import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.RequiresRabbitMq;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Row 21: one tenant floods the HTTP door over many connections, with single events and with batches, or the audit queue
 * holds a backlog; ten others go on with single events. None of those is refused, nothing that was confirmed is lost, and a
 * heap of 256 MiB is enough. How long the others wait is printed beside how long they wait when all is quiet; the goal is
 * three times that at most. Each part is sent twice and the second time counts: the first time the gateway meets a kind of
 * load, most of the time goes into compiling. {@code -Dfaults.backlog} is the backlog, 1,000,000 for a release; {@code -Dfaults.flooders} the
 * connections of the flood; {@code -Dfaults.seconds} how long each part takes at least.
 *
 * <p>Senders, gateway, broker and database share one machine here: a flood takes processor time from the others also
 * outside of the gateway, and a quiet machine is needed for numbers that mean something.
 */
@RequiresRabbitMq(privateNode = true)
class FloodFaults {
    private static final int BACKLOG = Integer.getInteger("faults.backlog", 300_000);
    private static final int FLOODERS = Integer.getInteger("faults.flooders", 32);
    private static final int EVENTS_EACH = 10 * Integer.getInteger("faults.seconds", 10);
    private static final int BATCH = 500;
    private static final long MEBIBYTE = 1 << 20;
    private static final long HEAP_BOUND = 160 * MEBIBYTE;
    private static final Duration READY = Duration.ofSeconds(120);

    @Test
    void floodByOneTenant_andABacklog_refusesNobodyElseAndLosesNothing() throws Exception {
        try (FaultBench bench = new FaultBench("flood")) {
            GatewayProcess gateway = bench.keep(
                    bench.setup().jvm("-Xmx256m", "-XX:+ExitOnOutOfMemoryError").start());
            try (Neighbours neighbours = new Neighbours(gateway.url(), bench.random())) {
                neighbours.send(EVENTS_EACH);
                Neighbours.Times quiet = neighbours.send(EVENTS_EACH);
                bench.say("quiet: " + quiet);

                flood(bench, gateway, neighbours, quiet, 1);
                flood(bench, gateway, neighbours, quiet, BATCH);
                backlog(bench, gateway, neighbours, quiet);

                assertThat(neighbours.refusals()).as("what others were refused").isEmpty();
                assertThat(neighbours.ids())
                        .allSatisfy(tenant -> assertThat(stored(bench, tenant))
                                .as("events of a neighbour")
                                .isEqualTo(neighbours.sentByEach()));
                bench.say("each of the others sent " + neighbours.sentByEach() + ", all of them are stored once");
            }
        }
    }

    private static void flood(
            FaultBench bench, GatewayProcess gateway, Neighbours neighbours, Neighbours.Times quiet, int batch)
            throws Exception {
        Flooder flooder = new Flooder(gateway.client(), bench.random(), FLOODERS, batch);
        Neighbours.Times times;
        try (flooder) {
            neighbours.send(EVENTS_EACH);
            times = neighbours.send(EVENTS_EACH);
        }
        report(bench, gateway, "under a flood of " + FLOODERS + " connections, " + flooder, times, quiet);
        assertThat(flooder.events(202))
                .as("events of the flood that were taken")
                .isPositive();
        assertThat(stored(bench, flooder.tenant()))
                .as("events of the flood that are stored")
                .isBetween(flooder.events(202), flooder.events(202) + flooder.unknown());
    }

    private static void backlog(
            FaultBench bench, GatewayProcess gateway, Neighbours neighbours, Neighbours.Times quiet) {
        bench.awaitDrained();
        gateway.kill9();
        UUID tenant = Flooder.uuid(bench.random());
        Events events = new Events(bench.random().nextLong());
        try (AmqpProducer producer = new AmqpProducer(bench.broker().uri(), bench.exchange())) {
            for (int i = 0; i < BACKLOG; i++) {
                producer.publish(events.valid(Events.STEP, tenant, tenant));
            }
            producer.awaitSettled(READY);
            assertThat(producer.ledger().confirmed()).hasSize(BACKLOG);
        }
        gateway.restart().awaitReady(READY);
        neighbours.send(EVENTS_EACH);
        long atFirst = stored(bench, tenant);
        Neighbours.Times times = neighbours.send(EVENTS_EACH);
        long atLast = stored(bench, tenant);
        report(
                bench,
                gateway,
                "beside a backlog of " + BACKLOG + ", of which " + atFirst + " to " + atLast + " were stored",
                times,
                quiet);
        bench.await("all of the backlog is stored").until(() -> stored(bench, tenant) == BACKLOG);
        bench.awaitDrained();
        assertThat(stored(bench, tenant)).as("events of the backlog").isEqualTo(BACKLOG);
    }

    private static void report(
            FaultBench bench, GatewayProcess gateway, String when, Neighbours.Times times, Neighbours.Times quiet) {
        long heap = gateway.liveHeapBytes();
        bench.say("%s: %s; %.1f times the quiet p50, %.1f times the quiet p99; %d MiB alive"
                .formatted(
                        when,
                        times,
                        times.millis(0.50) / quiet.millis(0.50),
                        times.millis(0.99) / quiet.millis(0.99),
                        heap / MEBIBYTE));
        assertThat(heap).as("bytes alive in the heap").isLessThan(HEAP_BOUND);
    }

    private static long stored(FaultBench bench, UUID tenant) {
        return bench.database().number("SELECT count(*) FROM audit_event WHERE tenant_id = '" + tenant + "'");
    }
}
