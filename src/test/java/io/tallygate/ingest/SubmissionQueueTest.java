package io.tallygate.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.audit.NewEntry;
import io.tallygate.event.Arrival;
import io.tallygate.event.Content;
import io.tallygate.event.Door;
import io.tallygate.event.WorkflowEvent;
import io.tallygate.ingest.IngestOutcome.Throttled;
import io.tallygate.ingest.IngestOutcome.Undetermined;
import io.tallygate.testkit.Configured;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Who waits for whom. A submission is called by its sender and a number, and has events of one tenant. */
class SubmissionQueueTest {
    private static final UUID NOISY = new UUID(0, 1);
    private static final UUID QUIET = new UUID(0, 2);
    private static final UUID OTHER = new UUID(0, 3);

    private final IngestConfig config = Configured.by(
            Map.of(
                    "tallygate.ingest.max-batch",
                    "300",
                    "tallygate.ingest.queue-capacity",
                    "10000",
                    "tallygate.ingest.tenant-share",
                    "60"),
            IngestConfig.class);
    private final SubmissionQueue queue = new SubmissionQueue(config);

    @Test
    void poll_floodOfOneTenant_othersAreInTheNextBatch() {
        for (int i = 0; i < 50; i++) {
            add(Door.HTTP, NOISY, 100);
        }
        Submission quiet = add(Door.HTTP, QUIET, 1);
        Submission other = add(Door.HTTP, OTHER, 1);

        assertThat(queue.poll()).contains(quiet, other);
    }

    @Test
    void poll_floodAfterOthersWaited_leavesRoomForThemForAWhile() {
        for (int i = 0; i < 70; i++) {
            add(Door.HTTP, NOISY, 25);
        }
        add(Door.HTTP, QUIET, 1);
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < 68; i++) {
            sizes.add(queue.poll().stream().mapToInt(Submission::size).sum());
        }

        assertThat(sizes.get(0)).as("one turn of each").isEqualTo(101);
        assertThat(sizes.subList(1, 67)).as("a part of a batch").containsOnly(25);
        assertThat(sizes.get(67)).as("nothing is left").isZero();
    }

    @Test
    void poll_oneSource_keepsTheOrderAndFillsTheBatch() {
        List<Submission> sent = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            sent.add(add(Door.HTTP, NOISY, 100));
        }

        assertThat(queue.poll()).isEqualTo(sent.subList(0, 3));
        assertThat(queue.poll()).isEqualTo(sent.subList(3, 6));
        assertThat(queue.poll()).isEqualTo(sent.subList(6, 7));
        assertThat(queue.poll()).isEmpty();
        assertThat(queue.events()).isZero();
    }

    @Test
    void poll_manySources_keepsTheOrderOfEach() {
        List<Submission> noisy = new ArrayList<>();
        List<Submission> quiet = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            noisy.add(add(Door.HTTP, NOISY, 70));
            quiet.add(add(Door.HTTP, QUIET, 30));
        }
        List<Submission> taken = new ArrayList<>();
        for (List<Submission> batch = queue.poll(); !batch.isEmpty(); batch = queue.poll()) {
            assertThat(batch.stream().mapToInt(Submission::size).sum()).isLessThanOrEqualTo(300);
            taken.addAll(batch);
        }

        assertThat(taken.stream().filter(noisy::contains)).isEqualTo(noisy);
        assertThat(taken.stream().filter(quiet::contains)).isEqualTo(quiet);
        assertThat(taken).hasSize(40);
    }

    @Test
    void poll_brokerAndTenant_takeTurnsInTransactionsOfTheirOwn() {
        Submission first = add(Door.AMQP, NOISY, 250);
        Submission second = add(Door.AMQP, NOISY, 250);
        Submission quiet = add(Door.HTTP, QUIET, 1);

        assertThat(queue.poll()).containsExactly(first);
        assertThat(queue.poll()).containsExactly(quiet);
        assertThat(queue.poll()).containsExactly(second);
    }

    @Test
    void poll_brokerAlone_fillsTheBatch() {
        Submission first = add(Door.AMQP, NOISY, 150);
        Submission second = add(Door.AMQP, QUIET, 150);
        Submission third = add(Door.AMQP, NOISY, 150);

        assertThat(queue.poll()).containsExactly(first, second);
        assertThat(queue.poll()).containsExactly(third);
    }

    @Test
    void poll_requestOfManyEvents_isTakenInPartsBetweenThoseOfOthers() {
        Submission large = add(Door.HTTP, NOISY, 250);
        Submission quiet = add(Door.HTTP, QUIET, 1);

        List<Submission> shared = queue.poll();
        assertThat(shared).hasSize(2).contains(quiet);
        assertThat(decisions(shared)).hasSize(101).containsAll(large.decisions().subList(0, 100));
        assertThat(decisions(queue.poll())).isEqualTo(large.decisions().subList(100, 200));
        assertThat(decisions(queue.poll())).isEqualTo(large.decisions().subList(200, 250));
    }

    @Test
    void requestOfManyEvents_allPartsDecided_isAnsweredInOrder() {
        Submission large = add(Door.HTTP, NOISY, 250);
        List<Submission> parts = queue.poll();
        assertThat(parts).hasSize(3);
        List<IngestOutcome> told = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            told.add(new Throttled("event " + i));
        }

        parts.get(1).outcomes().complete(told.subList(100, 200));
        parts.get(2).outcomes().complete(told.subList(200, 250));
        assertThat(large.outcomes()).isNotDone();
        parts.get(0).outcomes().complete(told.subList(0, 100));

        assertThat(large.outcomes()).isCompletedWithValue(told);
    }

    @Test
    void requestOfManyEvents_onePartUnknown_nothingBehindItIsStored() {
        Submission large = add(Door.HTTP, NOISY, 250);
        add(Door.HTTP, QUIET, 1);
        Submission first = queue.poll().stream()
                .filter(part -> part.size() == 100)
                .findFirst()
                .orElseThrow();

        first.completeUndetermined("a fault of ours");

        assertThat(queue.poll()).isEmpty();
        assertThat(large.outcomes())
                .isCompletedWithValueMatching(told -> told.size() == 250
                        && told.stream().allMatch(outcome -> outcome.equals(new Undetermined("a fault of ours"))));
    }

    @Test
    void requestOfManyEvents_senderGaveUp_theRestIsNotStored() {
        Submission large = add(Door.HTTP, NOISY, 250);

        large.completeUndetermined("too slow");

        assertThat(queue.poll()).isEmpty();
    }

    @Test
    void add_beyondTheShareOfOneTenant_isThrottledAndOthersAreNot() {
        for (int i = 0; i < 6; i++) {
            assertThat(add(Door.HTTP, NOISY, 1_000).outcomes()).isNotDone();
        }

        assertThat(add(Door.HTTP, NOISY, 1).outcomes())
                .isCompletedWithValueMatching(outcomes -> outcomes.get(0) instanceof Throttled);
        assertThat(add(Door.HTTP, QUIET, 4_000).outcomes()).isNotDone();
        assertThat(add(Door.HTTP, OTHER, 1).outcomes())
                .isCompletedWithValueMatching(outcomes -> outcomes.get(0) instanceof Undetermined);
    }

    @Test
    void giveBack_takesTheBrokersOutAndLeavesTheOthers() {
        Submission broker = add(Door.AMQP, NOISY, 5);
        Submission quiet = add(Door.HTTP, QUIET, 1);

        queue.giveBack("gone");

        assertThat(broker.outcomes()).isCompletedWithValueMatching(outcomes -> outcomes.get(0) instanceof Undetermined);
        assertThat(queue.events()).isEqualTo(1);
        assertThat(queue.poll()).containsExactly(quiet);
    }

    @Test
    void take_backlogAmongOthers_allIsTakenAndOthersComeFirst() throws Exception {
        Submission large = add(Door.HTTP, NOISY, 1_000);
        add(Door.HTTP, QUIET, 1);
        int taken = 0;
        for (int batch = 0; batch < 10; batch++) {
            Submission other = batch % 2 == 0 ? add(Door.HTTP, OTHER, 1) : large;
            List<Submission> next = queue.take();
            taken += decisions(next).size();
            assertThat(next.contains(other)).isEqualTo(batch % 2 == 0);
        }

        assertThat(taken).as("with six events of others").isEqualTo(1_006);
    }

    @Test
    void isBacklog_oneTenantsWhileOthersCome_isOne() {
        Lanes lanes = new Lanes();
        lanes.add(submission(Door.HTTP, NOISY, 101));
        assertThat(lanes.isBacklogOfOneAmongOthers()).as("nobody else came").isFalse();

        lanes.add(submission(Door.HTTP, QUIET, 1));
        assertThat(lanes.isBacklogOfOneAmongOthers()).as("another waits").isFalse();

        lanes.take(300);
        lanes.take(300);
        lanes.add(submission(Door.HTTP, NOISY, 100));
        assertThat(lanes.isBacklogOfOneAmongOthers()).as("little waits").isFalse();

        lanes.add(submission(Door.HTTP, NOISY, 1));
        assertThat(lanes.isBacklogOfOneAmongOthers()).as("much waits").isTrue();

        lanes.add(submission(Door.AMQP, QUIET, 1));
        assertThat(lanes.isBacklogOfOneAmongOthers()).as("the broker waits").isFalse();
    }

    @Test
    void isBacklog_theBrokers_isNone() {
        Lanes lanes = new Lanes();
        lanes.add(submission(Door.AMQP, NOISY, 1));
        lanes.add(submission(Door.HTTP, QUIET, 1));
        lanes.take(300);
        lanes.take(300);
        lanes.add(submission(Door.AMQP, NOISY, 1_000));

        assertThat(lanes.isBacklogOfOneAmongOthers()).isFalse();
    }

    private static List<Decision> decisions(List<Submission> batch) {
        return batch.stream()
                .flatMap(submission -> submission.decisions().stream())
                .toList();
    }

    private Submission add(Door door, UUID tenant, int events) {
        Submission submission = submission(door, tenant, events);
        queue.add(submission);
        return submission;
    }

    private static Submission submission(Door door, UUID tenant, int events) {
        List<Decision> decisions = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            decisions.add(decision(door, tenant));
        }
        return new Submission(decisions, 0, Long.MAX_VALUE, Submission.NO_CHANNEL, new CompletableFuture<>());
    }

    private static Decision decision(Door door, UUID tenant) {
        Arrival arrival = Arrival.of(Content.of("{}".getBytes(StandardCharsets.UTF_8)), door, Instant.EPOCH);
        WorkflowEvent event = new WorkflowEvent(
                "coder",
                tenant,
                UUID.randomUUID().toString(),
                "workflow.step.completed",
                "1.0.0",
                "workflow-orchestrator",
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH,
                arrival.content());
        return new Decision.Accept(
                arrival, new NewEntry(event, door, Instant.EPOCH, event.type(), Optional.empty()), Optional.empty());
    }
}
