package io.tallygate.bench;

import io.tallygate.projection.StretchesProjection;
import io.tallygate.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A past that the gateway could have stored, made by the database itself: events of 0.9 KB a row that came in at a steady
 * rate over 90 days, of 200 tenants, five types and some eight events a workflow, 500 workflows at a time; all of it from
 * one seed. One event in fifty has a correlation id of its own, the others that of their workflow, as the gateway writes
 * it. Ten tenants are almost without failures, and one event in 100,000 is from a source of its own: what is rare must be
 * found, too. So must the one tenant that has one of 20,000 workflows.
 *
 * <p>It grows backwards: the newest events come first and keep their sequence numbers, so that a greater history is one
 * that has been going on for longer.
 */
final class StoredHistory {
    /** Any faster means will do while it is made: nothing is measured, and after a crash one begins again. */
    static final Map<String, String> SETTINGS_TO_GROW = Map.ofEntries(
            Map.entry("fsync", "off"),
            Map.entry("full_page_writes", "off"),
            Map.entry("wal_level", "minimal"),
            Map.entry("max_wal_senders", "0"),
            Map.entry("autovacuum", "off"),
            Map.entry("shared_buffers", "1GB"),
            Map.entry("wal_buffers", "64MB"),
            Map.entry("max_wal_size", "3GB"),
            Map.entry("checkpoint_timeout", "1h"),
            Map.entry("maintenance_work_mem", "1GB"));

    static final String RARE_SOURCE = "night-import";

    /** A type as rare. */
    static final String RARE_TYPE = "tallygate.original.read";

    private static final int QUIET_TENANTS = 10;

    /** In SQL, the events of the tenant that has few. */
    static final String OF_A_SMALL_TENANT = "(sequence / 4000 * 500 + sequence % 500) % 20000 = 11";

    /** In SQL, the events of tenants that hardly ever fail. */
    static final String OF_A_QUIET_TENANT = "(sequence / 4000 * 500 + sequence % 500) * 7919 % 200 < " + QUIET_TENANTS;

    private static final Duration SPAN = Duration.ofDays(90);
    /** Two of them share no stretch, so that two workers need not wait for each other. */
    private static final long CHUNK = 8 * StretchesProjection.LONG;

    private static final int WORKERS = 2;

    private static final String OF_STRETCHES = "log_stretch, log_long_stretch, log_source, log_type, log_of_tenant";

    private static final String STRETCHES = """
            INSERT INTO %1$s AS t (first_sequence, least_time, greatest_time, least_received, greatest_received)
            SELECT first_sequence, min(event_time), max(event_time), min(received_at), max(received_at)
              FROM within WHERE length = %2$d GROUP BY first_sequence
            ON CONFLICT (first_sequence) DO UPDATE
               SET least_time = least(t.least_time, excluded.least_time),
                   greatest_time = greatest(t.greatest_time, excluded.greatest_time),
                   least_received = least(t.least_received, excluded.least_received),
                   greatest_received = greatest(t.greatest_received, excluded.greatest_received)""";

    /** As the gateway derives it, for events of a table {@code stored}. */
    private static final String NOTE = """
            within AS (
                SELECT length, (sequence - 1) / length * length + 1 AS first_sequence, s.*
                  FROM stored s CROSS JOIN (VALUES (%1$d::bigint), (%2$d)) AS v (length)),
            stretches AS (%3$s),
            long_stretches AS (%4$s),
            sources AS (
                INSERT INTO log_source (source, length, first_sequence)
                SELECT DISTINCT source, length, first_sequence FROM within ON CONFLICT DO NOTHING),
            types AS (
                INSERT INTO log_type (event_type, length, first_sequence)
                SELECT DISTINCT event_type, length, first_sequence FROM within ON CONFLICT DO NOTHING)
            INSERT INTO log_of_tenant (tenant_id, field, value, first_sequence)
            SELECT DISTINCT tenant_id, field, CASE field WHEN 'type' THEN event_type ELSE source END, first_sequence
              FROM within CROSS JOIN (VALUES ('type'), ('source')) AS f (field) WHERE length = %2$d
            ON CONFLICT DO NOTHING""".formatted(
                    StretchesProjection.SHORT,
                    StretchesProjection.LONG,
                    STRETCHES.formatted("log_stretch", StretchesProjection.SHORT),
                    STRETCHES.formatted("log_long_stretch", StretchesProjection.LONG));

    private static final String INSERT = """
            WITH numbered AS (
                SELECT n, n / 4000 * 500 + n %% 500 AS workflow, n %% 4000 / 500 AS step, hashint8extended(n, %2$d) AS dice
                  FROM generate_series(%3$d::bigint, %4$d::bigint) AS n),
            drawn AS (
                SELECT n, step, dice, workflow,
                       CASE WHEN workflow %% 20000 = 11 THEN 200 ELSE workflow * 7919 %% 200 END AS tenant,
                       timestamptz '%1$s' - (%5$d - n) * interval '%6$d microseconds' AS received_at,
                       CASE WHEN abs(dice) %% 100000 = 9 THEN '%9$s'
                            WHEN step = 0 THEN 'workflow.opportunity.analysis.started'
                            WHEN step = 7 THEN
                                CASE WHEN workflow %% 5 = 0
                                          AND (workflow * 7919 %% 200 >= %7$d OR abs(dice / 1000) %% 200 = 0)
                                     THEN 'workflow.opportunity.analysis.failed'
                                     ELSE 'workflow.opportunity.analysis.completed' END
                            WHEN abs(dice) %% 20 = 0 THEN 'workflow.job.trigger'
                            ELSE 'workflow.step.completed' END AS event_type
                  FROM numbered),
            named AS (
                SELECT *, md5('tenant %2$d ' || tenant)::uuid AS tenant_id, md5('event %2$d ' || n)::uuid::text AS event_id,
                       CASE WHEN event_type <> 'workflow.job.trigger'
                            THEN md5('workflow %2$d ' || workflow)::uuid::text END AS workflow_id,
                       CASE WHEN abs(dice) %% 100000 = 7 THEN '%8$s'
                            WHEN event_type = 'workflow.job.trigger' THEN 'scheduler'
                            ELSE 'workflow-orchestrator' END AS source,
                       received_at - (CASE WHEN abs(dice) %% 1000 = 3 THEN 21600 ELSE 20 END * (abs(dice) %% 9973) / 9973.0)
                                     * interval '1 second' AS event_time
                  FROM drawn),
            written AS (
                SELECT *, convert_to('{"id":"' || event_id || '","type":"' || event_type
                              || '","version":"1.0.0","timestamp":"' || to_char(event_time, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
                              || '","tenantId":"' || tenant_id || '","source":"' || source || '","data":{'
                              || CASE WHEN workflow_id IS NULL THEN '"job":"outcome-sync","triggeredBy":"schedule"'
                                      ELSE '"workflowId":"' || workflow_id || '","step":"scoring","status":"succeeded"' END
                              || ',"durationMs":' || abs(dice) %% 60000 || ',"result":{"score":' || abs(dice) %% 1000
                              || ',"summary":"The opportunity has moved to the next stage of the pipeline; its close date was kept. '
                              || 'Stakeholders were reached twice, the champion has answered, the budget holder has not."}}}',
                              'UTF8') AS content
                  FROM named),
            stored AS (
                INSERT INTO audit_event (sequence, received_at, tenant_id, event_id, event_type, event_version, dialect,
                    source, workflow_id, correlation_id, event_time, door, routing_key, traceparent, sha256, content)
                SELECT n, received_at, tenant_id, event_id, event_type, '1.0.0', 'coder', source, workflow_id,
                       CASE WHEN abs(dice) %% 50 = 1 THEN md5('correlation %2$d ' || n / 4000 * 100 + n %% 100)::uuid::text
                            ELSE workflow_id END,
                       event_time, 'amqp', event_type, NULL, sha256(content), content
                  FROM written
                RETURNING event_id, tenant_id, sequence, received_at, sha256, event_time, source, event_type),
            keys AS (
                INSERT INTO audit_key (event_id, tenant_id, sequence, received_at, sha256)
                SELECT event_id, tenant_id, sequence, received_at, sha256 FROM stored),
            """ + NOTE;

    private final TestDatabase database;
    private final long last;
    private final long seed;
    private final Instant until = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final long microsBetween;
    private long first;
    private long noted;

    /**
     * An empty one, in a migrated database without events.
     *
     * @param greatest the number of events to which it may grow
     */
    StoredHistory(TestDatabase database, long greatest, long seed) {
        this.database = database;
        this.last = greatest;
        this.noted = greatest;
        this.first = greatest + 1;
        this.seed = seed;
        this.microsBetween = SPAN.toNanos() / 1_000 / greatest;
        database.execute("UPDATE audit_head SET last_sequence = ?", greatest);
    }

    /** The sequence number of its oldest event. */
    long first() {
        return first;
    }

    /** The sequence number of its newest event. */
    long last() {
        return last;
    }

    /** Adds older events until there are so many. */
    void growTo(long size) throws Exception {
        long from = last - size + 1;
        Stream.iterate(
                        month(from),
                        month -> !month.isAfter(YearMonth.now(ZoneOffset.UTC)),
                        month -> month.plusMonths(1))
                .forEach(this::makePartition);
        List<String> indexes = dropIndexes();
        // a month by one worker alone, so that its rows lie in their order, as those of a gateway do
        inParallel(LongStream.iterate(from, n -> n < first, n -> endOfChunk(n) + 1)
                .mapToObj(n -> new Chunk(n, Math.min(endOfChunk(n), first - 1)))
                .collect(Collectors.groupingBy(
                        chunk -> month(chunk.from),
                        TreeMap::new,
                        Collectors.mapping(this::insert, Collectors.toList())))
                .values());
        first = from;
        Benchmark.progress("%d events are made", size);
        // each by itself, while it is still in memory and has no index
        inParallel(tables().map(table -> List.of("VACUUM " + table)).toList());
        for (String index : indexes) {
            execute(index);
        }
        execute("VACUUM ANALYZE audit_event, audit_key, " + OF_STRETCHES);
        execute("CHECKPOINT");
        Benchmark.progress(
                "and indexed: %s", database.query("SELECT pg_size_pretty(pg_database_size(current_database()))"));
    }

    private static long endOfChunk(long sequence) {
        return ((sequence - 1) / CHUNK + 1) * CHUNK;
    }

    /** Derives what is known of stretches from newer events, too, which a gateway has stored. */
    void noteStretches() throws SQLException {
        execute("WITH stored AS (SELECT * FROM audit_event WHERE sequence > " + noted + "), " + NOTE);
        noted = database.number("SELECT last_sequence FROM audit_head");
        execute("INSERT INTO projection_position (name, version, sequence) VALUES ('" + StretchesProjection.NAME + "', "
                + StretchesProjection.VERSION + ", " + noted
                + ") ON CONFLICT (name) DO UPDATE SET sequence = excluded.sequence");
        execute("ANALYZE " + OF_STRETCHES);
    }

    private record Chunk(long from, long to) {}

    private String insert(Chunk chunk) {
        return String.format(
                INSERT, until, seed, chunk.from, chunk.to, last, microsBetween, QUIET_TENANTS, RARE_SOURCE, RARE_TYPE);
    }

    private YearMonth month(long sequence) {
        return YearMonth.from(until.minus((last - sequence) * microsBetween, ChronoUnit.MICROS)
                .atOffset(ZoneOffset.UTC));
    }

    /** As the gateway makes it. */
    private void makePartition(YearMonth month) {
        database.execute(String.format(
                "CREATE TABLE IF NOT EXISTS audit_event_%tY%<tm PARTITION OF audit_event"
                        + " FOR VALUES FROM ('%s 00:00:00+00') TO ('%s 00:00:00+00')",
                month, month.atDay(1), month.plusMonths(1).atDay(1)));
    }

    private Stream<String> tables() {
        return Stream.concat(
                database
                        .query("SELECT inhrelid::regclass::text AS name FROM pg_inherits"
                                + " WHERE inhparent = 'audit_event'::regclass")
                        .stream()
                        .map(row -> String.valueOf(row.get("name"))),
                Stream.of("audit_key"));
    }

    /** Whatever the migrations made: to sort once is faster than to insert in random order, and needs less room. */
    private List<String> dropIndexes() {
        List<String> makers = new ArrayList<>();
        for (Map<String, ?> row : database.query("""
                SELECT i.indexrelid::regclass::text AS name, i.indrelid::regclass::text AS on_table,
                       c.conname IS NOT NULL AS key,
                       coalesce(pg_get_constraintdef(c.oid), pg_get_indexdef(i.indexrelid)) AS definition
                  FROM pg_index i
                  LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.conrelid = i.indrelid
                 WHERE i.indrelid IN ('audit_event'::regclass, 'audit_key'::regclass)""")) {
            String definition = String.valueOf(row.get("definition")).replace(" ON ONLY ", " ON ");
            if (Boolean.TRUE.equals(row.get("key"))) {
                String table = "ALTER TABLE " + row.get("on_table");
                database.execute(table + " DROP CONSTRAINT " + row.get("name"));
                makers.add(table + " ADD CONSTRAINT " + row.get("name") + " " + definition);
            } else {
                database.execute("DROP INDEX " + row.get("name"));
                makers.add(definition);
            }
        }
        return makers;
    }

    /** Executes these lists of statements beside each other, and the statements of each in their order. */
    private void inParallel(Collection<List<String>> lists) throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
        try {
            List<Callable<Void>> tasks = lists.stream()
                    .map(statements -> (Callable<Void>) () -> {
                        for (String statement : statements) {
                            execute(statement);
                        }
                        return null;
                    })
                    .toList();
            for (Future<Void> done : workers.invokeAll(tasks)) {
                done.get();
            }
        } finally {
            workers.shutdownNow();
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET synchronous_commit = off");
            statement.execute("SET timezone = 'UTC'");
            statement.execute(sql);
        }
    }
}
