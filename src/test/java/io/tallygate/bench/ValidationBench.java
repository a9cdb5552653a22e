package io.tallygate.bench;

import io.tallygate.schema.ValidationBenchmark;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Events a second that one thread reads and validates, beside what Jackson parses alone. By JMH, each time in a JVM of its own,
 * by turns, so that a ratio compares what was measured within seconds.
 */
final class ValidationBench {
    private final Options options;

    ValidationBench(Options options) {
        this.options = options;
    }

    void run(Table table) throws RunnerException {
        RateComparison rates = new RateComparison();
        for (int round = 1; round <= options.rounds(); round++) {
            double parsed = rate("parse");
            double validated = rate("parseAndValidate");
            rates.add(validated, parsed);
            Benchmark.progress("validation, round %d: %.0f events/s, parsing alone %.0f", round, validated, parsed);
        }
        rates.addTo(table, "parse strictly and validate, events/s a core / parse with Jackson alone");
    }

    private double rate(String method) throws RunnerException {
        return new Runner(new OptionsBuilder()
                        .include(ValidationBenchmark.class.getName() + "\\." + method + "$")
                        .param("seed", Long.toString(options.seed()))
                        .forks(1)
                        .warmupIterations(5)
                        .warmupTime(TimeValue.milliseconds(400))
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
