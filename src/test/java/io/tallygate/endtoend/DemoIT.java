package io.tallygate.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.HttpDoor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a newcomer finds who starts with the demo's flag. */
class DemoIT {
    private static final Duration BOUND = Duration.ofMinutes(3);

    @Test
    void demo_fillsTheGatewayWithRunsFailuresAndMistakes_andGoesOn(@TempDir Path folder) {
        try (GatewayProcess gateway = GatewayProcess.setup("demo")
                .dataFolder(folder)
                .set("TALLYGATE_DEMO_ENABLED", "true")
                .set("TALLYGATE_DEMO_HISTORY", "3m")
                .launch()
                .awaitReady(BOUND)) {
            HttpDoor http = gateway.client();

            Awaitility.await().atMost(BOUND).until(() -> gateway.log().contains("The demo has made up"));

            assertThat(gateway.log()).contains("Demo: made-up events are played");
            assertThat(http.get("/api/v1/about").json().path("demo").asBoolean())
                    .isTrue();
            assertThat(http.get("/api/v1/quarantine").json().at("/items").size())
                    .isBetween(5, 30);
            assertThat(http.get("/api/v1/events?status=failed").json().path("items"))
                    .isNotEmpty();
            Set<String> tenants =
                    new HashSet<>(http.get("/api/v1/events?limit=1000&type=workflow.opportunity.analysis.started")
                            .json()
                            .path("items")
                            .findValuesAsText("tenantId"));
            assertThat(tenants).hasSize(3);
            long before = last(http);
            Awaitility.await().atMost(BOUND).until(() -> last(http) > before);
            gateway.terminate();
        }
    }

    private static long last(HttpDoor http) {
        return http.get("/api/v1/events?limit=1").json().at("/items/0/sequence").asLong();
    }
}
