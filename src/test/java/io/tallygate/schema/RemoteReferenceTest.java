package io.tallygate.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a schema or an event says, nothing is fetched: a server that would answer is never asked. */
class RemoteReferenceTest {
    private static final String TYPE = "workflow.review.requested";

    @TempDir
    private Path directory = Path.of("");

    private final AtomicInteger requests = new AtomicInteger();
    private HttpServer server = newServer();

    private static HttpServer newServer() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void serve() {
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            byte[] schema =
                    "{\"$schema\":\"http://json-schema.org/draft-07/schema#\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, schema.length);
            exchange.getResponseBody().write(schema);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"$ref\": \"@/s.json\"}", "{\"allOf\": [{\"$ref\": \"@/s.json#/definitions/a\"}]}"})
    void remoteReference_isRefusedAndNotFetched(String note) throws IOException {
        write(note, "");

        assertThatExceptionOfType(SchemaLoadException.class)
                .isThrownBy(() -> SchemaCatalog.load(Optional.of(directory)))
                .withMessageContaining("nothing is ever fetched");
        assertThat(requests).hasValue(0);
    }

    @Test
    void addressesInTheEventAndTheId_areOnlyTexts() throws IOException {
        write("{\"format\": \"uri\"}", "\"$id\": \"@/coder/" + TYPE + "/1.0.0.json\",");
        EventValidator validator =
                new EventValidator(SchemaCatalog.load(Optional.of(directory)), ValidationLimits.DEFAULTS);
        var event =
                Events.started().put("type", TYPE).put("note", here() + "/note").put("$ref", here() + "/ref");
        event.put("$schema", here() + "/schema");

        Events.valid(validator.check(Events.content(event.toString()), Optional.empty()));

        assertThat(requests).hasValue(0);
    }

    private void write(String note, String id) throws IOException {
        Path file = directory.resolve("coder/" + TYPE + "/1.0.0.json");
        Files.createDirectories(file.getParent());
        String schema = """
                {"$schema": "http://json-schema.org/draft-07/schema#", %s "type": "object",
                 "required": ["id", "type", "version", "timestamp"],
                 "properties": {"type": {"const": "%s"}, "version": {"const": "1.0.0"}, "note": %s}}
                """.formatted(id, TYPE, note);
        Files.writeString(file, schema.replace("@", here()));
    }

    private String here() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }
}
