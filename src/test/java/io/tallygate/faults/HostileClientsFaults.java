package io.tallygate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.RequiresRabbitMq;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Row 22: clients that send slowly, half, too much, nothing, or bombs, many at a time, to a gateway with a heap of 256 MiB.
 * Every one of their connections is ended by the gateway, while decent clients get every one of their answers, nothing that
 * was confirmed is lost, and the heap stays bounded. {@code -Dfaults.connections} says how many idle connections; the others
 * are a part of it.
 */
@RequiresRabbitMq(privateNode = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileClientsFaults {
    private static final int CONNECTIONS = Integer.getInteger("faults.connections", 1_000);
    private static final int MEBIBYTE = 1 << 20;
    private static final int LONGEST = 16 * MEBIBYTE;
    private static final int HEAP_BOUND = 160 * MEBIBYTE;
    private static final String POST =
            "POST /api/v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

    private FaultBench bench;
    private GatewayProcess gateway;

    @BeforeAll
    void start() {
        bench = new FaultBench("hostile");
        gateway = bench.keep(bench.setup()
                .set("QUARKUS_HTTP_IDLE_TIMEOUT", "5s")
                .set("TALLYGATE_HTTP_REQUEST_TIMEOUT", "8s")
                .jvm("-Xmx256m", "-XX:+ExitOnOutOfMemoryError")
                .start());
    }

    @AfterAll
    void close() {
        bench.close();
    }

    @Test
    void headersByteByByte_areCutOff() throws Exception {
        assertThat(attack("slow headers", CONNECTIONS / 2, bytes(POST + "X-Slow: "), true))
                .containsOnlyKeys(0);
    }

    @Test
    void bodiesByteByByte_areCutOff() throws Exception {
        assertThat(attack(
                        "slow bodies", CONNECTIONS / 2, bytes(POST + "Content-Length: 60000\r\n\r\n{\"id\":\""), true))
                .containsOnlyKeys(0);
    }

    @Test
    void halfRequests_areCutOff() throws Exception {
        assertThat(attack(
                        "half requests",
                        CONNECTIONS / 2,
                        bytes(POST + "Content-Length: 60000\r\n\r\n{\"id\":\""),
                        false))
                .containsOnlyKeys(0);
    }

    @Test
    void idleConnections_areCutOff() throws Exception {
        assertThat(attack("idle connections", CONNECTIONS, new byte[0], false)).containsOnlyKeys(0);
    }

    @Test
    void nearlyWholeLargeBodies_areCutOffOrRefused() throws Exception {
        byte[] request = filled(POST + "Content-Length: " + LONGEST + "\r\n\r\n", LONGEST - 1);

        assertThat(attack("nearly whole large bodies", CONNECTIONS / 10, request, false)
                        .keySet())
                .isSubsetOf(0, 503);
    }

    @Test
    void chunkedBodiesWithoutEnd_areCutOffOrRefused() throws Exception {
        byte[] request = filled(POST + "Transfer-Encoding: chunked\r\n\r\nf00000\r\n", 0xf00000);

        assertThat(attack("chunked bodies without an end", CONNECTIONS / 10, request, false)
                        .keySet())
                .isSubsetOf(0, 503);
    }

    @Test
    void bodiesOverTheLimit_areRefused() throws Exception {
        byte[] request = filled(POST + "Content-Length: " + (LONGEST + 1) + "\r\n\r\n", LONGEST + 1);

        assertThat(attack("bodies over the limit", CONNECTIONS / 10, request, false)
                        .keySet())
                .isSubsetOf(0, 413);
    }

    @Test
    void chunkedBodiesOverTheLimit_areRefused() throws Exception {
        byte[] request = filled(POST + "Transfer-Encoding: chunked\r\n\r\n1100000\r\n", 0x1100000);

        assertThat(attack("chunked bodies over the limit", CONNECTIONS / 10, request, false)
                        .keySet())
                .isSubsetOf(0, 413, 503);
    }

    @Test
    void compressedBombs_areRefusedUnopened() throws Exception {
        byte[] bomb = compressed(new byte[128 * MEBIBYTE]);
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(bytes(
                POST + "Content-Encoding: gzip\r\nConnection: close\r\nContent-Length: " + bomb.length + "\r\n\r\n"));
        request.writeBytes(bomb);

        assertThat(attack("compressed bombs", CONNECTIONS / 10, request.toByteArray(), false)
                        .keySet())
                .isSubsetOf(413, 415, 422, 503);
    }

    /** @return how many connections had which status as their answer; 0 is none */
    private Map<Integer, Long> attack(String name, int connections, byte[] start, boolean drip) throws Exception {
        Load load = bench.load(gateway).start(0);
        load.awaitHttpAccepted(20);
        long began = System.nanoTime();
        Map<Integer, Long> answers;
        try (HostileClients clients = new HostileClients(gateway.url()).open(connections, start)) {
            bench.await("the gateway has ended all " + name).until(() -> {
                clients.turn(drip);
                return clients.open() == 0;
            });
            answers = clients.statuses().stream()
                    .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        load.awaitHttpAccepted(20);
        awaitRoomForLargeRequests();
        long heap = gateway.liveHeapBytes();
        bench.say("%d %s ended after %.1f s, answered %s; decent clients had %d answers; %d MiB alive"
                .formatted(connections, name, seconds, answers, load.httpAccepted(), heap / MEBIBYTE));
        // What the hostile ones sent may be in quarantine, too.
        bench.drained(load)
                .nothingConfirmedIsLost(load)
                .nothingIsTwice()
                .orderIsKept(load)
                .everythingSoundIsStored(load);
        load.close();
        assertThat(load.httpUnavailable() + load.httpUnanswered())
                .as("requests of decent clients that were not taken")
                .isZero();
        assertThat(heap).as("bytes alive in the heap").isLessThan(HEAP_BOUND);
        return answers;
    }

    /** Nothing of what has ended is counted any more: a large request is looked at, and refused for what it is. */
    private void awaitRoomForLargeRequests() {
        byte[] large = new byte[MEBIBYTE / 8];
        bench.await("there is room for large requests")
                .until(() -> gateway.client()
                                .post("/api/v1/events", "text/plain", large)
                                .status()
                        == 415);
    }

    private static byte[] filled(String head, int body) {
        byte[] start = bytes(head);
        byte[] request = Arrays.copyOf(start, start.length + body);
        Arrays.fill(request, start.length, request.length, (byte) ' ');
        return request;
    }

    private static byte[] compressed(byte[] plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
