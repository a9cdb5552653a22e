package io.tallygate.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.embedded.EmbeddedBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What must hold with the broker that the gateway starts itself, too: it has no quorum queues, and returns then rejects. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QpidTest {
    private EmbeddedBroker broker = EmbeddedBroker.startInMemory(0);
    private Bench bench = new Bench(broker.amqpUri(), Map.of());

    @BeforeAll
    void isQpid() {
        bench.connectedPublisher();
        assertThat(bench.links.server().map(BrokerServer::isRabbitMq)).contains(false);
    }

    @AfterEach
    void anew() throws Exception {
        bench.close();
        bench = new Bench(broker.amqpUri(), Map.of());
    }

    @AfterAll
    void close() throws Exception {
        bench.close();
        broker.close();
    }

    @Test
    void publish_confirmedAndUnroutable_areTold() throws Exception {
        List<OutboundMessage> messages = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            messages.add(Bench.message(i, i % 10 == 0 ? "nobody.listens" : Bench.KEY));
        }
        List<PublishOutcome> outcomes =
                bench.connectedPublisher().publish(messages).get(30, TimeUnit.SECONDS);
        for (int i = 0; i < 100; i++) {
            assertThat(outcomes.get(i))
                    .isInstanceOf(i % 10 == 0 ? PublishOutcome.Unroutable.class : PublishOutcome.Confirmed.class);
        }
    }

    @Test
    void deliver_ackAndNack_inOrder() throws Exception {
        Taker taker =
                bench.taker(Map.of("batch-size", "10", "linger-ms", "60000")).request(100);
        bench.awaitUp("audit");
        bench.send(0, 30);
        Taker.ack(taker.next());
        Message<DeliveryBatch> second = taker.next();
        taker.next();
        Taker.nack(second);
        List<Integer> again = new ArrayList<>();
        while (again.size() < 20) {
            Message<DeliveryBatch> batch = taker.next();
            again.addAll(Taker.numbers(batch));
            Taker.ack(batch);
        }
        assertThat(again).isEqualTo(Bench.numbers(10, 30));
        taker.connector().drain(Duration.ofSeconds(10));
        bench.awaitDepth(0);
    }
}
