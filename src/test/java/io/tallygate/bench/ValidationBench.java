package io.tallygate.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallygate.event.Content;
import io.tallygate.schema.EventValidator;
import io.tallygate.schema.SchemaCatalog;
import io.tallygate.schema.ValidationLimits;
import io.tallygate.schema.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Events a second that one thread checks, hash included, beside what it parses with Jackson alone. A warmed loop that
 * uses every result, not JMH: good for the ratio, not for the last per cent.
 */
final class ValidationBench {
    private static final int EVENTS = 2_000;

    private final Options options;
    private final List<BenchEvents.Event> events;
    private final EventValidator validator =
            new EventValidator(SchemaCatalog.load(Optional.empty()), ValidationLimits.DEFAULTS);
    private final ObjectMapper json = new ObjectMapper();
    private long used;

    ValidationBench(BenchEvents events, Options options) {
        this.events = events.next(EVENTS);
        this.options = options;
    }

    void run(Table table) throws IOException {
        for (int i = 0; i < 3; i++) {
            rate(true);
            rate(false);
        }
        Samples checked = new Samples();
        Samples parsed = new Samples();
        Samples ratios = new Samples();
        for (int round = 1; round <= options.rounds(); round++) {
            double check = rate(true);
            double parse = rate(false);
            checked.add(check);
            parsed.add(parse);
            ratios.add(check / parse);
        }
        Benchmark.progress("validation: %s (%d)", ratios.shown(2), used % 10);
        table.add("parse and validate, events/s a core / parse", checked.shown(0), parsed.shown(0), ratios.shown(2));
    }

    private double rate(boolean validate) throws IOException {
        long start = System.nanoTime();
        long end = start + TimeUnit.SECONDS.toNanos(1);
        long done = 0;
        while (System.nanoTime() < end) {
            for (BenchEvents.Event event : events) {
                used += validate ? check(event) : json.readTree(event.body()).size();
            }
            done += EVENTS;
        }
        return done / ((System.nanoTime() - start) / 1e9);
    }

    private long check(BenchEvents.Event event) {
        Verdict verdict = validator.check(Content.of(event.body()), Optional.of(event.type()));
        if (verdict instanceof Verdict.Valid valid) {
            return valid.event().id().length();
        }
        throw new IllegalStateException("Wrong result: refused " + verdict);
    }
}
