package io.tallygate.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.event.Content;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The figure "at most 50 ms of CPU for any event up to the size limit": prints what each attack on each schema costs, in
 * CPU time of the checking thread, warm, the dearest first. {@code -Dfaults.worst-case-rounds} sets how often each is
 * checked (default 7; the median counts), {@code -Dfaults.worst-case-shown} how many are printed. No time is asserted.
 */
class WorstCaseFaults {
    private static final int ROUNDS = Integer.getInteger("faults.worst-case-rounds", 7);
    private static final int SHOWN = Integer.getInteger("faults.worst-case-shown", 30);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private record Cost(String schema, Attack attack, long medianNanos, long worstNanos) {}

    @Test
    void attacks_costLittle() {
        List<Cost> costs = new ArrayList<>();
        for (int pass = 0; pass < 2; pass++) { // the first one warms
            costs.clear();
            Attacked.all().forEach(attacked -> attacked.attacks().forEach(attack -> costs.add(cost(attacked, attack))));
        }
        costs.sort(Comparator.comparingLong(Cost::medianNanos).reversed());
        System.out.printf("%-10s %-10s %-9s attack%n", "median ms", "worst ms", "bytes");
        costs.stream().limit(SHOWN).forEach(WorstCaseFaults::print);
        System.out.println(costs.size() + " attacks, " + ROUNDS + " rounds each; of more than 50 ms in the median: "
                + costs.stream().filter(cost -> cost.medianNanos() > 50_000_000).count());
        assertThat(costs).isNotEmpty();
    }

    private static Cost cost(Attacked attacked, Attack attack) {
        long[] nanos = new long[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long before = THREADS.getCurrentThreadCpuTime();
            attacked.validator().check(Content.of(attack.body()), Optional.empty());
            nanos[i] = THREADS.getCurrentThreadCpuTime() - before;
        }
        java.util.Arrays.sort(nanos);
        return new Cost(attacked.name(), attack, nanos[ROUNDS / 2], nanos[ROUNDS - 1]);
    }

    private static void print(Cost cost) {
        System.out.printf(
                "%-10.2f %-10.2f %-9d %s: %s%n",
                cost.medianNanos() / 1e6,
                cost.worstNanos() / 1e6,
                cost.attack().body().length,
                cost.schema(),
                cost.attack().name());
    }
}
