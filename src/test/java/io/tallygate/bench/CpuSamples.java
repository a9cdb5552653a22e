package io.tallygate.bench;

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

    String gateway() {
        return gateway.shown(2);
    }

    String broker() {
        return broker.shown(2);
    }

    String database() {
        return database.shown(2);
    }

    String sum() {
        return sum.shown(2);
    }
}
