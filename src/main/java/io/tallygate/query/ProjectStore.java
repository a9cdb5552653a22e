package io.tallygate.query;

import io.tallygate.audit.TenantReads;
import io.tallygate.event.Tenants;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/** Reads what is derived of projects. */
@Singleton
class ProjectStore {
    static final int BUCKETS = 24;

    private static final String LAST = "SELECT p.project, p.tenant_id, p.last_event_at FROM project p";
    private static final String EVENTS = """
            SELECT h.project, h.tenant_id, sum(h.events)
              FROM project_hour h
              JOIN unnest(?::text[], ?::uuid[]) AS k (project, tenant_id) USING (project, tenant_id)
             WHERE h.hour >= date_trunc('hour', ?::timestamptz, 'UTC') AND h.hour < ?
             GROUP BY h.project, h.tenant_id""";
    private static final String RUNS = """
            SELECT r.project, r.tenant_id, least(%d, width_bucket(extract(epoch FROM r.started_at), ?, ?, %d)) AS bucket,
                   count(*) AS runs,
                   count(*) FILTER (WHERE r.state = 'completed') AS completed,
                   count(*) FILTER (WHERE r.state = 'failed') AS failed,
                   count(*) FILTER (WHERE r.state = 'running' AND r.stalls_at > ?) AS running,
                   count(*) FILTER (WHERE r.state = 'running' AND r.stalls_at <= ?) AS stalled
              FROM workflow_run r
              JOIN unnest(?::text[], ?::uuid[]) AS k (project, tenant_id) USING (project, tenant_id)
             WHERE r.started_at >= ? AND r.started_at < ?
             GROUP BY r.project, r.tenant_id, bucket""".formatted(BUCKETS, BUCKETS);

    private final BoundedReads reads;
    private final Clock clock;

    ProjectStore(TenantReads tenantReads, QueryConfig config, Clock clock) {
        this.reads = new BoundedReads(tenantReads, config.statementTimeout());
        this.clock = clock;
    }

    private record Key(String project, UUID tenant) {}

    /** What is known of a project, as it is found. */
    private static final class Found {
        private final Instant lastEventAt;
        private final long[] runs = new long[BUCKETS];
        private final long[] failed = new long[BUCKETS];
        private long events;
        private long completed;
        private long running;
        private long stalled;

        Found(Instant lastEventAt) {
            this.lastEventAt = lastEventAt;
        }
    }

    /**
     * The projects with the latest events, at most so many, and what went on in them within a range.
     *
     * @throws io.tallygate.api.ProblemException if it takes too long
     */
    List<Projects.Item> find(Tenants tenants, RecentRange range, int limit) {
        return reads.read(
                tenants,
                connection -> {
                    Map<Key, Found> found = known(connection, tenants, limit);
                    addEvents(connection, found, range);
                    addRuns(connection, found, range, clock.instant());
                    return found.entrySet().stream()
                            .map(entry -> item(entry.getKey(), entry.getValue(), range))
                            .toList();
                },
                RunProblems::tooWide);
    }

    private static Map<Key, Found> known(Connection connection, Tenants tenants, int limit) throws SQLException {
        try (PreparedStatement statement = new SqlFilter()
                        .ofTenants("p.tenant_id", tenants)
                        .prepare(
                                connection,
                                LAST,
                                " ORDER BY p.last_event_at DESC, p.project, p.tenant_id LIMIT " + limit);
                ResultSet rows = statement.executeQuery()) {
            Map<Key, Found> found = new LinkedHashMap<>();
            while (rows.next()) {
                found.put(
                        keyOf(rows),
                        new Found(rows.getObject(3, OffsetDateTime.class).toInstant()));
            }
            return found;
        }
    }

    private static void addEvents(Connection connection, Map<Key, Found> found, RecentRange range) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(EVENTS)) {
            statement.setArray(1, projects(connection, found));
            statement.setArray(2, tenants(connection, found));
            statement.setObject(3, range.from().atOffset(ZoneOffset.UTC));
            statement.setObject(4, range.to().atOffset(ZoneOffset.UTC));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Found project = found.get(keyOf(rows));
                    if (project != null) {
                        project.events = rows.getLong(3);
                    }
                }
            }
        }
    }

    private static void addRuns(Connection connection, Map<Key, Found> found, RecentRange range, Instant now)
            throws SQLException {
        OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
        try (PreparedStatement statement = connection.prepareStatement(RUNS)) {
            statement.setBigDecimal(1, seconds(range.from()));
            statement.setBigDecimal(2, seconds(range.to()));
            statement.setObject(3, at);
            statement.setObject(4, at);
            statement.setArray(5, projects(connection, found));
            statement.setArray(6, tenants(connection, found));
            statement.setObject(7, range.from().atOffset(ZoneOffset.UTC));
            statement.setObject(8, range.to().atOffset(ZoneOffset.UTC));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Found project = found.get(keyOf(rows));
                    if (project != null) {
                        int bucket = rows.getInt("bucket") - 1;
                        project.runs[bucket] = rows.getLong("runs");
                        project.failed[bucket] = rows.getLong("failed");
                        project.completed += rows.getLong("completed");
                        project.running += rows.getLong("running");
                        project.stalled += rows.getLong("stalled");
                    }
                }
            }
        }
    }

    private static BigDecimal seconds(Instant instant) {
        return BigDecimal.valueOf(instant.getEpochSecond()).add(BigDecimal.valueOf(instant.getNano(), 9));
    }

    private static Key keyOf(ResultSet row) throws SQLException {
        return new Key(row.getString("project"), row.getObject("tenant_id", UUID.class));
    }

    private static Array projects(Connection connection, Map<Key, Found> found) throws SQLException {
        return connection.createArrayOf(
                "text", found.keySet().stream().map(Key::project).toArray(String[]::new));
    }

    private static Array tenants(Connection connection, Map<Key, Found> found) throws SQLException {
        return connection.createArrayOf(
                "uuid", found.keySet().stream().map(Key::tenant).toArray(UUID[]::new));
    }

    private static Projects.Item item(Key key, Found found, RecentRange range) {
        long runs = IntStream.range(0, BUCKETS).mapToLong(i -> found.runs[i]).sum();
        long failed =
                IntStream.range(0, BUCKETS).mapToLong(i -> found.failed[i]).sum();
        long ended = failed + found.completed;
        double share = ended == 0 ? 0 : (double) failed / ended;
        return new Projects.Item(
                key.project,
                key.tenant,
                found.events,
                runs,
                found.running,
                found.stalled,
                failed,
                found.completed,
                ended == 0 ? null : share,
                found.lastEventAt,
                health(found, failed, share),
                trend(found, range));
    }

    private static String health(Found found, long failed, double failureShare) {
        if (found.events == 0) {
            return "silent";
        }
        if (failureShare >= 0.5) {
            return "failing";
        }
        if (found.stalled > 0) {
            return "stalled";
        }
        return failed > 0 ? "degraded" : "ok";
    }

    private static List<Projects.Bucket> trend(Found found, RecentRange range) {
        Duration length = Duration.between(range.from(), range.to());
        List<Projects.Bucket> trend = new ArrayList<>(BUCKETS);
        for (int i = 0; i < BUCKETS; i++) {
            Instant begin = range.from().plus(length.multipliedBy(i).dividedBy(BUCKETS));
            trend.add(new Projects.Bucket(begin, found.runs[i], found.failed[i]));
        }
        return trend;
    }
}
