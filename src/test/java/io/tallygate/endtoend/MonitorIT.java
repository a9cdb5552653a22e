package io.tallygate.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.HttpAnswer;
import io.tallygate.testkit.HttpDoor;
import io.tallygate.testkit.PostgresNode;
import io.tallygate.testkit.TestBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The central monitor's API, as pipelines and those who look after them use it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MonitorIT {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final String DAY = "&from=2025-12-05T00:00:00Z&to=2025-12-06T00:00:00Z";
    private static final Pattern NEXT = Pattern.compile("<([^>]*)>; rel=\"next\"");

    private TestBroker broker;
    private GatewayProcess gateway;
    private HttpDoor http;

    @BeforeAll
    void start() {
        broker = TestBroker.start();
        gateway = GatewayProcess.setup("monitor")
                .broker(broker.uri())
                .database(PostgresNode.shared().createDatabase())
                .set("TALLYGATE_QUERY_METRICS_RANGE", "31d")
                .start();
        http = gateway.client();
    }

    @AfterAll
    void close() throws Exception {
        gateway.close();
        broker.close();
    }

    @Test
    void post_log_isInLists_andInTheAuditLogLikeAnyEvent() {
        String log = log("alone", "source", "Success", "45.20", 3);

        HttpAnswer first = http.post("/api/v1/logs", log);
        HttpAnswer again = http.post("/api/v1/logs", log);

        assertThat(first.status()).as(first.text()).isEqualTo(202);
        assertThat(first.json().path("type").asText()).isEqualTo("activity.logged");
        assertThat(again.status()).isEqualTo(200);
        String id = first.json().path("id").asText();
        HttpAnswer list = http.get("/api/v1/logs?source_system=alone&stage=source&status=Success&notebook_name=n"
                + "&workspace_id=w&lakehouse_id=l&entity_name=e&target_table=t" + DAY);
        assertThat(list.json().path("items")).hasSize(1);
        assertThat(list.text())
                .contains("\"id\":\"" + id + "\",\"received_at\":\"")
                .contains(log.substring(1));
        JsonNode event = http.get("/api/v1/events?source=alone").json().at("/items/0");
        assertThat(event.path("durationMs").asText()).isEqualTo("45200");
        assertThat(event.path("project").asText()).isEqualTo("w");
        assertThat(event.at("/artifacts/0").asText()).isEqualTo("t");
        assertThat(http.get("/api/v1/workflows/alone").json().path("state").asText())
                .isEqualTo("completed");
        for (String other : List.of(
                "stage=x",
                "status=x",
                "notebook_name=x",
                "workspace_id=x",
                "lakehouse_id=x",
                "entity_name=x",
                "target_table=x",
                "tenant=" + UUID.randomUUID(),
                "to=2025-12-05T00:00:00Z")) {
            assertThat(http.get("/api/v1/logs?source_system=alone&" + other)
                            .json()
                            .path("items"))
                    .as(other)
                    .isEmpty();
        }
    }

    @Test
    void post_logThatIsNone_isRefusedWithThePlaces() {
        HttpAnswer lacking = http.post("/api/v1/logs", "{\"stage\":7}");
        assertThat(lacking.status()).isEqualTo(422);
        assertThat(lacking.text()).contains("schema-violation", "source_system", "logged_at", "\"pointer\":\"/stage\"");

        HttpAnswer other = http.post(
                "/api/v1/logs", "{\"event_type\":\"workflow_start\",\"workflow_id\":\"workflow-1-20251202T100000Z\"}");
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.json().path("reason").asText()).isEqualTo("unknown-type");
        assertThat(other.json().path("detail").asText()).contains("workflow-log", "activity");
    }

    @Test
    void post_manyLogs_areAnsweredEach_andFoundPageByPage() {
        List<String> logs = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            logs.add(log("paged", "source", "Success", "1", i));
        }
        HttpAnswer mixed = http.post("/api/v1/logs", "[" + String.join(",", logs) + ",{}]");
        assertThat(mixed.status()).isEqualTo(207);
        assertThat(mixed.json().path("accepted").asInt()).isEqualTo(7);
        HttpAnswer lines = http.post(
                "/api/v1/logs", "application/x-ndjson", String.join("\n", logs).getBytes(StandardCharsets.UTF_8));
        assertThat(lines.status()).isEqualTo(200);

        List<String> rows = new ArrayList<>();
        String path = "/api/v1/logs?source_system=paged&limit=3&order=asc";
        while (!path.isEmpty()) {
            HttpAnswer page = http.get(path);
            page.json()
                    .path("items")
                    .forEach(item -> rows.add(item.path("row_count").asText()));
            Matcher next = NEXT.matcher(page.header("Link"));
            path = next.find() ? next.group(1) : "";
        }
        assertThat(rows).containsExactly("0", "1", "2", "3", "4", "5", "6");
    }

    @Test
    void publish_logOnTheExchange_isInTheSameLists() throws Exception {
        try (Connection connection = broker.connect();
                Channel channel = connection.createChannel()) {
            channel.basicPublish(
                    "coder_events",
                    "activity.wired.source",
                    null,
                    log("wired", "source", "Failed", "2", 1).getBytes(StandardCharsets.UTF_8));
            Awaitility.await()
                    .atMost(BOUND)
                    .until(() -> http.get("/api/v1/logs?source_system=wired")
                                    .json()
                                    .path("items")
                                    .size()
                            == 1);
        }
    }

    @Test
    void metrics_areThoseOfTheLogs_inAllAndOfEachGroup() {
        for (int i = 1; i <= 5; i++) {
            http.post("/api/v1/logs", log("figures", i < 4 ? "a" : "b", i == 5 ? "Failed" : "Success", "" + i, 10));
        }

        JsonNode metrics = http.get("/api/v1/metrics?source_system=figures&group_by=stage" + DAY)
                .json();

        assertThat(metrics.path("total").toString())
                .isEqualTo("{\"count\":5,\"succeeded\":4,\"failed\":1,\"other\":0,\"success_rate\":0.8,"
                        + "\"duration_seconds\":{\"mean\":3.0,\"p50\":3.0,\"p95\":4.8,\"p99\":4.96},\"row_count\":50}");
        assertThat(metrics.at("/groups").findValuesAsText("group")).containsExactly("a", "b");
        assertThat(metrics.at("/groups/1/success_rate").asDouble()).isEqualTo(0.5);
        assertThat(metrics.path("truncated").asBoolean()).isFalse();
        for (String by : List.of("source_system", "type", "project", "day")) {
            assertThat(http.get("/api/v1/metrics?source_system=figures&group_by=" + by + DAY)
                            .json()
                            .at("/groups/0/count")
                            .asInt())
                    .as(by)
                    .isEqualTo(5);
        }
        assertThat(http.get("/api/v1/metrics?source_system=figures")
                        .json()
                        .at("/total/count")
                        .asInt())
                .as("the last week")
                .isZero();
    }

    @Test
    void metrics_ofWhatCannotBeAsked_sayWhatCan() {
        HttpAnswer tooLong = http.get("/api/v1/metrics?from=2025-01-01T00:00:00Z&to=2025-12-06T00:00:00Z");
        assertThat(tooLong.status()).isEqualTo(422);
        assertThat(tooLong.json().path("type").asText()).isEqualTo("/problems/range-too-wide");
        assertThat(tooLong.json().path("detail").asText()).contains("31 days");
        assertThat(http.get("/api/v1/metrics?from=2025-12-06T00:00:00Z&to=2025-12-06T00:00:00Z")
                        .status())
                .isEqualTo(400);
        assertThat(http.get("/api/v1/metrics?group_by=moon")
                        .json()
                        .path("detail")
                        .asText())
                .contains("source_system, stage, type, project, day");
        assertThat(http.get("/api/v1/logs?from=yesterday").status()).isEqualTo(400);
    }

    private static String log(String source, String stage, String status, String duration, int rows) {
        return "{\"source_system\":\"" + source + "\",\"stage\":\"" + stage
                + "\",\"notebook_name\":\"n\",\"workspace_id\":\"w\","
                + "\"lakehouse_id\":\"l\",\"status\":\"" + status
                + "\",\"logged_at\":\"2025-12-05T18:00:00Z\",\"duration\":"
                + duration
                + ",\"capabilities\":[\"authVerified\"],\"entity_name\":\"e\",\"target_table\":\"t\",\"row_count\":"
                + rows + ",\"additional_metadata\":{\"x\":1.0}}";
    }
}
