package io.tallygate.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.testkit.AmqpProducer;
import io.tallygate.testkit.Events;
import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.HttpAnswer;
import io.tallygate.testkit.RequiresMounts;
import io.tallygate.testkit.SmallDisk;
import io.tallygate.testkit.TestEvent;
import java.net.URI;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The disk of the embedded parts gets full: the doors close before it is, and open again by themselves. */
@RequiresMounts
class LowDiskIT {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final long MEGABYTE = 1024 * 1024;

    private final Events events = new Events(1816);

    @Test
    void lowDisk_closesBothDoorsWithTheReasonUntilThereIsRoom() {
        try (SmallDisk disk = SmallDisk.create(400)) {
            GatewayProcess gateway = GatewayProcess.setup("low-disk")
                    .dataFolder(disk.folder().resolve("data"))
                    .set("TALLYGATE_DATABASE_MIN_FREE_SPACE", "100M")
                    .start();
            try (AmqpProducer producer = new AmqpProducer(
                    URI.create("amqp://guest:guest@127.0.0.1:" + gateway.amqpPort()), "coder_events")) {
                TestEvent byHttp = events.valid(Events.STEP);
                TestEvent byBroker = events.valid(Events.STEP);

                disk.fill(50 * MEGABYTE);
                Awaitility.await("the door closes")
                        .atMost(BOUND)
                        .until(() ->
                                gateway.client().get("/q/health/ready").text().contains("min-free-space"));
                HttpAnswer answer = gateway.client().post(byHttp);
                assertThat(answer.status()).as(answer.text()).isEqualTo(503);
                assertThat(answer.header("Retry-After")).matches("\\d+");
                assertThat(answer.text()).contains("min-free-space");
                producer.publish(byBroker);
                producer.awaitSettled(BOUND);
                Awaitility.await("the writer meets the bound")
                        .atMost(BOUND)
                        .until(() -> gateway.client()
                                .get("/q/metrics")
                                .text()
                                .lines()
                                .anyMatch(line -> line.matches("tallygate_storage_failures_total\\S* [1-9].*")));
                assertThat(isStored(gateway, byBroker)).isFalse();

                disk.clear();
                gateway.awaitReady(BOUND);
                assertThat(gateway.client().post(byHttp).status()).isEqualTo(202);
                Awaitility.await("what waited is stored").atMost(BOUND).until(() -> isStored(gateway, byBroker));
            } finally {
                gateway.terminate();
                gateway.close();
            }
        }
    }

    private static boolean isStored(GatewayProcess gateway, TestEvent event) {
        return gateway.client()
                        .get("/api/v1/events/" + event.id() + "?tenant=" + event.tenant())
                        .status()
                == 200;
    }
}
