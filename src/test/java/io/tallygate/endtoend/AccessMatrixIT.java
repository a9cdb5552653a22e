package io.tallygate.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.testkit.Events;
import io.tallygate.testkit.HttpAnswer;
import io.tallygate.testkit.HttpDoor;
import io.tallygate.testkit.TestEvent;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Every endpoint that the OpenAPI names, tried as nobody, as each role of the tenant whose data it is, and as each role of
 * another tenant. The table is written to {@code target/access-matrix.md}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessMatrixIT {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final List<String> ROLES = List.of("publisher", "viewer", "operator", "auditor", "administrator");
    private static final Map<String, Set<String>> INCLUDED = Map.of(
            "publisher", Set.of("publisher"),
            "viewer", Set.of("viewer"),
            "operator", Set.of("operator", "viewer"),
            "auditor", Set.of("auditor", "viewer"),
            "administrator", Set.of("administrator", "operator", "viewer", "publisher"));

    /** They begin and end the session of a person, and are asked by AccessIT. */
    private static final Set<String> SESSION = Set.of("/login", "/logout");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Events events = new Events(77);
    private final UUID mine = UUID.randomUUID();
    private final UUID others = UUID.randomUUID();
    private final TestEvent event = events.valid(Events.FAILED, mine, UUID.randomUUID());
    private final Map<String, List<String>> table = new LinkedHashMap<>();
    private ClosedGateway closed;
    private HttpDoor http;
    private List<Endpoint> endpoints;
    private String workflow;
    private String quarantined;
    private byte[] schema;

    /** One operation of the OpenAPI; {@code everyTenant} if it is only for who acts for all tenants. */
    private record Endpoint(String method, String path, Set<String> roles, boolean everyTenant, boolean takesTenant) {
        boolean allows(String role) {
            return INCLUDED.getOrDefault(role, Set.of()).stream().anyMatch(roles::contains);
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private record Answer(int status, String text) {}

    @BeforeAll
    void start() throws Exception {
        closed = new ClosedGateway("access-matrix");
        http = closed.gateway.client();
        assertThat(http.post("/api/v1/events", "application/json", event.body(), ClosedGateway.bearer(closed.first))
                        .status())
                .isEqualTo(202);
        HttpAnswer refused = http.post(
                "/api/v1/events",
                new String(event.body(), StandardCharsets.UTF_8)
                        .replace(event.id(), UUID.randomUUID().toString())
                        .replaceFirst("\"timestamp\"", "\"timestomp\""),
                ClosedGateway.bearer(closed.first));
        assertThat(refused.status()).as(refused.toString()).isEqualTo(422);
        quarantined = refused.json().get("quarantineId").asText();
        workflow = asked("/api/v1/events/" + event.id()).get("workflowId").asText();
        Awaitility.await("its run is derived")
                .atMost(BOUND)
                .until(() -> http.get("/api/v1/workflows/" + workflow, ClosedGateway.bearer(closed.first))
                                .status()
                        == 200);
        schema = http.get("/api/v1/schemas/" + Events.STARTED + "/1.0.0", ClosedGateway.bearer(closed.first))
                .body();
        endpoints = endpoints();
    }

    @AfterAll
    void close() throws Exception {
        List<String> lines = new ArrayList<>(List.of(
                "| endpoint | nobody | "
                        + ROLES.stream().map(role -> role + " of the tenant").collect(Collectors.joining(" | "))
                        + " | "
                        + ROLES.stream().map(role -> role + " of another").collect(Collectors.joining(" | ")) + " |",
                "|---".repeat(2 + 2 * ROLES.size()) + "|"));
        table.forEach((endpoint, cells) -> lines.add("| " + endpoint + " | " + String.join(" | ", cells) + " |"));
        Files.write(Path.of("target", "access-matrix.md"), lines);
        closed.close();
    }

    private JsonNode asked(String path) {
        return http.get(path, ClosedGateway.bearer(closed.first)).json();
    }

    private List<Endpoint> endpoints() {
        JsonNode paths = http.get("/q/openapi?format=json").json().get("paths");
        return paths.properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .filter(operation -> operation.getValue().has("responses"))
                        .map(operation -> endpoint(path.getKey(), operation.getKey(), operation.getValue())))
                .filter(endpoint -> !SESSION.contains(endpoint.path()))
                .toList();
    }

    private static Endpoint endpoint(String path, String method, JsonNode operation) {
        return new Endpoint(
                method.toUpperCase(Locale.ROOT),
                path,
                elements(operation.path("x-roles")).map(JsonNode::asText).collect(Collectors.toSet()),
                operation.path("x-tenants").asText().equals("all"),
                elements(operation.path("parameters"))
                        .anyMatch(parameter -> parameter.path("name").asText().equals("tenant")));
    }

    private static Stream<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    @Test
    void eachEndpoint_answersWhoMayAsk_andNobodyElse() throws Exception {
        Map<String, String> own = keys("own", mine);
        Map<String, String> foreign = keys("foreign", others);
        List<String> wrong = new ArrayList<>();

        assertThat(endpoints)
                .hasSizeGreaterThan(35)
                .allSatisfy(endpoint ->
                        assertThat(endpoint.roles()).as(endpoint.toString()).isNotEmpty());
        for (Endpoint endpoint : endpoints) {
            List<String> cells = new ArrayList<>();
            int nobody = ask(endpoint, Optional.empty(), "").status();
            cells.add(cell(endpoint + " as nobody", nobody, nobody == 401, wrong));
            List<String> ofOwn = new ArrayList<>();
            List<String> ofForeign = new ArrayList<>();
            for (String role : ROLES) {
                // First those who must change nothing of it.
                ofForeign.add(asForeign(endpoint, role, foreign.getOrDefault(role, ""), wrong));
                ofOwn.add(asOwn(endpoint, role, own.getOrDefault(role, ""), wrong));
            }
            cells.addAll(ofOwn);
            cells.addAll(ofForeign);
            table.put(endpoint.toString(), cells);
        }

        assertThat(wrong).isEmpty();
    }

    private String asOwn(Endpoint endpoint, String role, String key, List<String> wrong) throws Exception {
        int status = ask(endpoint, Optional.of(key), "").status();
        boolean isAllowed = status < 500 && status != 401 && status != 403;
        boolean right = endpoint.allows(role) && !endpoint.everyTenant() ? isAllowed : status == 403;
        return cell(endpoint + " as " + role + " of its tenant", status, right, wrong);
    }

    private String asForeign(Endpoint endpoint, String role, String key, List<String> wrong) throws Exception {
        Answer answer = ask(endpoint, Optional.of(key), "");
        boolean allowed = endpoint.allows(role) && !endpoint.everyTenant();
        boolean right = allowed
                ? answer.status() < 500 && answer.status() != 401 && !tells(answer.text())
                : answer.status() == 403;
        if (allowed && endpoint.takesTenant()) {
            int named = ask(endpoint, Optional.of(key), "tenant=" + mine).status();
            right = right && named == 403;
        }
        return cell(endpoint + " as " + role + " of another tenant: " + answer.text(), answer.status(), right, wrong);
    }

    /** Whether an answer tells anything of the tenant whose data it is. What was asked for may be said again. */
    private boolean tells(String text) {
        String told = text.replace("may not send events of tenant " + mine, "");
        return told.contains(mine.toString()) || (told.contains(workflow) && !told.contains("There is no"));
    }

    private static String cell(String what, int status, boolean right, List<String> wrong) {
        if (!right) {
            wrong.add(status + ": " + what);
        }
        return status + (right ? "" : " **wrong**");
    }

    private Map<String, String> keys(String name, UUID tenant) {
        return ROLES.stream()
                .collect(Collectors.toMap(
                        role -> role, role -> closed.key(name, List.of(role), List.of(tenant.toString()))));
    }

    private Answer ask(Endpoint endpoint, Optional<String> key, String query) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        closed.gateway.url().resolve(filledIn(endpoint) + "?q=something&" + query))
                .timeout(BOUND);
        key.ifPresent(token -> request.headers(ClosedGateway.bearer(token)));
        if (endpoint.method().equals("POST")) {
            request.header("Content-Type", "application/json");
            request.POST(BodyPublishers.ofByteArray(body(endpoint)));
        } else {
            request.method(endpoint.method(), BodyPublishers.noBody());
        }
        HttpResponse<InputStream> response = client.send(request.build(), BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            return new Answer(response.statusCode(), text(response, body));
        }
    }

    private static String text(HttpResponse<InputStream> response, InputStream body) throws IOException {
        boolean endless =
                response.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
        return endless ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }

    private byte[] body(Endpoint endpoint) {
        return switch (endpoint.path()) {
            case "/api/v1/events" ->
                events.valid(Events.STARTED, mine, UUID.randomUUID()).body();
            case "/api/v1/schemas/{type}/rehearsal" -> schema;
            default -> "{}".getBytes(StandardCharsets.UTF_8);
        };
    }

    private String filledIn(Endpoint endpoint) {
        String path = endpoint.path();
        String id = path.contains("/quarantine/")
                ? quarantined
                : path.contains("/workflows/")
                        ? workflow
                        : path.contains("/keys/")
                                ? closed.key("fleeting", List.of("viewer"), List.of(mine.toString()))
                                        .split("_", -1)[1]
                                : event.id();
        return path.replace("{id}", id)
                .replace("{type}", Events.STARTED)
                .replace("{version}", "1.0.0")
                .replace("{project}", "none")
                .replace("{name}", "runs")
                .replace("{job}", "outcome-sync");
    }
}
