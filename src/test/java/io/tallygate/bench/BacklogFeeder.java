package io.tallygate.bench;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Publishes new events to all queues that are to have the same backlog; over two connections at once, since one alone does
 * not keep the broker's processors busy, and nobody is measured meanwhile.
 */
final class BacklogFeeder implements AutoCloseable {
    /**
     * Past the topic exchange, which would take longer to match the keys than the queues to take the messages.
     */
    private static final String EXCHANGE = "bench.backlog";

    private static final int CONNECTIONS = 2;

    private final List<Source> sources = new ArrayList<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);

    /** A connection, and events that no other source makes. */
    private record Source(Feeder feeder, BenchEvents events) {

        Callable<Void> publishing(int count) {
            return () -> {
                for (int i = 0; i < count; i++) {
                    BenchEvents.Event event = events.next();
                    feeder.publish(EXCHANGE, event.type(), event.body());
                }
                feeder.awaitConfirms();
                return null;
            };
        }
    }

    /** @param seed none of the events that follow from it or from a few greater ones may be made by others */
    BacklogFeeder(URI broker, long seed) throws Exception {
        for (int i = 0; i < CONNECTIONS; i++) {
            sources.add(new Source(new Feeder(broker), new BenchEvents(seed + i)));
        }
        sources.get(0).feeder().channel().exchangeDeclare(EXCHANGE, "fanout");
    }

    /** Has a queue get every backlog. */
    void share(String queue) throws IOException {
        sources.get(0).feeder().channel().queueBind(queue, EXCHANGE, "");
    }

    /** Publishes so many, and waits for their confirms. */
    void publish(int count) throws InterruptedException, ExecutionException {
        List<Callable<Void>> shares = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            shares.add(sources.get(i).publishing(count / CONNECTIONS + (i < count % CONNECTIONS ? 1 : 0)));
        }
        for (Future<Void> published : threads.invokeAll(shares)) {
            published.get();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        sources.forEach(source -> source.feeder().close());
    }
}
