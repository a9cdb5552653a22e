package io.tallygate.bench;

import io.tallygate.schema.ValidationBenchmark;
import java.util.List;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Events a second that one thread checks, step upon step, beside what Jackson parses alone. By JMH, each step in a JVM of
 * its own; the steps take turns, so that a ratio compares what was measured within seconds.
 */
final class ValidationBench {
    /** A method of {@link ValidationBenchmark}, what the table calls it, and what its rounds gave. */
    private record Step(String method, String name, Samples rates, Samples ratios) {
        static Step of(String method, String name) {
            return new Step(method, name, new Samples(), new Samples());
        }
    }

    private final Options options;

    ValidationBench(Options options) {
        this.options = options;
    }

    void run(Table table) throws RunnerException {
        Step reference = Step.of("parse", "parse with Jackson alone, events/s a core");
        List<Step> steps = List.of(
                reference,
                Step.of("parseAndValidate", "parse strictly and validate, events/s a core / parse"),
                Step.of("check", "the whole check with SHA-256, events/s a core / parse"));
        for (int round = 1; round <= options.rounds(); round++) {
            double parsed = 0;
            for (Step step : steps) {
                double rate = rate(step.method());
                parsed = step == reference ? rate : parsed;
                step.rates().add(rate);
                step.ratios().add(rate / parsed);
            }
        }
        for (Step step : steps) {
            Benchmark.progress("%s: %s", step.name(), step.ratios().shown(2));
            table.add(
                    step.name(),
                    step.rates().shown(0),
                    reference.rates().shown(0),
                    step.ratios().shown(2));
        }
    }

    private double rate(String method) throws RunnerException {
        return new Runner(new OptionsBuilder()
                        .include(ValidationBenchmark.class.getName() + "\\." + method + "$")
                        .param("seed", Long.toString(options.seed()))
                        .forks(1)
                        .warmupIterations(6)
                        .warmupTime(TimeValue.milliseconds(500))
                        .measurementIterations(2)
                        .measurementTime(TimeValue.milliseconds(400))
                        .verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(true)
                        .build())
                .runSingle()
                .getPrimaryResult()
                .getScore();
    }
}
