package io.tallygate.faults;

import io.tallygate.testkit.Events;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/**
 * Ten tenants, each of which sends single events at a low, even rate, whatever the answers take: none waits for the
 * answer to the one before, and a time counts from the moment at which the event was due.
 */
final class Neighbours implements AutoCloseable {
    private static final int TENANTS = 10;
    private static final Duration PERIOD = Duration.ofMillis(100);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final Duration BOUND = Duration.ofSeconds(300);

    private final URI url;
    /** Not the one that the flood uses: it would wait in it. */
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(TENANTS, task -> {
        Thread thread = new Thread(task, "test-neighbour");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Tenant> tenants;

    Neighbours(URI gateway, SplittableRandom random) {
        this.url = gateway.resolve("/api/v1/events");
        this.tenants = IntStream.range(0, TENANTS)
                .mapToObj(i -> new Tenant(Flooder.uuid(random), new Events(random.nextLong())))
                .toList();
    }

    /** Each sends so many events from now on; returns when the last of them has its answer. */
    Times send(int each) {
        tenants.forEach(tenant -> tenant.begin(each));
        Awaitility.await("neighbours have their answers")
                .atMost(BOUND)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> tenants.stream().allMatch(tenant -> tenant.unanswered.get() == 0));
        return new Times(tenants.stream()
                .flatMap(tenant -> tenant.nanos.stream())
                .sorted()
                .toList());
    }

    /** How many were sent by each so far. */
    int sentByEach() {
        return tenants.get(0).sent.get();
    }

    List<UUID> ids() {
        return tenants.stream().map(tenant -> tenant.id).toList();
    }

    /** What was answered otherwise than that it is stored. */
    Collection<String> refusals() {
        return tenants.stream().flatMap(tenant -> tenant.refusals.stream()).collect(Collectors.toList());
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** Sorted times in nanoseconds. */
    record Times(List<Long> nanos) {
        double millis(double part) {
            return nanos.get(Math.min(nanos.size() - 1, (int) (part * nanos.size()))) / 1e6;
        }

        @Override
        public String toString() {
            return "%d answers, p50 %.1f ms, p99 %.1f ms, longest %.1f ms"
                    .formatted(nanos.size(), millis(0.50), millis(0.99), millis(1));
        }
    }

    private final class Tenant {
        private final UUID id;
        private final Events events;
        private final AtomicInteger left = new AtomicInteger();
        private final AtomicInteger unanswered = new AtomicInteger();
        private final AtomicInteger sent = new AtomicInteger();
        private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
        private final Queue<Long> nanos = new ConcurrentLinkedQueue<>();

        Tenant(UUID id, Events events) {
            this.id = id;
            this.events = events;
        }

        void begin(int count) {
            nanos.clear();
            left.set(count);
            unanswered.set(count);
            long first = System.nanoTime();
            threads.execute(() -> sendDue(first));
        }

        private void sendDue(long due) {
            var unused = post().whenComplete((answer, failure) -> {
                nanos.add(System.nanoTime() - due);
                if (failure != null || answer.statusCode() != 202) {
                    refusals.add(failure == null ? answer.statusCode() + " " + answer.body() : failure.toString());
                }
                unanswered.decrementAndGet();
            });
            if (left.decrementAndGet() > 0) {
                long next = due + PERIOD.toNanos();
                var alsoUnused = threads.schedule(() -> sendDue(next), next - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
        }

        private CompletableFuture<HttpResponse<String>> post() {
            HttpRequest request = HttpRequest.newBuilder(url)
                    .timeout(ANSWER)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofByteArray(
                            events.valid(Events.STEP, id, id).body()))
                    .build();
            sent.incrementAndGet();
            return client.sendAsync(request, BodyHandlers.ofString());
        }
    }
}
