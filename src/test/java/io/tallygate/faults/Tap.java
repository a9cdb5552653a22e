package io.tallygate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.CancelCallback;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.tallygate.testkit.TestEvent;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;

/** A queue of somebody else on the exchange, read afterwards: what was published, in which order. */
final class Tap {
    private static final Duration BOUND = Duration.ofSeconds(60);

    private final URI broker;
    private final String queue;

    private Tap(URI broker, String queue) {
        this.broker = broker;
        this.queue = queue;
    }

    /** Declares and binds it; it survives the broker's end. */
    static Tap on(URI broker, String exchange) throws Exception {
        Tap tap = new Tap(broker, exchange + ".tap");
        try (Connection connection = tap.connect();
                Channel channel = connection.createChannel()) {
            channel.queueDeclare(tap.queue, true, false, false, null);
            channel.queueBind(tap.queue, exchange, "workflow.#");
        }
        return tap;
    }

    /** The contents' keys in the order of their first occurrence. */
    private Set<String> take() throws Exception {
        Set<String> keys = Collections.synchronizedSet(new LinkedHashSet<>());
        try (Connection connection = connect();
                Channel channel = connection.createChannel()) {
            long waiting = channel.messageCount(queue);
            AtomicLong taken = new AtomicLong();
            channel.basicConsume(
                    queue,
                    true,
                    (tag, message) -> {
                        keys.add(TestEvent.keyOf(message.getBody()));
                        taken.incrementAndGet();
                    },
                    (CancelCallback) tag -> {});
            Awaitility.await("all of " + queue)
                    .atMost(BOUND)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> taken.get() >= waiting);
        }
        return keys;
    }

    /**
     * Takes all that is in it and asserts that everything that HTTP took is there, and the events of each workflow in
     * their order, as seen by their first coming.
     */
    void assertHasAllOfHttpInOrder(Load load) throws Exception {
        Set<String> published = take();
        Set<String> accepted = load.httpLedger().confirmed();
        assertThat(load.made()
                        .filter(made -> made.getValue().expected().stored())
                        .map(Map.Entry::getKey)
                        .filter(key -> accepted.contains(key) && !published.contains(key)))
                .as("taken by HTTP, and never published")
                .isEmpty();
        Map<String, Integer> places = new HashMap<>();
        published.forEach(key -> places.put(key, places.size()));
        load.httpWorkflows()
                .forEach(keys -> assertThat(keys.stream()
                                .map(places::get)
                                .filter(Objects::nonNull)
                                .toList())
                        .as("places of one workflow's events")
                        .isSorted());
    }

    private Connection connect() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker);
        factory.setAutomaticRecoveryEnabled(false);
        return factory.newConnection("test tap");
    }
}
