package io.tallygate.faults;

import io.tallygate.testkit.Events;
import io.tallygate.testkit.HttpDoor;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * One tenant that sends as much as it can over many connections, whatever it is answered, until it is closed. What it sends
 * first is made before, so that making it takes no processor time while others are timed.
 */
final class Flooder implements AutoCloseable {
    private static final String NDJSON = "application/x-ndjson";
    private static final int NO_ANSWER = 0;
    /** Events that are made before: what a gateway on two cores takes in some twenty seconds. */
    private static final int MADE_BEFORE = 300_000;

    private final HttpDoor door;
    private final UUID tenant;
    private final int events;
    private final Map<Integer, LongAdder> requests = new ConcurrentSkipListMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch ended;
    private volatile boolean ending;

    /** Begins to flood with requests of so many events each. */
    Flooder(HttpDoor door, SplittableRandom random, int connections, int events) {
        this.door = door;
        this.tenant = uuid(random);
        this.events = events;
        this.ended = new CountDownLatch(connections);
        for (int i = 0; i < connections; i++) {
            Events made = new Events(random.nextLong());
            Queue<byte[]> before = new ArrayDeque<>();
            while (before.size() < MADE_BEFORE / connections / events) {
                before.add(body(made));
            }
            Thread thread = new Thread(() -> flood(before, made), "test-flooder");
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    UUID tenant() {
        return tenant;
    }

    /** Events of requests that were answered with this status, or with none. */
    long events(int status) {
        return requests.getOrDefault(status, new LongAdder()).sum() * events;
    }

    /** Events of which it is not known whether they were stored. */
    long unknown() {
        return events(503) + events(NO_ANSWER);
    }

    /** Sends no more and waits for the last answers. */
    @Override
    public void close() throws InterruptedException {
        ending = true;
        if (!ended.await(120, TimeUnit.SECONDS)) {
            throw new IllegalStateException(ended.getCount() + " requests of the flood have no end");
        }
    }

    private void flood(Queue<byte[]> before, Events made) {
        try {
            while (!ending) {
                byte[] body = before.isEmpty() ? body(made) : before.remove();
                requests.computeIfAbsent(send(body), unseen -> new LongAdder()).increment();
            }
        } finally {
            ended.countDown();
        }
    }

    private int send(byte[] body) {
        try {
            return door.post("/api/v1/events", NDJSON, body).status();
        } catch (UncheckedIOException e) {
            return NO_ANSWER;
        }
    }

    private byte[] body(Events made) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (int i = 0; i < events; i++) {
            lines.writeBytes(made.valid(Events.STEP, tenant, tenant).body());
            lines.write('\n');
        }
        return lines.toByteArray();
    }

    static UUID uuid(SplittableRandom random) {
        return new UUID(random.nextLong() & ~0xf000L | 0x4000L, random.nextLong() >>> 2 | Long.MIN_VALUE);
    }

    @Override
    public String toString() {
        return "requests of " + events + " by answer " + new TreeMap<>(requests);
    }
}
