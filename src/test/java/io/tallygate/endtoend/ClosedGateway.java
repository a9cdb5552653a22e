package io.tallygate.endtoend;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.HttpAnswer;
import io.tallygate.testkit.OidcServer;
import io.tallygate.testkit.PostgresNode;
import io.tallygate.testkit.TestBroker;
import io.tallygate.testkit.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A gateway that asks who is calling, by keys and by a provider of OpenID Connect, with its first key made by the command. */
final class ClosedGateway implements AutoCloseable {
    static final String SECRET = "hashes-the-keys-of-this-test-and-of-no-other";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration BOUND = Duration.ofSeconds(30);

    final OidcServer provider = OidcServer.start();
    final TestBroker broker = TestBroker.start();
    final TestDatabase database = PostgresNode.shared().createDatabase();
    final GatewayProcess gateway;
    /** Of an administrator and auditor of all tenants. */
    final String first;

    ClosedGateway(String name, String... settings) throws IOException, InterruptedException {
        var setup = GatewayProcess.setup(name)
                .broker(broker.uri())
                .database(database)
                .set("TALLYGATE_ACCESS_KEY_SECRET", SECRET)
                .set("TALLYGATE_ACCESS_KEYS_REFRESH", "200ms")
                .set("TALLYGATE_ACCESS_OIDC_ISSUER", provider.issuer())
                .set("TALLYGATE_ACCESS_OIDC_CLIENT_SECRET", OidcServer.SECRET);
        for (int i = 0; i < settings.length; i += 2) {
            setup.set(settings[i], settings[i + 1]);
        }
        gateway = setup.start();
        first = command("create", "--name", "first", "--role", "administrator", "--role", "auditor", "--tenant", "*")
                .out()
                .strip();
        Awaitility.await("the first key is taken")
                .atMost(BOUND)
                .until(() -> gateway.client().get("/api/v1/me", bearer(first)).status() == 200);
    }

    /** What a command came to. */
    record Ended(int code, String out, String err) {}

    /** {@code gate keys}, with the settings of this gateway. */
    Ended command(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", "gate", "keys"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .putAll(Map.of(
                        "TALLYGATE_ACCESS_KEY_SECRET", SECRET,
                        "TALLYGATE_DATABASE_URL", database.jdbcUrl(),
                        "TALLYGATE_DATABASE_USER", database.user(),
                        "TALLYGATE_DATABASE_PASSWORD", database.password()));
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("gate keys does not end");
        }
        return new Ended(process.exitValue(), out, err);
    }

    /** Makes a key by the API, and answers with it. */
    String key(String name, List<String> roles, List<String> tenants) {
        return key(Map.of("name", name, "roles", roles, "tenants", tenants));
    }

    String key(Map<String, Object> request) {
        try {
            HttpAnswer made = gateway.client().post("/api/v1/keys", JSON.writeValueAsString(request), bearer(first));
            if (made.status() != 201) {
                throw new IllegalStateException("No key: " + made);
            }
            return made.json().get("key").asText();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The header that shows a credential. */
    static String[] bearer(String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }

    @Override
    public void close() throws Exception {
        gateway.close();
        broker.close();
        provider.close();
    }
}
