package io.tallygate.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.ShutdownEvent;
import io.tallygate.ingest.IngestConfig;
import io.tallygate.testkit.Configured;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LargeRequestsTest {
    @Test
    void inTurn_oneAtOnce_theSecondWaitsForTheFirst() throws Exception {
        LargeRequests large = requests("1m");
        CountDownLatch firstBegan = new CountDownLatch(1);
        CountDownLatch firstMayEnd = new CountDownLatch(1);
        CompletableFuture<Boolean> secondBegan = new CompletableFuture<>();

        CompletionStage<Response> first = large.inTurn(() -> {
            firstBegan.countDown();
            await(firstMayEnd);
            return answer(202);
        });
        await(firstBegan);
        CompletionStage<Response> second = large.inTurn(() -> {
            secondBegan.complete(firstMayEnd.getCount() == 0);
            return answer(200);
        });
        firstMayEnd.countDown();

        assertThat(status(first)).isEqualTo(202);
        assertThat(status(second)).isEqualTo(200);
        assertThat(secondBegan.get()).as("the second began after the first").isTrue();
        large.stop(new ShutdownEvent());
    }

    @Test
    void inTurn_tooLate_isAnsweredAsUndeterminedAndNotDone() throws Exception {
        LargeRequests large = requests("0s");

        Response answer = large.inTurn(() -> answer(202)).toCompletableFuture().get(1, TimeUnit.MINUTES);

        assertThat(answer.getStatus()).isEqualTo(503);
        assertThat(answer.getHeaderString("Retry-After")).isNotNull();
        large.stop(new ShutdownEvent());
    }

    @Test
    void inTurn_afterTheStop_isAnsweredAsUndetermined() throws Exception {
        LargeRequests large = requests("1m");
        large.stop(new ShutdownEvent());

        assertThat(status(large.inTurn(() -> answer(202)))).isEqualTo(503);
    }

    private static LargeRequests requests(String patience) {
        return new LargeRequests(Configured.by(
                Map.of("tallygate.ingest.large-request-threads", "1", "tallygate.ingest.http-patience", patience),
                IngestConfig.class));
    }

    private static CompletionStage<Response> answer(int status) {
        return CompletableFuture.completedStage(Response.status(status).build());
    }

    private static int status(CompletionStage<Response> answer) throws Exception {
        return answer.toCompletableFuture().get(1, TimeUnit.MINUTES).getStatus();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
