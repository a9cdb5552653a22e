package io.tallygate.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.testkit.AmqpProducer;
import io.tallygate.testkit.Events;
import io.tallygate.testkit.Flaw;
import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.HttpAnswer;
import io.tallygate.testkit.PostgresNode;
import io.tallygate.testkit.TestBroker;
import io.tallygate.testkit.TestDatabase;
import io.tallygate.testkit.TestEvent;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Many events, good, bad and repeated, by both doors: exactly the sets come out that must. */
class ExactSetsIT {
    private static final int COUNT = 100_000;
    private static final long SEED = 20_260_131;
    private static final int HTTP_BATCH = 200;
    private static final Duration DRAIN = Duration.ofMinutes(4);

    @Test
    void mixedEventsByBothDoors_areStoredAndQuarantinedExactly() throws Exception {
        TestDatabase database = PostgresNode.shared().createDatabase();
        try (TestBroker broker = TestBroker.start();
                GatewayProcess gateway = GatewayProcess.setup("exact-sets")
                        .broker(broker.uri())
                        .database(database)
                        .start();
                AmqpProducer producer = new AmqpProducer(broker.uri(), "coder_events")) {
            Expectation expected = new Expectation();
            HttpLane http = new HttpLane(gateway);
            new Events(SEED).mixed(COUNT).forEach(event -> {
                boolean byBroker =
                        event.expected().reason().equals(Flaw.ROUTING_MISMATCH.reason()) || event.lane(2) == 0;
                expected.add(event);
                if (byBroker) {
                    producer.publish(event);
                } else {
                    http.send(event);
                }
            });
            http.flush();
            producer.awaitSettled(DRAIN);
            assertThat(producer.ledger().unknown()).isEmpty();

            Awaitility.await("all decided")
                    .atMost(DRAIN)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> database.number("SELECT count(*) FROM audit_event") >= expected.stored.size()
                            && database.number("SELECT count(*) FROM quarantine") >= expected.quarantined.size());
            Awaitility.await("all published")
                    .atMost(DRAIN)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> database.number("SELECT pending FROM relay_backlog") == 0);

            assertThat(storedIn(database)).isEqualTo(expected.stored);
            assertThat(database.number("SELECT count(*) FROM audit_event")).isEqualTo(expected.stored.size());
            assertThat(quarantinedIn(database)).isEqualTo(expected.byKey());
            assertThat(database.number("SELECT max(sequence) FROM audit_event")).isEqualTo(expected.stored.size());
            System.out.printf(
                    "%d events (seed %d): %d stored, %d quarantined, %d by HTTP%n",
                    COUNT, SEED, expected.stored.size(), expected.quarantined.size(), http.sent);
        }
    }

    private static Set<String> storedIn(TestDatabase database) {
        return database.query("SELECT encode(sha256, 'hex') AS key FROM audit_event").stream()
                .map(row -> String.valueOf(row.get("key")))
                .collect(Collectors.toSet());
    }

    private static Map<String, List<String>> quarantinedIn(TestDatabase database) {
        Map<String, List<String>> reasons = new HashMap<>();
        database.query("SELECT encode(sha256, 'hex') AS key, reason FROM quarantine ORDER BY reason")
                .forEach(row -> reasons.computeIfAbsent(String.valueOf(row.get("key")), key -> new ArrayList<>())
                        .add(String.valueOf(row.get("reason"))));
        return reasons;
    }

    /** What must come out. */
    private static final class Expectation {
        private final Set<String> stored = new HashSet<>();
        private final List<Map.Entry<String, String>> quarantined = new ArrayList<>();

        void add(TestEvent event) {
            if (event.expected().stored()) {
                stored.add(event.key());
            } else {
                quarantined.add(Map.entry(event.key(), event.expected().reason()));
            }
        }

        Map<String, List<String>> byKey() {
            return quarantined.stream()
                    .collect(Collectors.groupingBy(
                            Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
        }
    }

    /** Sends one event a line, in batches, in order. */
    private static final class HttpLane {
        private final GatewayProcess gateway;
        private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
        private int waiting;
        private int sent;

        HttpLane(GatewayProcess gateway) {
            this.gateway = gateway;
        }

        void send(TestEvent event) {
            lines.writeBytes(event.body());
            lines.write('\n');
            waiting++;
            sent++;
            if (waiting == HTTP_BATCH) {
                flush();
            }
        }

        void flush() {
            if (waiting > 0) {
                HttpAnswer answer =
                        gateway.client().post("/api/v1/events", "application/x-ndjson", lines.toByteArray());
                assertThat(answer.status()).as(answer.text()).isIn(200, 202, 207);
                assertThat(answer.json().path("undetermined").asInt()).isZero();
                lines.reset();
                waiting = 0;
            }
        }
    }
}
