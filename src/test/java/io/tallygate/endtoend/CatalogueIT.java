package io.tallygate.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.testkit.AsyncApiParser;
import io.tallygate.testkit.ForeignClient;
import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.HttpAnswer;
import io.tallygate.testkit.HttpDoor;
import io.tallygate.testkit.PostgresNode;
import io.tallygate.testkit.TestBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** A stranger with a shell reads the catalogue's page and runs the commands that it shows, as they stand. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CatalogueIT {
    private static final Duration BOUND = Duration.ofSeconds(120);

    private TestBroker broker;
    private GatewayProcess gateway;
    private HttpDoor http;

    @BeforeAll
    void start() throws Exception {
        broker = TestBroker.start();
        gateway = GatewayProcess.setup("catalogue")
                .broker(broker.uri())
                .database(PostgresNode.shared().createDatabase())
                .start();
        http = gateway.client();
    }

    @AfterAll
    void close() throws Exception {
        gateway.close();
        broker.close();
    }

    @Test
    @Order(1)
    void amqpCommands_areAllAccepted() throws Exception {
        ForeignClient.PIKA.assumeUsable();
        List<String> commands = commands("amqp");
        int types = (int) StreamSupport.stream(
                        http.get("/api/v1/schemas").json().path("items").spliterator(), false)
                .filter(schema -> !schema.path("dialect").asText().equals("tallygate")) // made by the gateway alone
                .count();

        for (String command : commands) {
            run(command.replace("python3 -c", "/usr/bin/python3 -c"));
        }

        assertThat(commands).hasSize(types);
        Awaitility.await()
                .atMost(BOUND)
                .untilAsserted(() -> assertThat(items("/api/v1/events")).hasSize(types));
        assertThat(items("/api/v1/events"))
                .allSatisfy(event -> assertThat(event.path("door").asText()).isEqualTo("amqp"));
        assertThat(items("/api/v1/quarantine")).isEmpty();
    }

    /** After the same events came by AMQP, they are known; else they are new. */
    @Test
    @Order(2)
    void httpCommands_areAllAccepted() throws Exception {
        assertThat(commands("http"))
                .hasSizeGreaterThanOrEqualTo(19)
                .allSatisfy(command -> assertThat(run(command)).containsPattern("HTTP/1.1 20[02] "));
        assertThat(items("/api/v1/quarantine")).isEmpty();
    }

    @Test
    @Order(3)
    void page_mayLoadAndRunNothing() {
        HttpAnswer page = http.get("/catalogue");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).isEqualToIgnoringCase("text/html;charset=UTF-8");
        assertThat(page.header("Content-Security-Policy")).startsWith("default-src 'none'");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    @Order(4)
    void asyncApi_isAcceptedByTheOfficialParser_inBothForms() throws Exception {
        AsyncApiParser.assumeUsable();

        List<String> messages = AsyncApiParser.parse(http.get("/asyncapi.json").text());

        assertThat(messages).hasSizeGreaterThanOrEqualTo(19);
        assertThat(AsyncApiParser.parse(http.get("/asyncapi.yaml").text())).isEqualTo(messages);
    }

    private List<String> commands(String door) {
        return Pattern.compile("<pre class=\"" + door + "\">(.*?)</pre>", Pattern.DOTALL)
                .matcher(http.get("/catalogue").text())
                .results()
                .map(match -> match.group(1)
                        .replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&quot;", "\"")
                        .replace("&#39;", "'")
                        .replace("&amp;", "&"))
                .toList();
    }

    private List<JsonNode> items(String path) {
        return StreamSupport.stream(
                        http.get(path + "?limit=200").json().path("items").spliterator(), false)
                .toList();
    }

    private static String run(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.PIPE)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(command + "\n" + said).isZero();
        return said;
    }
}
