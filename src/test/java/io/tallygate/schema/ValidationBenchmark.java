package io.tallygate.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallygate.bench.BenchEvents;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What validating an event costs beside parsing it. Public because JMH writes classes of its own that call it; run by the
 * benchmark's part {@code validation}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
public class ValidationBenchmark {
    private static final int EVENTS = 2_000;

    /** The seed of the events. */
    @Param("1")
    public long seed;

    private final SchemaCatalog catalog = SchemaCatalog.load(Optional.empty());
    private final ValidationLimits limits = ValidationLimits.DEFAULTS;
    private final JsonReader reader = new JsonReader(limits.maxDepth());
    private final ObjectMapper json = new ObjectMapper();
    private List<BenchEvents.Event> events = List.of();

    /** Makes the events. */
    @Setup
    public void makeEvents() {
        events = new BenchEvents(seed).next(EVENTS);
    }

    /** The reference: a tree by Jackson alone, as lenient as it comes. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public void parse(Blackhole sink) throws IOException {
        for (BenchEvents.Event event : events) {
            sink.consume(json.readTree(event.body()));
        }
    }

    /**
     * The same tree by our reader, which checks encoding, numbers, duplicates, depth and lengths; and the schema's verdict,
     * the schema being found by what the event states.
     */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public void parseAndValidate(Blackhole sink) throws UnreadableException {
        for (BenchEvents.Event event : events) {
            JsonNode tree = reader.read(event.body());
            EventSchema schema = catalog.recognize(tree, Optional.empty())
                    .flatMap(found -> found.dialect()
                            .stated(tree, EventField.VERSION)
                            .flatMap(version -> catalog.find(found.type(), version)))
                    .orElseThrow();
            sink.consume(
                    accepted(schema.violations(tree, limits.maxViolations()).isEmpty(), event));
        }
    }

    private static BenchEvents.Event accepted(boolean valid, BenchEvents.Event event) {
        if (!valid) {
            throw new IllegalStateException("Wrong result: refused an event of type " + event.type());
        }
        return event;
    }
}
