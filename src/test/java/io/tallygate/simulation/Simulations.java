package io.tallygate.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Many schedules, one after the other or on several cores. */
final class Simulations {
    /** Kept, since the log manager would forget what nobody holds. */
    private static final List<Logger> SILENT = new ArrayList<>();

    private Simulations() {}

    /** The first seed at which something is wrong, and what. */
    record Finding(long seed, String what) {}

    /** Whoever simulates a million failures does not want to read of each. */
    static void silence() {
        for (String room : List.of("ingest", "relay", "broker")) {
            Logger logger = Logger.getLogger("io.tallygate." + room);
            logger.setLevel(Level.OFF);
            SILENT.add(logger);
        }
    }

    static void speak() {
        SILENT.forEach(logger -> logger.setLevel(null));
        SILENT.clear();
    }

    static Optional<Finding> run(long seed) {
        try {
            Schedule.run(seed);
            return Optional.empty();
        } catch (RuntimeException | Violation e) {
            return Optional.of(new Finding(seed, e.toString()));
        }
    }

    /** Runs so many from a seed on. */
    static List<Finding> run(long seed, int schedules) {
        int cores = Runtime.getRuntime().availableProcessors();
        return IntStream.range(0, cores)
                .parallel()
                .boxed()
                .flatMap(core -> LongStream.range(0, schedules)
                        .filter(i -> i % cores == core)
                        .mapToObj(i -> run(seed + i))
                        .flatMap(Optional::stream)
                        .limit(20))
                .sorted((a, b) -> Long.compare(a.seed, b.seed))
                .toList();
    }
}
