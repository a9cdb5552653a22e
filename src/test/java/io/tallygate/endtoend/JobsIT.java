package io.tallygate.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.GatewaySetup;
import io.tallygate.testkit.HttpAnswer;
import io.tallygate.testkit.PostgresNode;
import io.tallygate.testkit.RabbitNode;
import io.tallygate.testkit.RequiresRabbitMq;
import io.tallygate.testkit.TestDatabase;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Jobs, from their trigger to whoever does them: two gateways, of which one has the worker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RequiresRabbitMq(privateNode = true)
class JobsIT {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final int ATTEMPTS = 3;
    private static final int FIRE_TIMES = 4;

    private RabbitNode broker;
    private JobEndpoint endpoint;
    private GatewayProcess gateway;
    private GatewayProcess other;

    @BeforeAll
    void start() throws IOException {
        broker = RabbitNode.start();
        endpoint = new JobEndpoint();
        TestDatabase database = PostgresNode.shared().createDatabase();
        gateway = setup("jobs", database)
                .set("TALLYGATE_JOBS_WORKER_ENABLED", "true")
                .set("TALLYGATE_JOBS_WORKER_ATTEMPTS", Integer.toString(ATTEMPTS))
                .set("TALLYGATE_JOBS_WORKER_RETRY_DELAY", "50ms")
                .set("TALLYGATE_JOBS_WORKER_ENDPOINTS__OUTCOME_SYNC_", endpoint.url("/sync"))
                .set("TALLYGATE_JOBS_WORKER_ENDPOINTS__HELD_BACK_", endpoint.url("/held"))
                .set("TALLYGATE_JOBS_WORKER_ENDPOINTS_BROKEN", endpoint.url("/broken"))
                .set("TALLYGATE_JOBS_WORKER_ENDPOINTS_CLOCK", endpoint.url("/clock"))
                .start();
        other = setup("jobs-other", database).start();
    }

    private GatewaySetup setup(String name, TestDatabase database) {
        return GatewayProcess.setup(name)
                .broker(broker.uri())
                .database(database)
                .set("TALLYGATE_RABBITMQ_RECONNECT_DELAY_MAX", "1s")
                .set("TALLYGATE_JOBS_CATALOGUE", "outcome-sync,held-back,broken,clock")
                .set("TALLYGATE_JOBS_SCHEDULE_CLOCK", "* * * * * ?");
    }

    @AfterAll
    void close() {
        for (AutoCloseable part : new AutoCloseable[] {gateway, other, endpoint, broker}) {
            closeQuietly(part);
        }
    }

    @Test
    void triggerByApi_reachesTheEndpointOfItsJobAsItWasStored() {
        HttpAnswer answer =
                trigger("outcome-sync", "{\"metadata\":{\"days\":7,\"note\":\"schön\"},\"triggeredBy\":\"ada\"}");

        assertThat(answer.status()).isEqualTo(202);
        String id = answer.json().path("id").asText();
        await("the endpoint is called").until(() -> !endpoint.calls("/sync", id).isEmpty());
        JobEndpoint.Call call = endpoint.calls("/sync", id).get(0);
        assertThat(call.body())
                .isEqualTo(
                        other.client().get("/api/v1/events/" + id + "/original").text())
                .contains("\"days\":7", "\"note\":\"schön\"", "\"triggeredBy\":\"ada\"", "\"job\":\"outcome-sync\"");
        await("it is counted").until(() -> counted("outcome-sync", "handled") >= 1);
    }

    @Test
    void failingHandler_isTriedAsOftenAsItMayThenQuarantinedAndDeliveredAgainOnRequest() {
        endpoint.answerWith("/broken", 500);

        String id = trigger("broken", "").json().path("id").asText();

        JsonNode row = await("the trigger is in quarantine")
                .until(
                        () -> gateway.client()
                                .get("/api/v1/quarantine?reason=job-failed&event=" + id)
                                .json()
                                .path("items")
                                .path(0),
                        found -> !found.isMissingNode());
        assertThat(endpoint.calls("/broken", id)).hasSize(ATTEMPTS);
        assertThat(row.path("message").asText()).contains("500", Integer.toString(ATTEMPTS));
        Clean.checked(row.path("message").asText());

        endpoint.answerWith("/broken", 200);
        double handledBefore = counted("broken", "handled");
        HttpAnswer again = gateway.client()
                .post("/api/v1/quarantine/" + row.path("id").asText() + "/resubmissions", "text/plain", new byte[0]);

        assertThat(again.status()).as(again.text()).isEqualTo(200);
        await("it is delivered again").until(() -> counted("broken", "handled") > handledBefore);
        assertThat(endpoint.calls("/broken", id)).hasSize(ATTEMPTS + 1);
        JsonNode tries = gateway.client()
                .get("/api/v1/quarantine/" + row.path("id").asText())
                .json()
                .path("resubmissions");
        assertThat(tries).hasSize(1);
        assertThat(tries.path(0).path("outcome").asText()).isEqualTo("already-stored");
    }

    @Test
    void triggerUnderAnIdempotencyKey_isOneEventHoweverOftenItIsAsked() {
        String body = "{\"triggeredBy\":\"cron\"}";
        HttpAnswer first = trigger("outcome-sync", body, "Idempotency-Key", "nightly-1");
        HttpAnswer second =
                other.client().post("/api/v1/jobs/outcome-sync/triggers", body, "Idempotency-Key", "nightly-1");
        HttpAnswer another = trigger("outcome-sync", "{}", "Idempotency-Key", "nightly-1");
        HttpAnswer otherJob = trigger("held-back", "{}", "Idempotency-Key", "nightly-1");

        assertThat(first.status()).isEqualTo(202);
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.json().path("id")).isEqualTo(first.json().path("id"));
        assertThat(another.status()).isEqualTo(422);
        assertThat(another.header("Content-Type")).startsWith("application/problem+json");
        assertThat(otherJob.status()).isEqualTo(202);
    }

    @Test
    void schedule_emitsOneEventForEachTimeThoughTwoGatewaysFire() {
        String message = "Job clock triggered by its schedule: ";
        await("both have fired")
                .until(() -> gateway.log().contains(message) && other.log().contains(message));
        Instant from = Instant.now();

        Map<String, Integer> byTime =
                await("some more seconds have come").until(() -> firedAfter(from), fired -> fired.size() >= FIRE_TIMES);

        assertThat(byTime).allSatisfy((time, count) -> {
            assertThat(count).as("events for %s", time).isOne();
            assertThat(Instant.parse(time).getNano()).isZero();
        });
        assertThat(gateway.log() + other.log()).contains(message + "stored", message + "already-stored");
    }

    @Test
    void brokerThatDropsItsConnectionsWhileAJobRuns_deliversItsTriggerAgain() {
        CountDownLatch hold = endpoint.hold("/held");
        String id = trigger("held-back", "").json().path("id").asText();
        await("the endpoint is called").until(() -> !endpoint.calls("/held", id).isEmpty());
        double handledBefore = counted("held-back", "handled");

        broker.rabbitmqctl("close_all_connections", "by the test");
        hold.countDown();

        // an acknowledged trigger would not come again: so it was not, before the endpoint had answered
        await("the endpoint is called again")
                .until(() -> endpoint.calls("/held", id).size() >= 2);
        await("it is counted").until(() -> counted("held-back", "handled") > handledBefore);
        String next = trigger("outcome-sync", "").json().path("id").asText();
        await("the worker goes on").until(() -> !endpoint.calls("/sync", next).isEmpty());
    }

    /** How many events there are for each fire time after an instant. */
    private Map<String, Integer> firedAfter(Instant from) {
        Map<String, Integer> byTime = new HashMap<>();
        JsonNode items = gateway.client()
                .get("/api/v1/events?type=workflow.job.trigger&include=event&limit=1000")
                .json()
                .path("items");
        for (JsonNode item : items) {
            String time = item.path("event")
                    .path("data")
                    .path("metadata")
                    .path("scheduledFor")
                    .asText();
            if (!time.isEmpty() && Instant.parse(time).isAfter(from)) {
                byTime.merge(time, 1, Integer::sum);
            }
        }
        return byTime;
    }

    private HttpAnswer trigger(String job, String body, String... headers) {
        return gateway.client().post("/api/v1/jobs/" + job + "/triggers", body, headers);
    }

    private double counted(String job, String outcome) {
        String line = "tallygate_jobs_handled_total{job=\"" + job + "\",outcome=\"" + outcome + "\"} ";
        return gateway.client()
                .get("/q/metrics")
                .text()
                .lines()
                .filter(found -> found.startsWith(line))
                .mapToDouble(found -> Double.parseDouble(found.substring(line.length())))
                .sum();
    }

    private static ConditionFactory await(String what) {
        return Awaitility.await(what).atMost(BOUND).pollInterval(Duration.ofMillis(50));
    }

    private static void closeQuietly(@org.jspecify.annotations.Nullable AutoCloseable part) {
        try {
            if (part != null) {
                part.close();
            }
        } catch (Exception e) {
            throw new IllegalStateException("Cannot close " + part, e);
        }
    }
}
