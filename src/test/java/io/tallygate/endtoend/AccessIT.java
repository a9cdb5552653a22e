package io.tallygate.endtoend;

import static io.tallygate.endtoend.ClosedGateway.bearer;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.testkit.Events;
import io.tallygate.testkit.HttpAnswer;
import io.tallygate.testkit.HttpDoor;
import io.tallygate.testkit.OidcServer;
import io.tallygate.testkit.SseReader;
import io.tallygate.testkit.TestEvent;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Keys and people, in the packaged gateway with a real broker, a real database and a provider of OpenID Connect. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessIT {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final String ME = "/api/v1/me";

    private final Events events = new Events(7);
    private final UUID mine = UUID.randomUUID();
    private final UUID others = UUID.randomUUID();
    private ClosedGateway closed;
    private HttpDoor http;

    @BeforeAll
    void start() throws Exception {
        closed = new ClosedGateway("access", "TALLYGATE_ACCESS_LIMITS_FAILURE_DELAY", "50ms");
        http = closed.gateway.client();
    }

    @AfterAll
    void close() throws Exception {
        closed.close();
    }

    private TestEvent eventOf(UUID tenant) {
        return events.valid(Events.STARTED, tenant, UUID.randomUUID());
    }

    private HttpAnswer publish(TestEvent event, String token) {
        return http.post("/api/v1/events", "application/json", event.body(), bearer(token));
    }

    private Consumer<JwtClaims> operatorOfMine() {
        return claims -> {
            claims.setSubject("ann");
            claims.setStringClaim("upn", "ann@example.org");
            claims.setStringListClaim("groups", "operator", "unrelated");
            claims.setStringListClaim("tenants", mine.toString());
        };
    }

    @Test
    void key_isShownOnce_andSaysWhoOneIs() {
        String key = closed.key("reader", List.of("viewer"), List.of(mine.toString()));

        JsonNode me = http.get(ME, bearer(key)).json();

        assertThat(me.get("name").asText()).isEqualTo("reader");
        assertThat(me.get("roles")).hasToString("[\"viewer\"]");
        assertThat(me.get("tenants").get(0).asText()).isEqualTo(mine.toString());
        assertThat(http.get("/api/v1/keys?limit=1000", bearer(closed.first)).text())
                .contains("reader")
                .doesNotContain(key.substring(key.lastIndexOf('_')));
    }

    @Test
    void publisher_sendsEventsOfItsTenant_andNoOthers() {
        String key = closed.key(Map.of(
                "name", "publisher",
                "roles", List.of("publisher"),
                "tenants", List.of(mine.toString()),
                "types", List.of("workflow.opportunity.*")));

        assertThat(publish(eventOf(mine), key).status()).isEqualTo(202);
        assertThat(publish(eventOf(others), key).status()).isEqualTo(403);
        assertThat(publish(events.valid(Events.STEP, mine, UUID.randomUUID()), key)
                        .status())
                .isEqualTo(403);
        assertThat(http.get("/api/v1/events", bearer(key)).status()).isEqualTo(403);
    }

    @Test
    void otherTenant_seesNothing() {
        TestEvent event = eventOf(mine);
        publish(event, closed.first);
        String viewer = closed.key("viewer", List.of("viewer"), List.of(others.toString()));

        assertThat(http.get("/api/v1/events/" + event.id(), bearer(viewer)).status())
                .isEqualTo(404);
        assertThat(http.get("/api/v1/events?tenant=" + mine, bearer(viewer)).status())
                .isEqualTo(403);
        assertThat(http.get("/api/v1/events", bearer(viewer)).text()).doesNotContain(mine.toString());
    }

    @Test
    void rotation_leavesBothKeysAlive_andRevocationEndsOneAtOnce() {
        String old = closed.key("rotated", List.of("viewer"), List.of("*"));
        String id = old.split("_", -1)[1];

        HttpAnswer rotated =
                http.post("/api/v1/keys/" + id + "/rotations", "{\"overlap\": \"PT1H\"}", bearer(closed.first));
        String successor = rotated.json().get("key").asText();

        assertThat(rotated.status()).isEqualTo(201);
        assertThat(http.get(ME, bearer(old)).status()).isEqualTo(200);
        assertThat(http.get(ME, bearer(successor)).status()).isEqualTo(200);
        assertThat(http.post("/api/v1/keys/" + id + "/rotations", "{}", bearer(closed.first))
                        .status())
                .isEqualTo(409);
        assertThat(http.delete("/api/v1/keys/" + id, bearer(closed.first)).status())
                .isEqualTo(204);
        assertThat(http.get(ME, bearer(old)).status()).isEqualTo(401);
        assertThat(http.get(ME, bearer(successor)).status()).isEqualTo(200);
    }

    @Test
    void expiredKey_isRefused() {
        String key = closed.key(
                Map.of("name", "short", "roles", List.of("viewer"), "tenants", List.of("*"), "lifetime", "PT2S"));

        Awaitility.await().atMost(BOUND).until(() -> http.get(ME, bearer(key)).status() == 401);
    }

    @Test
    void commandRevokes_andTheGatewayHeedsIt() throws Exception {
        String key = closed.key("lost", List.of("viewer"), List.of("*"));

        assertThat(closed.command("revoke", key.split("_", -1)[1]).code()).isZero();

        Awaitility.await().atMost(BOUND).until(() -> http.get(ME, bearer(key)).status() == 401);
        assertThat(closed.command("list").out()).contains("lost");
    }

    @Test
    void tenantsAdministrator_makesKeysOfItsTenantsOnly() {
        String admin = closed.key("admin", List.of("administrator"), List.of(mine.toString()));
        String own = "{\"name\": \"n\", \"roles\": [\"viewer\"], \"tenants\": [\"" + mine + "\"]}";

        assertThat(http.post("/api/v1/keys", own, bearer(admin)).status()).isEqualTo(201);
        assertThat(http.post("/api/v1/keys", own.replace(mine.toString(), others.toString()), bearer(admin))
                        .status())
                .isEqualTo(403);
        assertThat(http.post("/api/v1/keys", own.replace(mine.toString(), "*"), bearer(admin))
                        .status())
                .isEqualTo(403);
        String first = closed.first.split("_", -1)[1];
        assertThat(http.get("/api/v1/keys?limit=1000", bearer(admin)).text()).doesNotContain(first);
        assertThat(http.delete("/api/v1/keys/" + first, bearer(admin)).status()).isEqualTo(404);
    }

    @Test
    void administrator_getsByNoKeyWhatHeMayNotHimself() {
        String admin = closed.key(Map.of(
                "name", "no auditor",
                "roles", List.of("administrator"),
                "tenants", List.of("*"),
                "sources", List.of("scheduler*")));
        String auditors =
                closed.key("auditor", List.of("auditor"), List.of("*")).split("_", -1)[1];
        String asked = "{\"name\": \"n\", \"roles\": [\"%s\"], \"tenants\": [\"*\"], \"sources\": [\"%s\"]}";

        assertThat(http.post("/api/v1/keys", asked.formatted("auditor", "scheduler"), bearer(admin))
                        .status())
                .isEqualTo(403);
        assertThat(http.post("/api/v1/keys/" + auditors + "/rotations", "{}", bearer(admin))
                        .status())
                .isEqualTo(403);
        assertThat(http.post("/api/v1/keys", asked.formatted("publisher", "*"), bearer(admin))
                        .status())
                .isEqualTo(403);
        assertThat(http.post("/api/v1/keys", asked.formatted("publisher", "scheduler-2"), bearer(admin))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void wrongKeys_areSlowed_andCounted_andLockNobodyOut() {
        String wrong = closed.first.substring(0, closed.first.length() - 4) + "0000";

        for (int i = 0; i < 15; i++) {
            assertThat(http.get(ME, bearer(wrong)).status()).isEqualTo(401);
        }

        assertThat(http.get(ME, bearer(closed.first)).status()).isEqualTo(200);
        String metrics = http.get("/q/metrics", bearer(closed.first)).text();
        assertThat(metrics).containsPattern("tallygate_access_refused_total\\{reason=\"wrong-key\"} \\d\\d");
        assertThat(metrics).containsPattern("tallygate_access_delayed_total [1-9]");
    }

    @Test
    void token_saysRolesAndTenants() {
        JsonNode me =
                http.get(ME, bearer(closed.provider.token(operatorOfMine()))).json();

        assertThat(me.get("kind").asText()).isEqualTo("person");
        assertThat(me.get("name").asText()).isEqualTo("ann@example.org");
        assertThat(me.get("roles")).hasToString("[\"viewer\",\"operator\"]");
        assertThat(me.get("tenants")).hasToString("[\"" + mine + "\"]");
    }

    @Test
    void tokenWithoutRolesOrTenants_maySeeNothing() {
        assertThat(http.get(ME, bearer(closed.provider.token(claims -> claims.setSubject("bob"))))
                        .status())
                .isEqualTo(403);
        Consumer<JwtClaims> noTenants = claims -> {
            claims.setSubject("bob");
            claims.setStringListClaim("groups", "viewer");
        };
        publish(eventOf(mine), closed.first);

        assertThat(http.get("/api/v1/events", bearer(closed.provider.token(noTenants)))
                        .json()
                        .get("items"))
                .isEmpty();
    }

    @Test
    void tokensThatAreNotForUs_areRefused() {
        OidcServer provider = closed.provider;
        Consumer<JwtClaims> ann = operatorOfMine();

        assertThat(List.of(
                        provider.token(ann.andThen(claims -> claims.setExpirationTime(
                                NumericDate.fromSeconds(NumericDate.now().getValue() - 60)))),
                        provider.token(ann.andThen(claims -> claims.setAudience("somebody-else"))),
                        provider.token(ann.andThen(claims -> claims.setIssuer("https://elsewhere.example"))),
                        provider.tokenOfAnotherKey(ann),
                        provider.unsignedToken(ann),
                        "no.token.atall"))
                .allSatisfy(token -> {
                    HttpAnswer refused = http.get(ME, bearer(token));
                    assertThat(refused.status()).as(refused.toString()).isEqualTo(401);
                    assertThat(refused.text()).doesNotContain("jose4j").doesNotContain("Exception");
                });
        assertThat(http.get(ME, bearer(provider.token(ann))).status()).isEqualTo(200);
    }

    @Test
    void codeFlow_beginsASession_andItsCodeIsGoodOnce() throws Exception {
        closed.provider.signsIn(operatorOfMine());
        CookieManager cookies = new CookieManager();
        HttpClient browser = HttpClient.newBuilder().cookieHandler(cookies).build();

        URI provider = location(get(browser, closed.gateway.url().resolve("/login")));
        URI back = location(get(browser, provider));
        HttpResponse<String> signedIn = get(browser, back);

        assertThat(signedIn.statusCode()).as(signedIn.body()).isBetween(300, 399);
        assertThat(get(browser, closed.gateway.url().resolve(ME)).body()).contains("ann@example.org");
        assertThat(cookies.getCookieStore().getCookies())
                .filteredOn(cookie -> cookie.getName().startsWith("q_session"))
                .isNotEmpty()
                .allSatisfy(cookie -> assertThat(cookie.isHttpOnly()).isTrue());

        HttpClient thief =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
        get(thief, closed.gateway.url().resolve("/login"));
        assertThat(get(thief, back).statusCode()).isNotIn(200, 303);
        assertThat(get(thief, closed.gateway.url().resolve(ME)).statusCode()).isEqualTo(401);
    }

    @Test
    void withoutCredential_programsAreTold_andNobodyIsSentAway() {
        HttpAnswer refused = http.get("/api/v1/events");

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(refused.json().get("detail").asText()).contains("tg_").contains("/login");
        assertThat(http.get("/q/health/ready").status()).isEqualTo(200);
        assertThat(http.get("/q/metrics").status()).isEqualTo(401);
    }

    private static HttpResponse<String> get(HttpClient client, URI uri) throws Exception {
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static URI location(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        return URI.create(answer.headers().firstValue("Location").orElseThrow());
    }

    @Test
    void stream_isOfTheReadersTenant_andEndsWithItsKey() {
        UUID tenant = UUID.randomUUID();
        String key = closed.key("stream", List.of("viewer"), List.of(tenant.toString()));
        TestEvent own = eventOf(tenant);
        TestEvent foreign = eventOf(others);
        TestEvent later = eventOf(tenant);
        try (SseReader reader = SseReader.open(closed.gateway.url(), "/api/v1/stream?include=event", bearer(key))) {
            publish(foreign, closed.first);
            publish(own, closed.first);
            Awaitility.await().atMost(BOUND).until(() -> !reader.events("event").isEmpty());
            assertThat(reader.values("event", "id")).containsExactly(own.id());

            assertThat(http.delete("/api/v1/keys/" + key.split("_", -1)[1], bearer(closed.first))
                            .status())
                    .isEqualTo(204);
            Awaitility.await().atMost(BOUND).until(reader::hasEnded);
        }
        publish(later, closed.first);
        String again = closed.key("stream again", List.of("viewer"), List.of(tenant.toString()));
        try (SseReader all = SseReader.open(
                closed.gateway.url(), "/api/v1/stream?lastEventId=0&type=" + Events.STARTED, bearer(again))) {
            Awaitility.await()
                    .atMost(BOUND)
                    .until(() -> all.values("event", "id").contains(later.id()));
            assertThat(all.values("event", "id")).containsExactly(own.id(), later.id());
        }
    }

    @Test
    void figures_searchAndWorkflows_areOfTheCallersTenant_andAnothersIdIsLikeNone() {
        UUID tenant = UUID.randomUUID();
        String key = closed.key("viewer of figures", List.of("viewer"), List.of(tenant.toString()));
        TestEvent own = eventOf(tenant);
        TestEvent foreign = eventOf(others);
        publish(own, closed.first);
        publish(foreign, closed.first);

        assertThat(http.get("/api/v1/search?q=" + own.id(), bearer(key)).text()).contains(own.id());
        assertThat(http.get("/api/v1/search?q=" + foreign.id(), bearer(key)).text())
                .isEqualTo("{\"items\":[]}");
        String none = UUID.randomUUID().toString();
        for (String path : List.of("/api/v1/events/%s", "/api/v1/workflows/%s", "/api/v1/quarantine/%s")) {
            String anothers =
                    http.get(path.formatted(foreign.id()), bearer(key)).text();
            assertThat(anothers.replace(foreign.id(), none))
                    .isEqualTo(http.get(path.formatted(none), bearer(key)).text());
        }
        Awaitility.await()
                .atMost(BOUND)
                .until(() -> http.get("/api/v1/workflow-types", bearer(key))
                                .json()
                                .at("/items/0/runs")
                                .asInt()
                        == 1);
        assertThat(http.get("/api/v1/projections", bearer(key))
                        .json()
                        .at("/items/0/lag")
                        .asInt())
                .isZero();
        assertThat(http.get("/api/v1/overview", bearer(key)).status()).isEqualTo(200);
        // the test's events are of the day before, of which the default range has nothing left late in the evening
        Instant from = Instant.now().minus(Duration.ofDays(2));
        HttpAnswer facets = http.get("/api/v1/facets?of=workflows&from=" + from, bearer(key));
        assertThat(facets.json().at("/facets/type/0/count").asInt())
                .as(facets.toString())
                .isEqualTo(1);
    }
}
