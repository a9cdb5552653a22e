package io.tallygate.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.testkit.FreePorts;
import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.HttpAnswer;
import io.tallygate.testkit.PostgresNode;
import io.tallygate.testkit.TestDatabase;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What stands around every endpoint of an open gateway: headers, who may have a browser ask, bounds of the server, secrets,
 * the log. Its broker is away, which none of this needs.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HardeningIT {
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final String TRIGGERS = "/api/v1/jobs/outcome-sync/triggers";
    private static final String NO_PAGE = "default-src 'none'; frame-ancestors 'none'";
    private static final String KEY_STORE_PASSWORD = "hush-key-store";
    private static final String SECRET_URL = "amqp://gateway:hush-broker@127.0.0.1:1";

    private Path folder;
    private final int tlsPort = FreePorts.next();
    private GatewayProcess gateway;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        this.folder = folder;
        TestDatabase database = PostgresNode.shared().createDatabase();
        gateway = GatewayProcess.setup("hardening")
                .set("TALLYGATE_DATABASE_URL", database.jdbcUrl())
                .set("TALLYGATE_DATABASE_USER", database.user())
                .set("TALLYGATE_DATABASE_PASSWORD_FILE", secret("database", database.password() + "\n"))
                .set("TALLYGATE_RABBITMQ_URL_FILE", secret("broker", SECRET_URL + "\n"))
                .set("QUARKUS_TLS_KEY_STORE_P12_PATH", keyStore().toString())
                .set("QUARKUS_TLS_KEY_STORE_P12_PASSWORD_FILE", secret("key-store", KEY_STORE_PASSWORD))
                .set("QUARKUS_HTTP_SSL_PORT", Integer.toString(tlsPort))
                .set("QUARKUS_HTTP_ACCESS_LOG_ENABLED", "true")
                .set("QUARKUS_HTTP_ACCESS_LOG_PATTERN", "%m %U?%q by %{i,User-Agent}")
                .launch()
                .awaitLive(START);
        Awaitility.await()
                .atMost(BOUND)
                .until(() -> gateway.client()
                        .get("/q/health/ready")
                        .text()
                        .matches("(?s).*\"database\",\\s+\"status\": \"UP\".*"));
    }

    @AfterAll
    void close() {
        if (gateway != null) {
            gateway.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  /api/v1/events, 200",
        "GET,  /api/v1/events/nobody, 404",
        "GET,  /api/v1/events?limit=none, 400",
        "GET,  /nowhere, 404",
        "GET,  /ui/x/none.js, 404",
        "PUT,  /api/v1/events, 405",
        "POST, /api/v1/events, 422",
        "GET,  /asyncapi.yaml, 200",
        "GET,  /q/health/live, 200",
        "GET,  /q/metrics, 200",
        "GET,  /q/openapi, 200",
        "GET,  /q/nowhere, 404",
        "GET,  /q/swagger-ui, 302"
    })
    void everyAnswer_bearsTheHeaders(String method, String path, int status) {
        Map<String, List<String>> headers =
                headers(raw(method + " " + path + " HTTP/1.1\r\nContent-Length: 0", ""), status);

        assertThat(headers)
                .containsEntry("x-content-type-options", List.of("nosniff"))
                .containsEntry("x-frame-options", List.of("DENY"))
                .containsEntry("referrer-policy", List.of("no-referrer"))
                .containsEntry("cross-origin-resource-policy", List.of("same-origin"))
                .containsEntry("cross-origin-opener-policy", List.of("same-origin"))
                .doesNotContainKey("strict-transport-security")
                .doesNotContainKey("server")
                .doesNotContainKey("x-powered-by");
        if (status != 302) {
            assertThat(headers).containsEntry("content-security-policy", List.of(NO_PAGE));
            assertThat(headers).containsEntry("cache-control", List.of("no-store"));
        }
    }

    @Test
    void page_hasAPolicyOfItsOwnAndMayBeKept() {
        Map<String, List<String>> headers = headers(raw("GET / HTTP/1.1", ""), 200);

        assertThat(headers).containsEntry("cache-control", List.of("no-cache"));
        assertThat(headers.get("content-security-policy"))
                .singleElement()
                .asString()
                .contains("script-src 'self'");
        assertThat(headers).containsEntry("x-content-type-options", List.of("nosniff"));
    }

    @Test
    void requestThatIsTooLarge_bearsTheHeadersToo() {
        String answer = raw("POST /api/v1/events HTTP/1.1\r\nContent-Length: 99999999", "");

        assertThat(headers(answer, 413)).containsEntry("content-security-policy", List.of(NO_PAGE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site",
                "Sec-Fetch-Site: anything",
                "Sec-Fetch-Site: cross-site\r\nAuthorization: Bearer x",
                "Origin: https://evil.example",
                "Origin: null",
                "Origin: http://localhost:1"
            })
    void changeThatAnotherSitesPageAsksFor_isRefused(String headers) {
        String answer = raw("POST " + TRIGGERS + " HTTP/1.1\r\nContent-Length: 0\r\n" + headers, "");

        assertThat(headers(answer, 403)).containsEntry("content-type", List.of("application/problem+json"));
        assertThat(answer).contains("/problems/other-site");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X: y", "Sec-Fetch-Site: same-origin", "Sec-Fetch-Site: none"})
    void changeThatOurPageOrAProgramAsksFor_isDone(String header) {
        headers(raw("POST " + TRIGGERS + " HTTP/1.1\r\nContent-Length: 0\r\n" + header, ""), 202);
    }

    @Test
    void changeByABrowserThatSaysOnlyItsOrigin_isDone() {
        headers(raw("POST " + TRIGGERS + " HTTP/1.1\r\nContent-Length: 0\r\nOrigin: " + gateway.url(), ""), 202);
    }

    @Test
    void readingFromAnotherSite_isAnswered_forTheBrowserToKeepFromIt() {
        String answer =
                raw("GET /api/v1/schemas HTTP/1.1\r\nSec-Fetch-Site: cross-site\r\nOrigin: https://evil.example", "");

        assertThat(headers(answer, 200)).doesNotContainKey("access-control-allow-origin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:8080", "127.0.0.1.evil.example", "192.168.1.7"})
    void nameThatIsNotThisMachines_isRefusedForReadingToo(String host) {
        String answer = RawHttp.exchange(
                gateway.url(), "GET /api/v1/events HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");

        assertThat(headers(answer, 421)).containsEntry("content-security-policy", List.of(NO_PAGE));
        assertThat(answer).contains("/problems/not-this-host");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host: localhost", "Host: [::1]:8080", "X: without a name"})
    void namesOfThisMachine_areAnswered(String header) {
        headers(RawHttp.exchange(gateway.url(), "GET /api/v1/schemas HTTP/1.0\r\n" + header + "\r\n\r\n"), 200);
    }

    @Test
    void requestWithoutEnd_isRefusedAtItsHeadersAlready() {
        String answer = RawHttp.exchange(
                gateway.url(), "POST /api/v1/events HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 60000\r\n\r\n{");

        headers(answer, 421);
    }

    @Test
    void longFirstLine_is414() {
        headers(raw("GET /api/v1/events?q=" + "x".repeat(5_000) + " HTTP/1.1", ""), 414);
    }

    @Test
    void longHeaders_are431() {
        headers(raw("GET /api/v1/events HTTP/1.1\r\nX: " + "x".repeat(20_000), ""), 431);
    }

    @ParameterizedTest
    @ValueSource(strings = {"multipart/form-data; boundary=x", "application/x-www-form-urlencoded"})
    void forms_areNotTaken(String type) {
        String form = "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\nx\r\n--x--\r\n";

        headers(
                raw(
                        "POST /api/v1/events HTTP/1.1\r\nContent-Type: " + type + "\r\nContent-Length: "
                                + form.length(),
                        form),
                415);
    }

    @Test
    void webSocket_isNotSpoken() {
        String answer = RawHttp.exchange(
                gateway.url(),
                "GET /api/v1/stream?limit=x HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
                        + "GET /q/health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer).doesNotStartWith("HTTP/1.1 101");
    }

    @Test
    void http2_boundsStreamsAndThoseThatAreTakenBack() throws IOException {
        try (RawHttp2 connection = RawHttp2.open(gateway.url())) {
            assertThat(connection.setting(RawHttp2.MAX_CONCURRENT_STREAMS)).isEqualTo(100);
            assertThat(connection.setting(RawHttp2.MAX_HEADER_LIST_SIZE)).isEqualTo(16_384);

            connection.openAndReset(1_000);

            connection.awaitEnd();
        }
        headers(raw("GET /q/health/live HTTP/1.1", ""), 200);
    }

    @Test
    void textFromOutside_writesNoLinesOfTheLog() {
        String forged = "%0d%0a2026-01-31 12:00:00,000 INFO all is well";
        HttpAnswer answer =
                gateway.client().get("/api/v1/events?q=" + forged.replace(" ", "%20"), "User-Agent", "fine\tagent");

        // in Latin-1, a line end and an escape of terminals
        raw("GET /api/v1/schemas HTTP/1.1\r\nUser-Agent: forged \u0085 \u009b2J end", "");

        assertThat(answer.status()).isNotEqualTo(500);
        Awaitility.await()
                .atMost(BOUND)
                .untilAsserted(() -> assertThat(gateway.log()).contains("forged \\u0085 \\u009b2J end"));
        assertThat(gateway.log().lines()).noneMatch(line -> line.startsWith("2026-01-31 12:00:00,000"));
    }

    @Test
    void secrets_areNowhereToBeSeen() {
        String shown = gateway.log()
                + gateway.client().get("/q/health").text()
                + gateway.client().get("/q/metrics").text()
                + gateway.client().get("/q/openapi").text()
                + gateway.client().get("/asyncapi.json").text()
                + gateway.client().get("/api/v1/about").text();

        assertThat(shown).contains("127.0.0.1:1").doesNotContain("hush");
    }

    @Test
    void tls_isSpokenWithTheKeyOfAFile_andNothingElseFromThenOn() throws Exception {
        HttpClient client = HttpClient.newBuilder().sslContext(trustAll()).build();

        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create("https://localhost:" + tlsPort + "/api/v1/schemas"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Strict-Transport-Security")).contains("max-age=31536000");
    }

    /** A key and a certificate for this machine's name. */
    private Path keyStore() throws Exception {
        Path file = folder.resolve("key-store.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "gateway",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-validity",
                        "1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        KEY_STORE_PASSWORD,
                        "-keystore",
                        file.toString(),
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost")
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        return file;
    }

    /** What is tested is not the certificate. */
    private static SSLContext trustAll() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustsAll()}, null);
        return context;
    }

    private static final class TrustsAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private String secret(String name, String content) throws IOException {
        Path file = Files.writeString(folder.resolve(name), content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file.toString();
    }

    private String raw(String head, String body) {
        return RawHttp.exchange(
                gateway.url(),
                head + "\r\nHost: " + gateway.url().getAuthority() + "\r\nConnection: close\r\n\r\n" + body);
    }

    /** The headers of an answer, by their names in lower case, and all values of each. */
    private static Map<String, List<String>> headers(String answer, int status) {
        assertThat(answer).matches("(?s)HTTP/1\\.. " + status + " .*");
        return answer.substring(0, answer.indexOf("\r\n\r\n"))
                .lines()
                .skip(1)
                .map(line -> line.split(": ?", 2))
                .collect(Collectors.groupingBy(
                        line -> line[0].toLowerCase(java.util.Locale.ROOT),
                        TreeMap::new,
                        Collectors.mapping(line -> line[1], Collectors.toList())));
    }
}
