package io.tallygate.figures;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * How many series are told apart in one hour of one tenant. Senders choose steps, projects, sources and, of some dialects,
 * types: without a bound they could make a row of each event. The first ones of an hour, in the order of the log, are told
 * apart; those that come when there are too many are counted with less told apart, each level with a quarter more room.
 *
 * <p>What was decided is in the table of hours, so that the order of the log alone decides and not where batches end. For
 * the events of one batch, by one thread.
 */
final class SeriesBudget {
    private static final String FIND = """
            SELECT h.bucket, h.tenant_id, h.series
              FROM unnest(?::bigint[], ?::uuid[], ?::uuid[]) AS w (bucket, tenant_id, series)
              JOIN activity_hour h ON h.bucket = w.bucket AND h.tenant_id = w.tenant_id AND h.series = w.series""";
    private static final String COUNT = """
            SELECT h.bucket, h.tenant_id, count(*)
              FROM unnest(?::bigint[], ?::uuid[]) AS w (bucket, tenant_id)
              JOIN activity_hour h ON h.bucket = w.bucket AND h.tenant_id = w.tenant_id
             GROUP BY h.bucket, h.tenant_id""";

    private final int perHour;
    private final Set<Bucket> known = new HashSet<>();
    private final Map<Hour, Integer> used = new HashMap<>();
    private final Map<UUID, Series> added = new HashMap<>();
    /** Ids are hashes: each is made once. */
    private final Map<Series, UUID> ids = new HashMap<>();

    private record Hour(long begin, UUID tenant) {}

    private SeriesBudget(int perHour) {
        this.perHour = perHour;
    }

    /** The budget that is left for these events. */
    static SeriesBudget of(Connection connection, int perHour, List<Measured> events) throws SQLException {
        SeriesBudget budget = new SeriesBudget(perHour);
        Map<Bucket, Series> wanted = new HashMap<>();
        events.forEach(event -> wanted.putIfAbsent(budget.hourOf(event, event.series()), event.series()));
        budget.find(connection, wanted.keySet());
        wanted.keySet().removeAll(budget.known);
        if (!wanted.isEmpty()) {
            budget.find(connection, budget.coarser(wanted));
            budget.count(connection, wanted.keySet());
        }
        return budget;
    }

    /** The id of the series under which an event is counted, with all its values told apart if there is room for it. */
    UUID admit(Measured event) {
        for (int level = 0; level < Series.LEVELS; level++) {
            Series series = event.series().coarser(level);
            if (take(event, series, perHour + (long) level * perHour / Series.LEVELS)) {
                return idOf(series);
            }
        }
        Series last = event.series().coarser(Series.LEVELS);
        take(event, last, Long.MAX_VALUE);
        return idOf(last);
    }

    /** The series that are new in their hour. */
    Collection<Series> added() {
        return added.values();
    }

    private boolean take(Measured event, Series series, long limit) {
        Bucket bucket = hourOf(event, series);
        if (known.contains(bucket)) {
            return true;
        }
        Hour hour = new Hour(bucket.begin(), bucket.tenant());
        if (used.getOrDefault(hour, 0) >= limit) {
            return false;
        }
        used.merge(hour, 1, Integer::sum);
        known.add(bucket);
        added.put(bucket.series(), series);
        return true;
    }

    private Bucket hourOf(Measured event, Series series) {
        return new Bucket(Bucket.beginOf(event.time(), Bucket.HOUR), series.tenant(), idOf(series));
    }

    private UUID idOf(Series series) {
        return ids.computeIfAbsent(series, Series::id);
    }

    private List<Bucket> coarser(Map<Bucket, Series> wanted) {
        List<Bucket> all = new ArrayList<>();
        wanted.forEach((bucket, series) -> {
            for (int level = 1; level <= Series.LEVELS; level++) {
                all.add(new Bucket(bucket.begin(), bucket.tenant(), idOf(series.coarser(level))));
            }
        });
        return all;
    }

    private void find(Connection connection, Collection<Bucket> buckets) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setArray(1, begins(connection, buckets));
            statement.setArray(2, tenants(connection, buckets));
            statement.setArray(
                    3,
                    connection.createArrayOf(
                            "uuid", buckets.stream().map(Bucket::series).toArray(UUID[]::new)));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    known.add(
                            new Bucket(rows.getLong(1), rows.getObject(2, UUID.class), rows.getObject(3, UUID.class)));
                }
            }
        }
    }

    private void count(Connection connection, Collection<Bucket> buckets) throws SQLException {
        Map<Hour, Bucket> hours = new HashMap<>();
        buckets.forEach(bucket -> hours.putIfAbsent(new Hour(bucket.begin(), bucket.tenant()), bucket));
        try (PreparedStatement statement = connection.prepareStatement(COUNT)) {
            statement.setArray(1, begins(connection, hours.values()));
            statement.setArray(2, tenants(connection, hours.values()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    used.put(new Hour(rows.getLong(1), rows.getObject(2, UUID.class)), rows.getInt(3));
                }
            }
        }
    }

    private static java.sql.Array begins(Connection connection, Collection<Bucket> buckets) throws SQLException {
        return connection.createArrayOf(
                "int8", buckets.stream().map(Bucket::begin).toArray(Long[]::new));
    }

    private static java.sql.Array tenants(Connection connection, Collection<Bucket> buckets) throws SQLException {
        return connection.createArrayOf(
                "uuid", buckets.stream().map(Bucket::tenant).toArray(UUID[]::new));
    }
}
