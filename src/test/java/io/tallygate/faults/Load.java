package io.tallygate.faults;

import io.tallygate.faults.Script.Line;
import io.tallygate.testkit.AmqpProducer;
import io.tallygate.testkit.HttpAnswer;
import io.tallygate.testkit.HttpDoor;
import io.tallygate.testkit.Ledger;
import io.tallygate.testkit.TestEvent;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Senders at both doors that go on whatever breaks, and what they know of what they sent. The one at the broker's sends
 * everything once. Those at the HTTP door send a sound event again, to the next gateway, until they are told that it is
 * kept, and only then the next one; a broken event they send once.
 */
final class Load implements AutoCloseable {
    private static final Duration BOUND = Duration.ofSeconds(180);
    private static final int TICK_MILLIS = 20;

    private final AmqpProducer producer;
    private final AmqpSender amqp;
    private final List<HttpSender> http = new ArrayList<>();
    private final Ledger httpLedger = new Ledger();
    private final AtomicInteger httpAccepted = new AtomicInteger();
    private final AtomicInteger httpUnanswered = new AtomicInteger();
    private final AtomicInteger httpUnavailable = new AtomicInteger();
    private volatile boolean finishing;

    Load(long seed, URI broker, String exchange, List<HttpDoor> doors, int httpSenders) {
        producer = new AmqpProducer(broker, exchange);
        amqp = new AmqpSender(new Script(seed));
        for (int i = 1; i <= httpSenders; i++) {
            http.add(new HttpSender(new Script(seed + i), doors, i));
        }
    }

    /** Begins to send: so many messages a second to the broker, none if zero, and what the HTTP door takes. */
    Load start(int messagesPerSecond) {
        amqp.perTick = messagesPerSecond * TICK_MILLIS / 1000;
        senders().forEach(Sender::start);
        return this;
    }

    /**
     * The broker's sender alone, for messages at a chosen moment; only while it is not started, or finished, or started
     * with none a second.
     */
    void publish(int sound, int broken) {
        for (int i = 0; i < Math.max(sound, broken); i++) {
            if (i < sound) {
                amqp.publish(amqp.script.ofAWorkflow());
            }
            if (i < broken) {
                amqp.publish(amqp.script.broken());
            }
        }
        producer.awaitSettled(BOUND);
    }

    /** The same, each message twice in a row. */
    void publishTwice(int sound) {
        for (int i = 0; i < sound; i++) {
            Line line = amqp.script.ofAWorkflow();
            amqp.publish(line);
            amqp.publish(line);
        }
        producer.awaitSettled(BOUND);
    }

    /** The same, with these messages. */
    void publish(Stream<TestEvent> events) {
        events.map(amqp.script::line).forEach(amqp::publish);
        producer.awaitSettled(BOUND);
    }

    /** Sends nothing new any more and waits until all that is under way has its answer. */
    void finish() {
        finishing = true;
        senders().forEach(Sender::awaitEnd);
        producer.awaitSettled(BOUND);
    }

    /** After the end: what was sound and is of unknown outcome is published once more. */
    void publishUnknownAgain() {
        Set<String> unknown = producer.ledger().unknown();
        amqp.script.made().forEach((key, event) -> {
            if (unknown.contains(key) && event.expected().stored()) {
                producer.publish(event);
            }
        });
        producer.awaitSettled(BOUND);
    }

    /** What the broker's sender knows. */
    Ledger amqpLedger() {
        return producer.ledger();
    }

    /** What the HTTP senders know: an answer that an event is refused is a promise too, that quarantine has it. */
    Ledger httpLedger() {
        return httpLedger;
    }

    /** How many events the HTTP door has taken so far. */
    int httpAccepted() {
        return httpAccepted.get();
    }

    /** How many requests had no answer so far. */
    int httpUnanswered() {
        return httpUnanswered.get();
    }

    /** How many requests were answered with 503 so far. */
    int httpUnavailable() {
        return httpUnavailable.get();
    }

    /** Waits until the HTTP door has taken so many more. */
    void awaitHttpAccepted(int more) {
        int enough = httpAccepted() + more;
        Awaitility.await("HTTP takes " + more + " more")
                .atMost(BOUND)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> httpAccepted() >= enough);
    }

    /** Waits until the broker has confirmed so many more. */
    void awaitConfirmed(int more) {
        int enough = amqpLedger().confirmed().size() + more;
        Awaitility.await("the broker confirms " + more + " more")
                .atMost(BOUND)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> amqpLedger().confirmed().size() >= enough);
    }

    /** What was made to be sent at both doors: all at the HTTP door, and at the broker's, by key. */
    Stream<Map.Entry<String, TestEvent>> made() {
        return senders().flatMap(sender -> sender.script.made().entrySet().stream());
    }

    /** The keys of each workflow's events in the order in which they were sent. */
    Stream<List<String>> workflows() {
        return senders().flatMap(sender -> sender.script.workflows().stream());
    }

    /** Those of the HTTP door alone. */
    Stream<List<String>> httpWorkflows() {
        return http.stream().flatMap(sender -> sender.script.workflows().stream());
    }

    @Override
    public void close() {
        finishing = true;
        senders().forEach(Sender::abandon);
        producer.close();
    }

    private Stream<Sender> senders() {
        return Stream.concat(Stream.of(amqp), http.stream());
    }

    @Override
    public String toString() {
        return "broker: " + producer.ledger() + "; HTTP: " + httpLedger + ", with " + httpUnavailable
                + " times 503 and " + httpUnanswered + " without an answer";
    }

    /** One sender: a thread of its own that sends at every tick. */
    private abstract class Sender {
        final Script script;
        private final ScheduledExecutorService thread;
        private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
        private boolean started;

        Sender(Script script, String name) {
            this.script = script;
            this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread made = new Thread(task, name);
                made.setDaemon(true);
                return made;
            });
        }

        /** Sends something, unless there is nothing left to be done. */
        abstract boolean send();

        void start() {
            started = true;
            var unused = thread.scheduleWithFixedDelay(this::tick, 0, tickMillis(), TimeUnit.MILLISECONDS);
        }

        abstract int tickMillis();

        private void tick() {
            try {
                if (!send()) {
                    ended.complete(true);
                    thread.shutdown();
                }
            } catch (RuntimeException | Error e) {
                ended.completeExceptionally(e);
                thread.shutdown();
            }
        }

        /** Fails if the sender failed. */
        void awaitEnd() {
            if (started) {
                ended.orTimeout(BOUND.toSeconds(), TimeUnit.SECONDS).join();
            }
        }

        void abandon() {
            thread.shutdownNow();
        }
    }

    private final class AmqpSender extends Sender {
        int perTick;

        AmqpSender(Script script) {
            super(script, "test-amqp-sender");
        }

        @Override
        int tickMillis() {
            return TICK_MILLIS;
        }

        @Override
        boolean send() {
            for (int i = 0; i < perTick && !finishing; i++) {
                publish(script.next());
            }
            return !finishing;
        }

        void publish(Line line) {
            TestEvent event = line.event();
            producer.publish(line.key(), event.routingKey(), event.id(), event.body());
        }
    }

    private final class HttpSender extends Sender {
        private final List<HttpDoor> doors;
        private int turn;
        private @Nullable Line untold;

        HttpSender(Script script, List<HttpDoor> doors, int number) {
            super(script, "test-http-sender-" + number);
            this.doors = doors;
            this.turn = number;
        }

        @Override
        int tickMillis() {
            return 10;
        }

        @Override
        boolean send() {
            Line line = untold;
            if (line == null) {
                if (finishing) {
                    return false;
                }
                line = script.next();
            }
            untold = isKept(line) || !line.isSound() ? null : line;
            return true;
        }

        private boolean isKept(Line line) {
            HttpDoor door = doors.get(turn++ % doors.size());
            httpLedger.begin(line.key());
            Ledger.Outcome outcome = Ledger.Outcome.UNKNOWN;
            try {
                outcome = outcomeOf(line, door.post(line.event()));
            } catch (UncheckedIOException e) {
                httpUnanswered.incrementAndGet();
            } finally {
                httpLedger.end(line.key(), outcome);
            }
            return outcome == Ledger.Outcome.CONFIRMED;
        }

        private Ledger.Outcome outcomeOf(Line line, HttpAnswer answer) {
            if (answer.status() == 503) {
                httpUnavailable.incrementAndGet();
                return Ledger.Outcome.UNKNOWN;
            }
            boolean promised =
                    line.isSound() ? answer.status() == 202 || answer.status() == 200 : answer.status() == 422;
            if (!promised) {
                throw new AssertionError("Answer " + answer + " to " + line.event());
            }
            httpAccepted.incrementAndGet();
            return Ledger.Outcome.CONFIRMED;
        }
    }
}
