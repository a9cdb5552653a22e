package io.tallygate.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.PostgresNode;
import io.tallygate.testkit.TestBroker;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** CloudEvents come in by HTTP in each of their modes; those of the dialect coder become its envelopes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CloudEventsIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String TENANT = "a3c1f6de-5b0e-4d6f-9a52-0c8f6d2f1b77";
    private static final String DATA = """
            {"workflowId": "7d3f0a5e-2c1b-4f8e-8a66-3b9d5f10c2e4", "opportunityId": "0f9e8d7c-6b5a-4c3d-9e2f-1a0b9c8d7e6f",
             "error": "no"}""";

    private final HttpClient client = HttpClient.newHttpClient();
    private TestBroker broker;
    private GatewayProcess gateway;

    @BeforeAll
    void start() throws Exception {
        broker = TestBroker.start();
        gateway = GatewayProcess.setup("cloud-events")
                .broker(broker.uri())
                .database(PostgresNode.shared().createDatabase())
                .start();
    }

    @AfterAll
    void close() throws Exception {
        gateway.close();
        broker.close();
    }

    private HttpResponse<String> post(String body, String... headers) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(gateway.url().resolve("/api/v1/events"))
                        .headers(headers)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String coder(String id) {
        return """
                {"specversion": "1.0", "id": "%s", "source": "workflow-orchestrator", "dataversion": "1.0.0",
                 "type": "workflow.opportunity.analysis.failed", "time": "2026-01-31T12:03:10Z", "tenantid": "%s",
                 "correlationid": "c-1", "data": %s}""".formatted(id, TENANT, DATA);
    }

    private JsonNode original(String id) throws IOException {
        return MAPPER.readTree(gateway.client()
                .get("/api/v1/events/" + id + "/original?tenant=" + TENANT)
                .body());
    }

    @Test
    void structured_ofAnyType_isKeptAsItIs() throws Exception {
        String event = "{\"specversion\":\"1.0\",\"id\":\"any-1\",\"source\":\"/s\",\"type\":\"org.example.any\"}";

        HttpResponse<String> answer = post(event, "Content-Type", "application/cloudevents+json; charset=utf-8");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(gateway.client().get("/api/v1/events/any-1/original").text()).isEqualTo(event);
        assertThat(gateway.client()
                        .get("/api/v1/events/any-1")
                        .json()
                        .path("dialect")
                        .asText())
                .isEqualTo("cloudevents");
    }

    @Test
    void structured_ofCoder_becomesItsEnvelope() throws Exception {
        String id = "11111111-0000-4000-8000-000000000001";

        HttpResponse<String> answer = post(coder(id), "Content-Type", "application/cloudevents+json");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(original(id)).isEqualTo(MAPPER.readTree("""
                        {"id": "%s", "source": "workflow-orchestrator", "version": "1.0.0", "correlationId": "c-1",
                         "type": "workflow.opportunity.analysis.failed", "timestamp": "2026-01-31T12:03:10Z",
                         "tenantId": "%s", "data": %s}""".formatted(id, TENANT, DATA)));
    }

    @Test
    void binary_becomesStructured_orAnEnvelope() throws Exception {
        HttpResponse<String> any = post(
                "[1, 2]",
                "Content-Type",
                "application/json",
                "ce-specversion",
                "1.0",
                "ce-id",
                "any-2",
                "ce-source",
                "/s",
                "ce-type",
                "org.example.any",
                "ce-subject",
                "Euro%20%E2%82%AC");
        assertThat(any.statusCode()).as(any.body()).isEqualTo(202);
        assertThat(gateway.client().get("/api/v1/events/any-2/original").json()).isEqualTo(MAPPER.readTree("""
                        {"specversion": "1.0", "id": "any-2", "source": "/s", "type": "org.example.any",
                         "subject": "Euro \u20ac", "datacontenttype": "application/json", "data": [1, 2]}"""));

        String id = "11111111-0000-4000-8000-000000000002";
        HttpResponse<String> coder = post(
                DATA,
                "Content-Type",
                "application/json",
                "ce-specversion",
                "1.0",
                "ce-id",
                id,
                "ce-source",
                "workflow-orchestrator",
                "ce-type",
                "workflow.opportunity.analysis.failed",
                "ce-time",
                "2026-01-31T12:03:10Z",
                "ce-tenantid",
                TENANT,
                "ce-dataversion",
                "1.0.0");
        assertThat(coder.statusCode()).as(coder.body()).isEqualTo(202);
        assertThat(original(id).path("data")).isEqualTo(MAPPER.readTree(DATA));
    }

    @Test
    void batch_hasAResultForEach() throws Exception {
        HttpResponse<String> answer = post(
                "[" + coder("11111111-0000-4000-8000-000000000003") + ", {\"specversion\": \"1.0\", \"id\": \"\","
                        + " \"source\": \"/s\", \"type\": \"org.example.any\"}]",
                "Content-Type",
                "application/cloudevents-batch+json");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(207);
        assertThat(answer.body()).contains("/id").contains("minLength");
    }

    @Test
    void binary_whoseBodyIsNoJson_isRefusedAsUnreadable() throws Exception {
        HttpResponse<String> answer = post(
                "1, \"id\": \"smuggled\"",
                "Content-Type",
                "application/json",
                "ce-specversion",
                "1.0",
                "ce-id",
                "any-3",
                "ce-source",
                "/s",
                "ce-type",
                "org.example.any");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("unreadable");
    }
}
