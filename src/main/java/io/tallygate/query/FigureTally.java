package io.tallygate.query;

import io.tallygate.figures.DurationHistogram;
import io.tallygate.query.Figures.Durations;
import io.tallygate.query.Figures.Group;
import io.tallygate.query.Figures.Point;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Gathers rows into {@link Figures}. For one thread. */
final class FigureTally {
    /** The key of the one group of all events. */
    static final String ALL = "all";
    /** The key of what is not told apart. */
    static final String OTHERS = "(others)";

    private final Map<String, TreeMap<Long, Counts>> groups = new LinkedHashMap<>();
    private boolean quarantine;

    private static final class Counts {
        private long events;
        private long failed;
        private long quarantined;
        private final DurationHistogram durations = new DurationHistogram();
    }

    /** There is this group, if empty. */
    void addGroup(String key) {
        groups.computeIfAbsent(key, none -> new TreeMap<>());
    }

    void add(String key, long begin, long events, long failed) {
        Counts counts = at(key, begin);
        counts.events += events;
        counts.failed += failed;
    }

    void addDurations(String key, long begin, int slot, long count) {
        at(key, begin).durations.add(slot, count);
    }

    /** What was not accepted is counted, too: where there is no word of it, there was none. */
    void withQuarantine() {
        quarantine = true;
    }

    void addQuarantined(String key, long begin, long count) {
        at(key, begin).quarantined += count;
    }

    private Counts at(String key, long begin) {
        return groups.computeIfAbsent(key, none -> new TreeMap<>()).computeIfAbsent(begin, none -> new Counts());
    }

    List<Group> groups() {
        Comparator<Group> last = Comparator.comparing(group -> group.key().equals(OTHERS));
        return groups.entrySet().stream()
                .map(entry -> group(entry.getKey(), entry.getValue()))
                .sorted(last.thenComparing(
                                Comparator.comparingLong(Group::events).reversed())
                        .thenComparing(Group::key))
                .toList();
    }

    private Group group(String key, TreeMap<Long, Counts> byTime) {
        Counts all = new Counts();
        List<Point> points = new ArrayList<>(byTime.size());
        byTime.forEach((begin, counts) -> {
            all.events += counts.events;
            all.failed += counts.failed;
            all.quarantined += counts.quarantined;
            all.durations.add(counts.durations);
            points.add(point(begin, counts));
        });
        return new Group(
                key, all.events, all.failed, quarantine ? all.quarantined : null, Durations.of(all.durations), points);
    }

    private Point point(long begin, Counts counts) {
        boolean timed = counts.durations.count() > 0;
        return new Point(
                Instant.ofEpochSecond(begin),
                counts.events,
                counts.failed,
                quarantine ? counts.quarantined : null,
                timed ? counts.durations.percentile(50) : null,
                timed ? counts.durations.percentile(95) : null,
                timed ? counts.durations.percentile(99) : null);
    }
}
