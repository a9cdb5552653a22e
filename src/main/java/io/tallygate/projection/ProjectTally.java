package io.tallygate.projection;

import java.time.Instant;
import java.util.List;
import java.util.TreeMap;

/**
 * What some events add to the rows of one table of projects: counts by a key, and the earliest and the latest time.
 * They are written in the order of their keys.
 */
final class ProjectTally {
    private final TreeMap<ProjectKey, Row> rows = new TreeMap<>();

    /**
     * What is added to one row.
     *
     * @param key the row's key
     * @param events how many events
     * @param others how many of another kind
     * @param first the earliest time of any of them
     * @param last the latest
     */
    record Row(ProjectKey key, long events, long others, Instant first, Instant last) {
        Row plus(Row more) {
            return new Row(
                    key,
                    events + more.events,
                    others + more.others,
                    first.isBefore(more.first) ? first : more.first,
                    last.isAfter(more.last) ? last : more.last);
        }
    }

    /** Counts something that happened at that time. */
    void add(ProjectKey key, long events, long others, Instant at) {
        rows.merge(key, new Row(key, events, others, at, at), Row::plus);
    }

    /** What there is to add, by key. */
    List<Row> rows() {
        return List.copyOf(rows.values());
    }
}
