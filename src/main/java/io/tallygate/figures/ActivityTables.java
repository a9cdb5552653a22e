package io.tallygate.figures;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** Writes the tables of figures. */
final class ActivityTables {
    private static final String ADD_SERIES = """
            INSERT INTO activity_series (series, tenant_id, dialect, event_type, source, project, step)
            VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""";

    private ActivityTables() {}

    /**
     * Counts events, in the order of the log.
     *
     * @param seriesPerHour see {@link FiguresConfig#seriesPerHour}
     * @param minutesFrom events that happened before are not counted by the minute
     */
    static void add(Connection connection, List<Measured> events, int seriesPerHour, Instant minutesFrom)
            throws SQLException {
        SeriesBudget budget = SeriesBudget.of(connection, seriesPerHour, events);
        SortedMap<Bucket, Tally> minutes = new TreeMap<>();
        SortedMap<Bucket, Tally> hours = new TreeMap<>();
        for (Measured event : events) {
            UUID id = budget.admit(event);
            count(hours, event, Bucket.HOUR, id);
            if (!event.time().isBefore(minutesFrom)) {
                count(minutes, event, Bucket.MINUTE, id);
            }
        }
        addSeries(connection, budget.added());
        BucketTable.HOURS.add(connection, hours);
        BucketTable.MINUTES.add(connection, minutes);
    }

    private static void count(SortedMap<Bucket, Tally> tallies, Measured event, long length, UUID series) {
        Bucket bucket =
                new Bucket(Bucket.beginOf(event.time(), length), event.series().tenant(), series);
        tallies.computeIfAbsent(bucket, key -> new Tally()).add(event);
    }

    private static void addSeries(Connection connection, Collection<Series> added) throws SQLException {
        if (added.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(ADD_SERIES)) {
            for (Series series : added) {
                Object[] values = {
                    series.id(),
                    series.tenant(),
                    series.dialect(),
                    series.type(),
                    series.source(),
                    series.project(),
                    series.step()
                };
                for (int i = 0; i < values.length; i++) {
                    statement.setObject(i + 1, values[i]);
                }
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** Forgets everything. */
    static void clear(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("TRUNCATE activity_minute, activity_hour, activity_series");
        }
    }

    /**
     * Forgets counts of minutes that began before a time, so many at most.
     *
     * @return how many
     */
    static int purge(Connection connection, Instant before, int most) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("DELETE FROM activity_minute WHERE ctid = ANY (ARRAY("
                        + "SELECT ctid FROM activity_minute WHERE bucket < ? LIMIT ?))")) {
            statement.setLong(1, before.getEpochSecond());
            statement.setInt(2, most);
            return statement.executeUpdate();
        }
    }
}
