package io.tallygate.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.audit.Outbox;
import io.tallygate.audit.Outbox.Pending;
import io.tallygate.audit.TestLog;
import io.tallygate.broker.PublishOutcome;
import io.tallygate.event.Door;
import io.tallygate.testkit.Configured;
import io.tallygate.testkit.PostgresNode;
import io.tallygate.testkit.TestDatabase;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RelayRunTest {
    /** Small batches, no pauses. */
    private static final RelayConfig CONFIG = Configured.by(
            Map.of(
                    "tallygate.relay.batch", "3",
                    "tallygate.relay.batches-in-flight", "2",
                    "tallygate.relay.linger", "0",
                    "tallygate.relay.poll-interval", "0",
                    "tallygate.relay.min-retry-delay", "0",
                    "tallygate.relay.max-retry-delay", "0",
                    "tallygate.relay.unroutable-attempts", "2",
                    "tallygate.relay.shutdown-patience", "0"),
            RelayConfig.class);

    private static final PublishOutcome CONFIRMED = new PublishOutcome.Confirmed();
    private static final PublishOutcome UNCONFIRMED = new PublishOutcome.Unconfirmed("the connection is lost");
    private static final PublishOutcome UNROUTABLE = new PublishOutcome.Unroutable("NO_ROUTE");

    private final TestDatabase database = PostgresNode.shared().createDatabase();
    private final TestLog here = TestLog.on(database);
    private final TestLog elsewhere = TestLog.on(database);

    private final List<String> published = new ArrayList<>();
    /** What the broker says of the next batches; of all others that it has them. */
    private final Deque<List<PublishOutcome>> answers = new ArrayDeque<>();

    @Test
    void publishesWhatCameInByHttpInTheOrderOfTheLog() {
        here.append(Door.HTTP, "before the run");
        RelayRun run = run();
        here.append(Door.HTTP, "a", "b");
        here.append(Door.AMQP, "by the broker");
        elsewhere.append(Door.JOB, "c");
        here.append(Door.HTTP, "d");

        passAll(run);

        assertThat(published).containsExactly("before the run", "a", "b", "c", "d");
        assertThat(here.outbox().backlog()).isEqualTo(new Outbox.Backlog(0, 0));
        assertThat(database.number("SELECT sequence FROM relay_position")).isEqualTo(6);
    }

    @Test
    void aLaterRunGoesOnWhereTheLastOneStopped() {
        here.append(Door.HTTP, "a", "b", "c");
        passAll(run());
        elsewhere.append(Door.HTTP, "d");
        published.clear();

        passAll(run());

        assertThat(published).containsExactly("d");
    }

    @Test
    void fromTheFirstUnconfirmedOnAllIsPublishedAgain() {
        RelayRun run = run();
        here.append(Door.HTTP, "a", "b", "c");
        here.append(Door.HTTP, "d", "e");
        answers.add(List.of(CONFIRMED, UNCONFIRMED, CONFIRMED));

        assertThat(run.step()).isEqualTo(RelayRun.Step.OVER);
        assertThat(run.trouble()).isEqualTo("the connection is lost");
        run.finish();
        assertThat(here.outbox().backlog().pending()).isEqualTo(4);
        published.clear();
        passAll(run());

        assertThat(published).containsExactly("b", "c", "d", "e");
    }

    @Test
    void whatNoQueueTakesHoldsUpNobodyAndIsTriedAgainUntilItIsParked() {
        here.append(Door.HTTP, "a", "b", "c");
        answers.add(List.of(CONFIRMED, UNROUTABLE, CONFIRMED));
        passAll(run());
        assertThat(here.outbox().backlog()).isEqualTo(new Outbox.Backlog(1, 0));
        published.clear();

        answers.add(List.of(UNROUTABLE));
        retries().tryAgain();
        assertThat(published).containsExactly("b");
        assertThat(here.outbox().backlog()).isEqualTo(new Outbox.Backlog(0, 1));
        retries().tryAgain();
        assertThat(published).containsExactly("b");

        here.outbox().publishAgain(2);
        retries().tryAgain();
        assertThat(published).containsExactly("b", "b");
        assertThat(here.outbox().backlog()).isEqualTo(new Outbox.Backlog(0, 0));
    }

    @Test
    void aRunEndsWhenAnotherInstanceHasGoneOn() {
        RelayRun late = run();
        here.append(Door.HTTP, "a");
        passAll(new RelayRun(elsewhere.outbox(), this::publish, CONFIG, System::nanoTime));
        published.clear();

        assertThat(late.step()).isEqualTo(RelayRun.Step.OVER);
        assertThat(late.trouble()).isEmpty();
        assertThat(run().step()).isEqualTo(RelayRun.Step.IDLE);
    }

    @Test
    void finish_settlesWhatIsOnItsWay() {
        RelayRun run = run();
        for (int i = 0; i < 5; i++) {
            here.append(Door.HTTP, "a" + i, "b" + i, "c" + i);
        }
        run.step();

        run.finish();

        assertThat(here.outbox().backlog().pending()).isEqualTo(15 - published.size());
    }

    private RelayRun run() {
        return new RelayRun(here.outbox(), this::publish, CONFIG, System::nanoTime);
    }

    private RelayRetries retries() {
        return new RelayRetries(here.outbox(), this::publish, CONFIG, System::nanoTime);
    }

    private static void passAll(RelayRun run) {
        RelayRun.Step step = run.step();
        while (step == RelayRun.Step.PASSED) {
            step = run.step();
        }
        assertThat(step).isEqualTo(RelayRun.Step.IDLE);
    }

    private CompletableFuture<List<PublishOutcome>> publish(List<Pending> events) {
        events.forEach(event -> published.add(event.id()));
        return CompletableFuture.completedFuture(
                answers.isEmpty() ? events.stream().map(event -> CONFIRMED).toList() : answers.remove());
    }
}
