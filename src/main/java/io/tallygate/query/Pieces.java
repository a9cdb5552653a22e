package io.tallygate.query;

import java.util.List;

/**
 * A span of whole minutes as the rows that count it: hours where they are whole, minutes at its ends.
 *
 * @param from where the first minutes begin
 * @param hoursFrom where the hours begin
 * @param hoursTo where the hours end
 * @param to where the last minutes end
 */
record Pieces(long from, long hoursFrom, long hoursTo, long to) {
    /** A table of rows (tenant_id, series, events, failed), with a place for each of the {@link #values}. */
    static final String TABLE = """
            (SELECT tenant_id, series, events, failed FROM activity_hour WHERE bucket >= ? AND bucket < ?
              UNION ALL
             SELECT tenant_id, series, events, failed FROM activity_minute WHERE bucket >= ? AND bucket < ?
              UNION ALL
             SELECT tenant_id, series, events, failed FROM activity_minute WHERE bucket >= ? AND bucket < ?)""";

    static Pieces of(Span span) {
        long firstHour =
                Interval.PT1H.around(new Span(span.from(), span.from())).to();
        long lastHour = Interval.PT1H.begin(span.to());
        return firstHour > lastHour
                ? new Pieces(span.from(), span.to(), span.to(), span.to())
                : new Pieces(span.from(), firstHour, lastHour, span.to());
    }

    List<Long> values() {
        return List.of(hoursFrom, hoursTo, from, hoursFrom, hoursTo, to);
    }
}
