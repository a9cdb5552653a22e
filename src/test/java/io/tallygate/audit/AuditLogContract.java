package io.tallygate.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.audit.AppendResult.AlreadyPresent;
import io.tallygate.audit.AppendResult.Appended;
import io.tallygate.audit.AppendResult.IdReused;
import io.tallygate.event.Content;
import io.tallygate.event.Door;
import io.tallygate.event.WorkflowEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link AuditLog} promises. */
abstract class AuditLogContract {
    private static final UUID TENANT = UUID.fromString("6f1c9b52-6c2f-4a53-9e0c-0f4f4c1f2a11");
    private static final UUID OTHER_TENANT = UUID.fromString("0b7a3a5e-5f5d-4a0e-8a55-6a2f6a9f1c22");

    /** An empty log. */
    abstract AuditLog log();

    @Test
    void append_numbersEntriesInTheirOrder() {
        AuditLog log = log();

        assertThat(log.append(List.of(entry(TENANT, "a", "1"), entry(TENANT, "b", "1"))))
                .containsExactly(new Appended(1), new Appended(2));
        assertThat(log.append(List.of(entry(TENANT, "c", "1")))).containsExactly(new Appended(3));
    }

    @Test
    void append_nothing() {
        assertThat(log().append(List.of())).isEmpty();
    }

    @Test
    void append_sameContentAgainIsAlreadyPresent() {
        AuditLog log = log();
        log.append(List.of(entry(TENANT, "a", "1")));

        assertThat(log.append(List.of(entry(TENANT, "a", "1")))).containsExactly(new AlreadyPresent(1));
    }

    @Test
    void append_otherContentUnderTheSameIdIsRefused() {
        AuditLog log = log();
        log.append(List.of(entry(TENANT, "a", "1")));

        assertThat(log.append(List.of(entry(TENANT, "a", "2"), entry(TENANT, "b", "1"))))
                .containsExactly(new IdReused(1), new Appended(2));
    }

    @Test
    void append_theSameIdOfAnotherTenantIsAnotherEvent() {
        AuditLog log = log();
        log.append(List.of(entry(TENANT, "a", "1")));

        assertThat(log.append(List.of(entry(OTHER_TENANT, "a", "2")))).containsExactly(new Appended(2));
    }

    @Test
    void append_theFirstOfAnIdInABatchCounts() {
        assertThat(log().append(List.of(entry(TENANT, "a", "1"), entry(TENANT, "a", "1"), entry(TENANT, "a", "2"))))
                .containsExactly(new Appended(1), new AlreadyPresent(1), new IdReused(1));
    }

    @Test
    void find_givesWhatIsKept_ofThatTenantOnly() {
        AuditLog log = log();
        NewEntry entry = entry(TENANT, "a", "1");
        log.append(List.of(entry));

        assertThat(log.find(TENANT, "a")).contains(entry.event());
        assertThat(log.find(OTHER_TENANT, "a")).isEmpty();
        assertThat(log.find(TENANT, "b")).isEmpty();
    }

    @Test
    void append_numbersHaveNoGapsWhateverIsRefused() {
        AuditLog log = log();
        log.append(List.of(entry(TENANT, "a", "1")));
        log.append(List.of(entry(TENANT, "a", "1"), entry(TENANT, "a", "2")));

        assertThat(log.append(List.of(entry(TENANT, "b", "1")))).containsExactly(new Appended(2));
    }

    @Test
    void append_byManyAtOnceStoresEachIdOnce() throws Exception {
        AuditLog log = log();
        ExecutorService writers = Executors.newFixedThreadPool(4);
        try {
            Callable<List<AppendResult>> sameForAll = () -> log.append(IntStream.range(0, 50)
                    .mapToObj(i -> entry(TENANT, "id-" + i, "1"))
                    .toList());
            List<AppendResult> results = new ArrayList<>();
            for (Future<List<AppendResult>> result : writers.invokeAll(Collections.nCopies(8, sameForAll))) {
                results.addAll(result.get());
            }

            assertThat(results.stream().filter(Appended.class::isInstance).map(AppendResult::sequence))
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.rangeClosed(1, 50).mapToObj(Long::valueOf).toList());
            assertThat(results.stream().filter(AlreadyPresent.class::isInstance))
                    .hasSize(350);
        } finally {
            writers.shutdownNow();
        }
    }

    static NewEntry entry(UUID tenant, String id, String content) {
        return entry(tenant, id, content, Door.AMQP);
    }

    static NewEntry entry(UUID tenant, String id, String content, Door door) {
        WorkflowEvent event = new WorkflowEvent(
                "coder",
                tenant,
                id,
                "workflow.step.completed",
                "1.0.0",
                "workflow-orchestrator",
                Optional.of("w-1"),
                Optional.empty(),
                Instant.parse("2026-01-31T12:00:00.123456Z"),
                Content.of(content.getBytes(StandardCharsets.UTF_8)));
        return new NewEntry(event, door, Instant.parse("2026-02-01T00:00:00Z"), event.type(), Optional.empty());
    }
}
