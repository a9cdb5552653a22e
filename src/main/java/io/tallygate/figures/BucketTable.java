package io.tallygate.figures;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.SortedMap;

/** One of the tables that hold counts by time. */
enum BucketTable {
    MINUTES("activity_minute", Bucket.MINUTE),
    HOURS("activity_hour", Bucket.HOUR);

    private static final String ADD = """
            INSERT INTO %s AS b (bucket, tenant_id, series, events, failed, slots, counts) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (bucket, tenant_id, series) DO UPDATE SET
                events = b.events + excluded.events,
                failed = b.failed + excluded.failed,
                (slots, counts) = (
                    SELECT coalesce(array_agg(m.slot ORDER BY m.slot), '{}'), coalesce(array_agg(m.n ORDER BY m.slot), '{}')
                      FROM (SELECT u.slot, sum(u.n)::bigint AS n
                              FROM (SELECT * FROM unnest(b.slots, b.counts)
                                     UNION ALL SELECT * FROM unnest(excluded.slots, excluded.counts)) AS u (slot, n)
                             GROUP BY u.slot) m)""";

    private final String table;
    private final long seconds;

    BucketTable(String table, long seconds) {
        this.table = table;
        this.seconds = seconds;
    }

    String table() {
        return table;
    }

    /** The length of its buckets. */
    long seconds() {
        return seconds;
    }

    /** Counts on. */
    void add(Connection connection, SortedMap<Bucket, Tally> tallies) throws SQLException {
        if (tallies.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(ADD.formatted(table))) {
            for (Map.Entry<Bucket, Tally> row : tallies.entrySet()) {
                bind(connection, statement, row.getKey(), row.getValue());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static void bind(Connection connection, PreparedStatement statement, Bucket bucket, Tally tally)
            throws SQLException {
        statement.setLong(1, bucket.begin());
        statement.setObject(2, bucket.tenant());
        statement.setObject(3, bucket.series());
        statement.setLong(4, tally.events());
        statement.setLong(5, tally.failed());
        statement.setArray(6, connection.createArrayOf("int2", tally.durations().slots()));
        statement.setArray(7, connection.createArrayOf("int8", tally.durations().counts()));
    }
}
