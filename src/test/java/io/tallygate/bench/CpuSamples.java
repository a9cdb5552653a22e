package io.tallygate.bench;

import java.util.List;
import java.util.stream.Stream;

/** CPU seconds per 100,000 events over the rounds, by part. */
final class CpuSamples {
    private final Samples gateway = new Samples();
    private final Samples broker = new Samples();
    private final Samples database = new Samples();
    private final Samples sum = new Samples();

    void add(CpuUse use, double events) {
        CpuUse each = use.per(events);
        gateway.add(each.gateway());
        broker.add(each.broker());
        database.add(each.database());
        sum.add(each.sum());
    }

    /** Of gateway, broker and database, and of all three. */
    List<String> shown() {
        return Stream.of(gateway, broker, database, sum)
                .map(samples -> samples.shown(2))
                .toList();
    }
}
