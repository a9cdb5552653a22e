package io.tallygate.query;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tallygate.query.StreamItem.Missed;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/** What the stream counts. */
@Singleton
class StreamMetrics {
    private final MeterRegistry registry;
    private final Map<StreamMessage.Kind, Counter> sent = new EnumMap<>(StreamMessage.Kind.class);
    private final Map<Missed.Reason, Counter> missed = new EnumMap<>(Missed.Reason.class);

    StreamMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (StreamMessage.Kind kind : StreamMessage.Kind.values()) {
            if (!kind.label().isEmpty()) {
                sent.put(
                        kind,
                        Counter.builder("tallygate.stream.sent")
                                .description("What was sent to readers of the live stream")
                                .tag("kind", kind.label())
                                .register(registry));
            }
        }
        for (Missed.Reason reason : Missed.Reason.values()) {
            missed.put(
                    reason,
                    Counter.builder("tallygate.stream.missed")
                            .description("What readers of the live stream were not sent")
                            .tag("reason", reason.label())
                            .register(registry));
        }
    }

    void watchReaders(Supplier<Number> readers) {
        Gauge.builder("tallygate.stream.readers", readers)
                .description("Readers of the live stream")
                .register(registry);
    }

    void sent(StreamMessage.Kind kind) {
        Counter counter = sent.get(kind);
        if (counter != null) {
            counter.increment();
        }
    }

    void missed(Missed what) {
        Counter counter = missed.get(what.reason());
        if (counter != null) {
            counter.increment(what.count());
        }
    }
}
