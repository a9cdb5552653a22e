package io.tallygate.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayProcessIT {
    private static final Duration BOUND = Duration.ofSeconds(60);

    @Test
    void restart_afterKillAndAfterTermination_isReadyAtTheSamePlace(@TempDir Path folder) {
        try (GatewayProcess gateway =
                GatewayProcess.setup("gateway-process").dataFolder(folder).start()) {
            gateway.kill9();
            assertThat(gateway.isRunning()).isFalse();
            assertThat(gateway.client().tryGet("/q/health/live")).isEmpty();

            gateway.restart().awaitReady(BOUND);
            assertThat(gateway.client()
                            .get("/q/health/ready")
                            .json()
                            .path("status")
                            .asText())
                    .isEqualTo("UP");

            // 128 + SIGTERM, as of every JVM that a signal ends
            assertThat(gateway.terminate()).isEqualTo(143);
            assertThat(gateway.log()).isNotEmpty();
        }
    }
}
