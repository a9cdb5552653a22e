package io.tallygate.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Starts everything, measures, prints one table, and stops everything. {@link Options} says what can be chosen. Its exit
 * code is not zero if a result was wrong: an event too many, too few, or in quarantine.
 */
public final class Benchmark {
    private static final long STARTED = System.nanoTime();

    private Benchmark() {}

    /** The whole of it. */
    public static void main(String[] arguments) throws Exception {
        Options options = Options.fromSystemProperties();
        progress("%s", options);
        if (options.measures("query")) {
            // has a plant of its own
            try (QueryBench query = new QueryBench(options)) {
                System.out.println(query.run());
            }
        }
        if (options.parts().equals(List.of("query"))) {
            System.exit(0);
        }
        Table table = new Table();
        if (options.measures("validation")) {
            // before anything else is at work on the machine
            new ValidationBench(options).run(table);
        }
        if (Stream.of("live", "http", "drain", "peers").anyMatch(options::measures)) {
            try (Plant plant = new Plant(options)) {
                measure(plant, options, table);
            }
        }
        System.out.println(table);
        System.exit(0);
    }

    /**
     * HTTP has warm-ups of its own, which the others gain from, so that half of one is enough here. A drain leaves the most
     * behind that runs and figures are still to be made of, and so comes last.
     */
    private static void measure(Plant plant, Options options, Table table) throws Exception {
        progress("broker, database and gateway are started");
        table.add(
                "start of the process to the first stored event, seconds; migrations included",
                String.format(Locale.ROOT, "%.1f", plant.secondsToFirstEvent()));
        long before = plant.stored();
        int warmup = options.measures("http") ? options.warmup() / 2 : options.warmup();
        plant.publish(warmup);
        plant.awaitStored(before + warmup);
        plant.settle();
        plant.awaitCompiled();
        progress("warm; of %d events nothing is derived yet", plant.notDerived());
        List<Path> bodies = PerfTest.bodies(plant.events(), 100);
        if (options.measures("http")) {
            new HttpBench(plant, options).run(table, bodies);
        }
        if (options.measures("live")) {
            new LiveBench(plant, options).run(table, bodies);
        }
        if (options.measures("drain") || options.measures("peers")) {
            new DrainBench(plant, options).run(table);
        }
        plant.requireExactly(plant.stored());
        progress("counted: %d events, each stored once", plant.stored());
    }

    static void progress(String format, Object... values) {
        long seconds = Duration.ofNanos(System.nanoTime() - STARTED).toSeconds();
        System.out.printf(Locale.ROOT, "%4d s  %s%n", seconds, String.format(Locale.ROOT, format, values));
    }
}
