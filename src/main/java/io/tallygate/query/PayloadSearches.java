package io.tallygate.query;

import io.micrometer.core.instrument.MeterRegistry;
import io.tallygate.access.Caller;
import io.tallygate.api.ProblemException;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/**
 * Searches through events themselves: a few at a time, since each holds connections for as long as it may take, and those
 * who store need some, too.
 */
@Singleton
class PayloadSearches {
    private final Turns turns;

    PayloadSearches(QueryConfig config, MeterRegistry registry) {
        this.turns = new Turns(
                new Turns.Bounds(
                        "search",
                        config.searches(),
                        config.searchesPerCaller(),
                        config.waiting(),
                        config.statementTimeout()),
                registry);
    }

    /** @throws ProblemException 429 if it would have to wait for others for too long */
    <T> T inTurn(Caller caller, Supplier<T> search) {
        return turns.take(caller, search);
    }
}
