package io.tallygate.timeout;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** {@code tallygate_timeouts_total}: how often a wait was given up, by the bound that ended it. */
public final class Timeouts {
    private Timeouts() {}

    /**
     * The counter of one bound, shown as 0 from now on.
     *
     * @param bound the label, one of those that {@code docs/metrics.md} lists
     */
    public static Counter of(String bound, MeterRegistry registry) {
        return Counter.builder("tallygate.timeouts")
                .description("Waits that were given up, by the bound that ended them")
                .tag("bound", bound)
                .register(registry);
    }
}
