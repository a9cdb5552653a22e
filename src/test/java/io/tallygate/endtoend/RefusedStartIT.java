package io.tallygate.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.GatewaySetup;
import io.tallygate.testkit.PostgresNode;
import io.tallygate.testkit.TestBroker;
import io.tallygate.testkit.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is set up wrongly ends the start with the reason, instead of losing events later. */
class RefusedStartIT {
    private static final Duration BOUND = Duration.ofSeconds(60);

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TALLYGATE_INGEST_MAX_EVENT_BYTES | plenty            | tallygate.ingest.max-event-bytes | plenty",
                "TALLYGATE_INGEST_MAX_BATCH       | 0                 | tallygate.ingest.max-batch       | greater",
                "TALLYGATE_RABBITMQ_URL           | http://h:hush@x/  | amqp                             | amqp",
                "TALLYGATE_ACCESS_KEY_SECRET      | hush-too-short    | tallygate.access.key-secret      | 32 characters",
                "TALLYGATE_DATABASE_PASSWORD_FILE | /none             | tallygate.database.password-file | both set",
                "TALLYGATE_ACCESS_KEY_SECRET_FILE | /none             | tallygate.access.key-secret-file | no file /none",
                "TALLYGATE_JOBS_SCHEDULE__OUTCOME_SYNC_ | at three    | tallygate.jobs.schedule.outcome-sync | at three",
                "TALLYGATE_DEMO_ENABLED           | true              | tallygate.demo.enabled           | elsewhere",
                "TALLYGATE_JOBS_WORKER_ENDPOINTS_COFFEE | http://x/   | tallygate.jobs.worker.endpoints.coffee | outcome-sync"
            })
    void wrongValue_endsTheStartAndIsNamed(String variable, String value, String key, String reason) {
        GatewayProcess gateway = away("wrong-value").set(variable, value).launch();

        assertThat(gateway.awaitExit(BOUND)).as(gateway.log()).isNotZero();
        assertThat(gateway.log()).contains(key).contains(reason).doesNotContain("hush");
    }

    /** Everything that has a secret is there and refuses it, or is away; nothing that is said of it repeats one. */
    @Test
    void wrongSecrets_areSaidWithoutThem() throws Exception {
        TestDatabase database = PostgresNode.shared().createDatabase();
        try (TestBroker broker = TestBroker.start();
                GatewayProcess gateway = GatewayProcess.setup("wrong-secrets")
                        .set(
                                "TALLYGATE_RABBITMQ_URL",
                                "amqp://nobody:hush-broker@"
                                        + broker.uri().getAuthority().replaceFirst(".*@", ""))
                        .set("TALLYGATE_DATABASE_URL", database.jdbcUrl() + "?password=hush-url")
                        .set("TALLYGATE_DATABASE_USER", "nobody")
                        .set("TALLYGATE_DATABASE_PASSWORD", "hush-database")
                        .set("TALLYGATE_ACCESS_KEY_SECRET", "hush-keys-0123456789-0123456789-0123456789")
                        .set("TALLYGATE_ACCESS_OIDC_ISSUER", "http://127.0.0.1:1/realm")
                        .set("TALLYGATE_ACCESS_OIDC_CLIENT_SECRET", "hush-client")
                        .startLive()) {
            Awaitility.await()
                    .atMost(BOUND)
                    .untilAsserted(() -> assertThat(
                                    gateway.client().get("/q/health/ready").text())
                            .contains("nobody")
                            .contains("does not accept the user"));

            String shown = gateway.log()
                    + gateway.client().get("/q/health").text()
                    + gateway.client().get("/q/openapi").text()
                    + gateway.client().get("/login").text()
                    + gateway.client()
                            .get("/api/v1/me", "Authorization", "Bearer tg_hushhushhush_" + "x".repeat(40))
                            .text();
            assertThat(shown).contains("cannot be used yet").doesNotContain("hush");
        }
    }

    @Test
    void brokenSchemaFile_endsTheStartAndIsNamedWithTheReason() throws IOException {
        Path file = folder.resolve("coder/workflow.review.requested/1.0.0.json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{\"type\": \"object\", \"properties\": {\"id\": {\"patern\": \"x\"}}");

        GatewayProcess gateway = away("broken-schema")
                .set("TALLYGATE_SCHEMA_DIR", folder.toString())
                .launch();

        assertThat(gateway.awaitExit(BOUND)).isNotZero();
        String last = gateway.log().strip();
        assertThat(last.substring(last.lastIndexOf('\n') + 1))
                .startsWith("Tallygate cannot start: " + file)
                .contains("not JSON");
    }

    @Test
    void databaseThatMayForgetCommits_endsTheStartWithTheRemedy() {
        TestDatabase database = PostgresNode.shared().createDatabase();
        String name = database.jdbcUrl().substring(database.jdbcUrl().lastIndexOf('/') + 1);
        database.execute("ALTER DATABASE " + name + " SET synchronous_commit = off");

        assertRefused(database, "synchronous_commit");
    }

    @Test
    void databaseWithoutFsync_endsTheStartWithTheRemedy() {
        try (PostgresNode node = PostgresNode.start(Map.of("fsync", "off"))) {
            assertRefused(node.createDatabase(), "fsync");
        }
    }

    @Test
    void superuserWhereCallersAreToldApart_endsTheStartWithTheRemedy() {
        TestDatabase database = PostgresNode.shared().createDatabase();
        TestDatabase asSuperuser = new TestDatabase(database.jdbcUrl(), database.user(), database.password());

        GatewayProcess gateway = away("superuser")
                .database(asSuperuser)
                .set("TALLYGATE_ACCESS_KEY_SECRET", "0123456789abcdef0123456789abcdef")
                .launch();

        assertThat(gateway.awaitExit(BOUND)).isNotZero();
        assertThat(gateway.log()).contains("postgres, is a superuser", "TALLYGATE_DATABASE_OWNER_USER");
        assertThat(database.query("SELECT 1 FROM pg_tables WHERE schemaname = 'public'"))
                .as("tables that it has made nevertheless")
                .isEmpty();
    }

    private static void assertRefused(TestDatabase database, String setting) {
        GatewayProcess gateway = away("unsafe-database").database(database).launch();

        assertThat(gateway.awaitExit(BOUND)).isNotZero();
        assertThat(gateway.log()).contains(setting + " off", "ALTER SYSTEM SET " + setting + " = on");
    }

    /** Both parts are said to be where nobody is, so that nothing is started here. */
    private static GatewaySetup away(String name) {
        return GatewayProcess.setup(name)
                .broker(URI.create("amqp://127.0.0.1:1"))
                .database(new TestDatabase("jdbc:postgresql://127.0.0.1:1/nowhere", "nobody", "hush"));
    }
}
