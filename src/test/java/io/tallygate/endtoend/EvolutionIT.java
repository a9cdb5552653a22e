package io.tallygate.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.HttpAnswer;
import io.tallygate.testkit.HttpDoor;
import io.tallygate.testkit.PostgresNode;
import io.tallygate.testkit.TestBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A next version of a schema is held against what is published and what is recorded, and old events read as new ones. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EvolutionIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String TYPE = "workflow.step.completed";
    private static final String PATTERN = "{node_type}.{operation}.started";
    private static final Path SCHEMAS = Path.of("src/main/resources/schemas");

    private TestBroker broker;
    private GatewayProcess gateway;
    private HttpDoor http;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        Path folder = Files.createDirectories(directory.resolve("coder/" + TYPE));
        ObjectNode next = schema("1.1.0");
        next.withObject("/properties/data/properties").putObject("attempt").put("type", "integer");
        next.withObject("/properties/data").withArray("required").add("attempt");
        next.remove("examples");
        Files.writeString(folder.resolve("1.1.0.json"), next.toString());
        Files.writeString(
                folder.resolve("1.0.0-to-1.1.0.json"),
                "{\"operations\": [{\"op\": \"default\", \"path\": \"/data/attempt\", \"value\": 1}]}");
        broker = TestBroker.start();
        gateway = GatewayProcess.setup("evolution")
                .broker(broker.uri())
                .database(PostgresNode.shared().createDatabase())
                .set("TALLYGATE_SCHEMA_DIR", directory.toString())
                .set("TALLYGATE_EVOLUTION_REHEARSAL_PAGE_EVENTS", "3")
                .set("TALLYGATE_EVOLUTION_REHEARSAL_STRETCH", "4")
                .set("TALLYGATE_EVOLUTION_REHEARSAL_EXAMPLES", "2")
                .start();
        http = gateway.client();
    }

    @AfterAll
    void close() throws Exception {
        gateway.close();
        broker.close();
    }

    @Test
    void compatibility_ofACandidate_isToldWithACounterExample() throws Exception {
        ObjectNode candidate = schema("1.2.0");
        candidate.withObject("/properties/data/properties/durationMs").put("minimum", 1);
        String path = "/api/v1/schemas/" + TYPE + "/compatibility?mode=full&against=1.0.0";

        JsonNode answer = ok(http.post(path, candidate.toString()));

        assertThat(answer.path("verdict").asText()).isEqualTo("incompatible");
        assertThat(answer.at("/directions/forward/verdict").asText()).isEqualTo("compatible");
        JsonNode breakage = answer.at("/directions/backward/breakages/0");
        assertThat(breakage.path("pointer").asText()).isEqualTo("/data/durationMs");
        assertThat(breakage.path("schemaPointer").asText()).isEqualTo("/properties/data/properties/durationMs/minimum");
        // the gateway that says so takes the counter-example, as an event of the version there is
        HttpAnswer taken =
                http.post("/api/v1/events", breakage.path("counterExample").toString());
        assertThat(taken.status()).as(taken.text()).isIn(200, 202);
    }

    @Test
    void compatibility_byDefault_isThatOfTheDialectWithTheLatestVersion() throws Exception {
        JsonNode answer = ok(http.post(
                "/api/v1/schemas/" + TYPE + "/compatibility", schema("1.2.0").toString()));

        assertThat(answer.path("mode").asText()).isEqualTo("backward");
        assertThat(answer.path("against").asText()).isEqualTo("1.1.0");
        assertThat(answer.path("candidate").asText()).isEqualTo("1.2.0");
        assertThat(answer.path("verdict").asText()).as("%s", answer).isEqualTo("compatible");
    }

    @Test
    void candidate_thatCannotBeUsed_isAProblem() throws Exception {
        String path = "/api/v1/schemas/" + TYPE + "/compatibility";
        assertProblem(http.post("/api/v1/schemas/nothing/compatibility", "{}"), 404, "not-found");
        assertProblem(http.post(path + "?against=7", schema("1.2.0").toString()), 404, "not-found");
        assertProblem(http.post(path + "?mode=sideways", "{}"), 400, "bad-parameter");
        assertProblem(http.post(path, ""), 422, "unusable-schema");
        assertProblem(http.post(path, "{\"$schema\": "), 422, "unusable-schema");
        assertProblem(
                http.post(
                        path,
                        "{\"$schema\": \"http://json-schema.org/draft-07/schema#\","
                                + " \"allOf\": [{\"$ref\": \"http://192.0.2.1/a.json\"}]}"),
                422,
                "unusable-schema");
        assertProblem(http.post(path, "{" + " ".repeat(300_000) + "}"), 413, "schema-too-large");
        assertProblem(http.post(path, "[".repeat(100_000)), 422, "unusable-schema");
        assertProblem(
                http.post(
                        path,
                        "{\"$schema\": \"http://json-schema.org/draft-07/schema#\","
                                + " \"pattern\": \"((((a{100}){100}){100}){100}){100}\"}"),
                422,
                "unusable-schema");
        assertProblem(
                http.post(
                        "/api/v1/schemas/" + TYPE + "/rehearsal?limit=0",
                        schema("2").toString()),
                400,
                "bad-parameter");
        assertProblem(
                http.post(
                        "/api/v1/schemas/" + TYPE + "/rehearsal?cursor=*",
                        schema("2").toString()),
                400,
                "bad-parameter");
    }

    @Test
    void rehearsal_overRecordedEvents_countsWhatWouldBreak() throws Exception {
        String tenant = UUID.randomUUID().toString();
        for (int i = 0; i < 10; i++) {
            send(event(tenant, i % 2 == 0 ? "risk-analysis" : "scoring", "2026-01-0" + (1 + i % 9) + "T00:00:00Z"));
        }
        send(event(UUID.randomUUID().toString(), "scoring", "2026-01-01T00:00:00Z"));
        ObjectNode candidate = schema("1.2.0");
        candidate.withObject("/properties/data/properties/step").put("maxLength", 8);
        String path = "/api/v1/schemas/" + TYPE + "/rehearsal?tenant=" + tenant;

        JsonNode answer = ok(http.post(path, candidate.toString()));

        assertThat(answer.path("checked").asInt()).isEqualTo(10);
        assertThat(answer.path("breaking").asInt()).isEqualTo(5);
        assertThat(answer.path("finished").asBoolean()).isTrue();
        assertThat(answer.path("groups")).hasSize(1);
        JsonNode group = answer.at("/groups/0");
        assertThat(group.path("pointer").asText()).isEqualTo("/data/step");
        assertThat(group.path("keyword").asText()).isEqualTo("maxLength");
        assertThat(group.at("/sources/0/source").asText()).isEqualTo("workflow-orchestrator");
        assertThat(group.at("/sources/0/count").asInt()).isEqualTo(5);
        assertThat(group.at("/sources/0/examples")).hasSize(2);
        JsonNode named = ok(
                http.get("/api/v1/events/" + group.at("/sources/0/examples/0").asText()));
        assertThat(named.at("/event/data/step").asText()).isEqualTo("risk-analysis");

        JsonNode windowed = ok(http.post(
                path + "&from=2026-01-02T00:00:00Z&to=2026-01-04T00:00:00Z&version=1.0.0", candidate.toString()));
        assertThat(windowed.path("checked").asInt()).isEqualTo(2);
        assertThat(ok(http.post(path + "&version=1.1.0", candidate.toString()))
                        .path("checked")
                        .asInt())
                .isZero();
        assertThat(readInParts(path, candidate)).containsExactly(10, 5);
    }

    private int[] readInParts(String path, ObjectNode candidate) throws Exception {
        int checked = 0;
        int breaking = 0;
        JsonNode part = ok(http.post(path + "&limit=4", candidate.toString()));
        while (!part.path("finished").asBoolean()) {
            assertThat(part.path("checked").asInt()).isEqualTo(4);
            assertThat(part.path("stoppedBy").asText()).isEqualTo("limit");
            checked += 4;
            breaking += part.path("breaking").asInt();
            part = ok(http.post(
                    path + "&limit=4&cursor=" + part.path("nextCursor").asText(), candidate.toString()));
        }
        return new int[] {
            checked + part.path("checked").asInt(),
            breaking + part.path("breaking").asInt()
        };
    }

    @Test
    void rehearsal_ofAPatternOfTypes_checksAllThatMatchIt() throws Exception {
        JsonNode schema =
                MAPPER.readTree(SCHEMAS.resolve("onex/" + PATTERN + "/1.0.json").toFile());
        for (JsonNode example : schema.path("examples")) {
            send((ObjectNode) example);
        }
        ObjectNode candidate = (ObjectNode) schema;
        candidate.withArray("required").add("shard");
        candidate.remove("$id");

        JsonNode answer = ok(http.post(
                "/api/v1/schemas/" + PATTERN.replace("{", "%7B").replace("}", "%7D") + "/rehearsal",
                candidate.toString()));

        assertThat(answer.path("checked").asInt())
                .isEqualTo(schema.path("examples").size());
        assertThat(answer.path("breaking")).isEqualTo(answer.path("checked"));
        assertThat(answer.at("/groups/0/keyword").asText()).isEqualTo("required");
    }

    @Test
    void event_asANewerVersion_isReadByItsUpcaster() throws Exception {
        ObjectNode event = event(UUID.randomUUID().toString(), "scoring", "2026-02-01T00:00:00Z");
        send(event);
        String path = "/api/v1/events/" + event.path("id").asText();

        JsonNode read = ok(http.get(path + "?as-version=1.1.0"));

        assertThat(read.path("version").asText()).isEqualTo("1.1.0");
        assertThat(read.path("upcastFrom").asText()).isEqualTo("1.0.0");
        assertThat(read.at("/event/version").asText()).isEqualTo("1.1.0");
        assertThat(read.at("/event/data/attempt").asInt()).isEqualTo(1);
        assertThat(MAPPER.readTree(http.get(path + "/original").body())).isEqualTo(event);
        assertThat(ok(http.get(path + "?as-version=1.0.0")).has("upcastFrom")).isFalse();
        HttpAnswer none = http.get(path + "?as-version=3");
        assertProblem(none, 404, "no-upcaster");
        assertThat(none.json().at("/readableAs/0").asText()).isEqualTo("1.1.0");
    }

    private static ObjectNode schema(String version) throws Exception {
        ObjectNode schema = (ObjectNode)
                MAPPER.readTree(SCHEMAS.resolve("coder/" + TYPE + "/1.0.0.json").toFile());
        schema.remove("$id");
        schema.withObject("/properties/version").put("const", version);
        schema.path("examples").forEach(example -> ((ObjectNode) example).put("version", version));
        return schema;
    }

    private static ObjectNode event(String tenant, String step, String time) throws Exception {
        ObjectNode event = (ObjectNode) schema("1.0.0").at("/examples/0");
        event.put("id", UUID.randomUUID().toString()).put("tenantId", tenant).put("timestamp", time);
        event.withObject("/data").put("step", step);
        return event;
    }

    private void send(ObjectNode event) {
        HttpAnswer answer = http.post("/api/v1/events", event.toString());
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    }

    private static JsonNode ok(HttpAnswer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static void assertProblem(HttpAnswer answer, int status, String kind) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().path("type").asText()).isEqualTo("/problems/" + kind);
    }
}
