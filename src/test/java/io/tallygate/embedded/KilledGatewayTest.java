package io.tallygate.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KilledGatewayTest {
    private static final long EXIT_SECONDS = 60;

    @TempDir
    Path temp;

    private Process gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = GatewayProcess.start(temp);
    }

    @AfterEach
    void end() {
        gateway.destroyForcibly();
    }

    @Test
    void claim_whileAnotherProcessRuns_isRefused() throws Exception {
        try {
            assertThatThrownBy(() -> DataDirectory.claim(temp))
                    .isInstanceOf(EmbeddedStartException.class)
                    .hasMessageContaining("process " + gateway.pid());
        } finally {
            terminate();
        }
    }

    @Test
    void start_afterSigkill_stopsTheOrphanAndFindsEverythingStored() throws Exception {
        gateway.destroyForcibly();
        assertThat(gateway.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        Postmaster orphan =
                Postmaster.of(temp.toRealPath().resolve("postgres/data")).orElseThrow();
        assertThat(orphan.identity()).isEqualTo(Postmaster.Identity.SERVES_IT);

        assertStored(1);
        // Its new parent, not we, must collect it before it is gone for good.
        await().atMost(Duration.ofSeconds(EXIT_SECONDS))
                .until(() -> !orphan.process().isAlive() || orphan.isZombie());
    }

    @Test
    void sigterm_leavesDatabaseAndBrokerToTheirOwner_untilItHasDrained() throws Exception {
        terminate();
        assertThat(Postmaster.of(temp.toRealPath().resolve("postgres/data"))).isEmpty();
        assertStored(1 + GatewayProcess.PUBLISHED_WHILE_STOPPING);
    }

    private void terminate() throws InterruptedException {
        gateway.destroy();
        assertThat(gateway.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    private void assertStored(int number) throws Exception {
        try (DataDirectory directory = DataDirectory.claim(temp);
                EmbeddedDatabase database = EmbeddedDatabase.start(directory, GatewayProcess.BINARIES);
                EmbeddedBroker broker = EmbeddedBroker.start(directory, 0);
                Connection connection = Amqp.connect(broker);
                Channel channel = connection.createChannel()) {
            assertThat(Sql.ask(database, "SELECT count(*) FROM kept")).isEqualTo(Integer.toString(number));
            assertThat(Amqp.depth(channel, GatewayProcess.QUEUE)).isEqualTo(number);
            assertThat(Amqp.take(channel, GatewayProcess.QUEUE)).isEqualTo("stored");
        }
    }
}
