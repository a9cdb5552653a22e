package io.tallygate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.HttpAnswer;
import io.tallygate.testkit.RequiresRabbitMq;
import io.tallygate.testkit.TestEvent;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** PostgreSQL dies, freezes, or its word on a commit is lost: the gateway holds what it has and goes on by itself. */
@RequiresRabbitMq(privateNode = true)
class DatabaseFaultsIT {
    private static final Duration READY = Duration.ofSeconds(60);

    @Test
    void kill9_inMidStream_isAnsweredWith503AndNothingIsLost() throws Exception {
        try (FaultBench bench = new FaultBench("database-kill")) {
            GatewayProcess gateway = bench.keep(
                    bench.setup().set("TALLYGATE_INGEST_HTTP_PATIENCE", "1s").start());
            Load load = bench.load(gateway).start(500);
            for (int round = 1; round <= 2; round++) {
                bench.awaitKept(bench.random().nextInt(300, 1_500));

                bench.postgres().kill9();
                assertUnavailable(gateway, load);
                assertThat(FaultBench.readinessOf("database", gateway)).isEqualTo("DOWN");
                bench.postgres().restart();
                gateway.awaitReady(READY);
            }
            load.awaitHttpAccepted(100);

            bench.drained(load).hold(load).quarantineHasEachArrivalOnce().everythingSoundIsStored(load);
        }
    }

    @Test
    void freeze_longerThanTheSocketTimeout_goesOnByItselfAfterwards() throws Exception {
        try (FaultBench bench = new FaultBench("database-freeze")) {
            GatewayProcess gateway = bench.keep(bench.setup()
                    .set("TALLYGATE_INGEST_HTTP_PATIENCE", "4s")
                    .jvm("-Dquarkus.datasource.jdbc.additional-jdbc-properties.socketTimeout=2")
                    .start());
            Load load = bench.load(gateway).start(500);
            bench.awaitKept(bench.random().nextInt(300, 1_500));

            bench.postgres().freeze();
            assertUnavailable(gateway, load);
            bench.postgres().thaw();
            gateway.awaitReady(READY);
            assertThat(FaultBench.metric(gateway, "tallygate_timeouts_total{bound=\"database-socket\"}"))
                    .isPositive();
            assertThat(FaultBench.metric(gateway, "tallygate_timeouts_total{bound=\"http-patience\"}"))
                    .isPositive();
            load.awaitHttpAccepted(100);

            bench.drained(load).hold(load).quarantineHasEachArrivalOnce().everythingSoundIsStored(load);
        }
    }

    @Test
    void lostReplyToCommit_isFoundOutAndNothingIsTwice() throws Exception {
        try (FaultBench bench = new FaultBench("lost-reply")) {
            GatewayProcess gateway = bench.start();
            Load load = bench.load(gateway);
            for (int round = 1; round <= 2; round++) {
                long before = bench.kept();
                try (HeldCommits commits = HeldCommits.hold(bench.database())) {
                    // Nothing but broken ones in the second round: then it is the quarantine's commit.
                    load.publish(round == 1 ? 300 : 0, 30);
                    commits.breakGatewaysConnections();
                    bench.await("it was committed all the same").until(() -> bench.kept() > before);
                }
                bench.awaitDrained();
            }

            bench.drained(load).hold(load).quarantineHasEachArrivalOnce().everythingSoundIsStored(load);
        }
    }

    /** Asks with an event of the load: what is answered with 503 may be stored all the same. */
    private static void assertUnavailable(GatewayProcess gateway, Load load) {
        TestEvent event = load.made()
                .map(Map.Entry::getValue)
                .filter(made -> made.expected().stored())
                .findFirst()
                .orElseThrow();
        HttpAnswer answer = gateway.client().post(event);
        assertThat(answer.status()).as(answer.text()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).matches("\\d+");
    }
}
