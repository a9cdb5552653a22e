package io.tallygate.query;

import io.micrometer.core.instrument.MeterRegistry;
import io.tallygate.access.Caller;
import io.tallygate.api.ProblemException;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/** Questions of which the answer is made of many rows: figures, facets, projects, ids by their beginning. */
@Singleton
class Questions {
    private final Turns turns;

    Questions(QueryConfig config, MeterRegistry registry) {
        this.turns = new Turns(
                new Turns.Bounds(
                        "figures",
                        config.questions(),
                        config.questionsPerCaller(),
                        config.waiting(),
                        config.statementTimeout()),
                registry);
    }

    /** @throws ProblemException 429 if it would have to wait for others for too long */
    <T> T take(Caller caller, Supplier<T> question) {
        return turns.take(caller, question);
    }
}
