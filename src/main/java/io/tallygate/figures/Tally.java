package io.tallygate.figures;

/** Counts of some events. For one thread. */
final class Tally {
    private final DurationHistogram durations = new DurationHistogram();
    private long events;
    private long failed;

    void add(Measured event) {
        events++;
        if (event.failed()) {
            failed++;
        }
        event.millis().ifPresent(durations::add);
    }

    long events() {
        return events;
    }

    long failed() {
        return failed;
    }

    DurationHistogram durations() {
        return durations;
    }
}
