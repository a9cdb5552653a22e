package io.tallygate.ingest.http;

import io.quarkus.runtime.ShutdownEvent;
import io.tallygate.ingest.IngestConfig;
import io.tallygate.ingest.IngestOutcome;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Requests of many events, or of a large one, are checked a few at a time. Checked all at once, those of one flood would
 * take the processors from the thread that stores and from everybody's single events; they are not done sooner for it.
 * How many may wait is bounded by the connections and by the bytes that large requests may have together.
 */
@Singleton
class LargeRequests {
    private static final String STOPPING = "The gateway is stopping";
    private static final String TOO_LATE = "Too many large requests wait to be checked";

    private final long patienceNanos;
    private final ExecutorService threads;

    LargeRequests(IngestConfig config) {
        this.patienceNanos = config.httpPatience().toNanos();
        AtomicInteger number = new AtomicInteger();
        int several = config.largeRequestThreads()
                .orElseGet(() -> Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
        this.threads = Executors.newFixedThreadPool(several, task -> {
            Thread thread = new Thread(task, "tallygate-large-request-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Has it done at its turn; if that comes too late, nothing is done and the answer says so. */
    CompletionStage<Response> inTurn(Supplier<CompletionStage<Response>> work) {
        long begun = System.nanoTime();
        try {
            return CompletableFuture.supplyAsync(
                            () -> System.nanoTime() - begun > patienceNanos ? undetermined(TOO_LATE) : work.get(),
                            threads)
                    .thenCompose(stage -> stage);
        } catch (RejectedExecutionException e) {
            return undetermined(STOPPING);
        }
    }

    private static CompletionStage<Response> undetermined(String why) {
        return CompletableFuture.completedStage(Answers.to(new IngestOutcome.Undetermined(why)));
    }

    /** What waits is still answered: the writer tells each that the gateway is stopping. */
    void stop(@Observes ShutdownEvent event) {
        threads.shutdown();
    }
}
