package io.tallygate.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tallygate.access.Caller;
import io.tallygate.api.ProblemException;
import io.tallygate.event.NamePatterns;
import io.tallygate.event.Sender;
import io.tallygate.event.Tenants;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may do what costs much, and when: nobody takes all turns. */
class TurnsTest {
    private static final Caller GREEDY = caller(Caller.Kind.KEY, "greedy", Tenants.of(new UUID(0, 1)));
    private static final Caller SAME_TENANT = caller(Caller.Kind.KEY, "another", Tenants.of(new UUID(0, 1)));
    private static final Caller OTHER = caller(Caller.Kind.KEY, "other", Tenants.of(new UUID(0, 2)));
    private static final Caller OF_ALL = caller(Caller.Kind.PERSON, "admin", Tenants.ALL);
    private static final Caller UNKNOWN = caller(Caller.Kind.OPEN, "open", Tenants.ALL);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<String> done = Collections.synchronizedList(new ArrayList<>());
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void letGo() throws InterruptedException {
        release.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Test
    void take_ofOneTenantWithManyKeys_leavesTurnsForOthers() throws InterruptedException {
        Turns turns = turns(3, 2, 0);
        hold(turns, GREEDY);
        hold(turns, SAME_TENANT);

        assertRefused(turns, GREEDY, "Of this tenant or caller");
        assertRefused(turns, SAME_TENANT, "Of this tenant or caller");
        assertThat(turns.take(OTHER, () -> "done")).isEqualTo("done");
        assertThat(turns.take(OF_ALL, () -> "done")).isEqualTo("done");
        assertThat(registry.counter("tallygate.query.refused", "kind", "test").count())
                .isEqualTo(2);
    }

    @Test
    void take_whenAllAreTaken_isRefusedForEverybody() throws InterruptedException {
        Turns turns = turns(2, 1, 0);
        hold(turns, GREEDY);
        hold(turns, OTHER);

        assertRefused(turns, OF_ALL, "as much of that kind is being done already as may be at a time: 2");
    }

    @Test
    void take_whereNobodyIsKnown_mayTakeAllTurns() throws InterruptedException {
        Turns turns = turns(2, 1, 0);
        hold(turns, UNKNOWN);

        assertThat(turns.take(UNKNOWN, () -> "done")).isEqualTo("done");
    }

    @Test
    void take_behindAnotherOfTheSameShare_comesFirstIfItIsOfAnother() throws InterruptedException {
        Turns turns = turns(1, 1, 8);
        hold(turns, GREEDY);
        await(turns, GREEDY, "greedy");
        await(turns, GREEDY, "greedy");
        await(turns, OTHER, "other");
        await(turns, OF_ALL, "admin");

        letGo();

        assertThat(done).hasSize(4);
        assertThat(done.subList(0, 3)).contains("other", "admin").startsWith("other");
    }

    @Test
    void take_moreThanMayWait_isRefusedAtOnce_andOfOneShareHalfOfThem() throws InterruptedException {
        Turns turns = turns(1, 1, 2);
        hold(turns, GREEDY);
        await(turns, GREEDY, "greedy");

        assertRefused(turns, GREEDY, "Of this tenant or caller");
        await(turns, OTHER, "other");
        assertRefused(turns, OF_ALL, "at a time");
    }

    @Test
    void take_workThatFails_givesItsTurnBack() {
        Turns turns = turns(1, 1, 0);

        assertThatThrownBy(() -> turns.take(GREEDY, () -> {
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");
        assertThat(turns.take(GREEDY, () -> "done")).isEqualTo("done");
    }

    private Turns turns(int atATime, int ofOne, int waiting) {
        Duration patience = waiting == 0 ? Duration.ZERO : Duration.ofMinutes(5);
        return new Turns(new Turns.Bounds("test", atATime, ofOne, waiting, patience), registry);
    }

    private static void assertRefused(Turns turns, Caller caller, String why) {
        assertThatThrownBy(() -> turns.take(caller, () -> "done")).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.problem().status()).isEqualTo(429);
            assertThat(e.problem().detail()).containsIgnoringCase(why);
            assertThat(e.headers()).containsKey("Retry-After");
        });
    }

    /** Takes a turn until the end of the test. */
    private void hold(Turns turns, Caller caller) throws InterruptedException {
        CountDownLatch taken = new CountDownLatch(1);
        start(() -> turns.take(caller, () -> {
            taken.countDown();
            return released();
        }));
        taken.await();
    }

    /** Waits for a turn, and is known to. */
    private void await(Turns turns, Caller caller, String name) {
        Thread waiting = start(() -> turns.take(caller, () -> done.add(name)));
        while (waiting.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
    }

    private Thread start(Runnable work) {
        Thread thread = new Thread(work);
        threads.add(thread);
        thread.start();
        return thread;
    }

    private boolean released() {
        try {
            release.await();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Caller caller(Caller.Kind kind, String id, Tenants tenants) {
        return new Caller(
                kind, id, id, Set.of(), new Sender(tenants, NamePatterns.ANY, NamePatterns.ANY), Optional.empty());
    }
}
