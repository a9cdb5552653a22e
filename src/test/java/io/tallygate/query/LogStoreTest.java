package io.tallygate.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tallygate.access.Reader;
import io.tallygate.api.ProblemException;
import io.tallygate.audit.TestTransactions;
import io.tallygate.event.Tenants;
import io.tallygate.query.LogMetrics.Figures;
import io.tallygate.query.LogMetrics.GroupBy;
import io.tallygate.query.LogMetrics.Percentiles;
import io.tallygate.query.LogStore.Filter;
import io.tallygate.schema.SchemaCatalog;
import io.tallygate.testkit.Configured;
import io.tallygate.testkit.PostgresNode;
import io.tallygate.testkit.TestDatabase;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Answers of PostgreSQL beside plain computations over the same logs. */
class LogStoreTest {
    private static final UUID TENANT = UUID.fromString("00000000-0000-0000-0000-000000000000");
    private static final Instant BEGIN = Instant.parse("2026-01-30T00:00:00Z");
    private static final Instant END = BEGIN.plus(Duration.ofDays(5));
    private static final Filter ALL =
            new Filter(Reader.OF_ALL, Optional.empty(), Map.of(), Optional.of(BEGIN), Optional.of(END));

    private final TestDatabase database = PostgresNode.shared().createDatabase();
    private final LogStore store = new LogStore(
            TestTransactions.readsOn(database),
            SchemaCatalog.load(Optional.empty()),
            TestMasking.BUILT_IN,
            Configured.by(Map.of("tallygate.query.statement-timeout", "2s"), QueryConfig.class));
    private final List<Log> logs = new ArrayList<>();

    @BeforeEach
    void makeRoom() {
        database.execute("CREATE TABLE audit_event_of_the_test PARTITION OF audit_event DEFAULT");
    }

    private record Log(
            long sequence,
            String source,
            String stage,
            String status,
            Instant loggedAt,
            @Nullable Double duration,
            @Nullable Long rows,
            @Nullable String project,
            @Nullable String workspace) {
        String json() {
            return """
                    {"source_system":"%s","stage":"%s","status":"%s","logged_at":"%s","duration":%s,"row_count":%s,\
                    "workspace_id":%s,"additional_metadata":%s}""".formatted(
                            source,
                            stage,
                            status,
                            loggedAt,
                            duration,
                            rows,
                            workspace == null ? "null" : "\"" + workspace + "\"",
                            project == null ? "{\"x\":\"\\u0000\"}" : "{\"project\":\"" + project + "\"}");
        }
    }

    @ParameterizedTest
    @EnumSource
    void figures_areThoseOfPlainComputation(GroupBy by) {
        storeByDice(600);

        List<Figures> figures = store.figures(ALL, by, 100);

        assertSame(figures.get(0), computed(null, logs));
        Map<Optional<String>, List<Log>> groups =
                logs.stream().collect(Collectors.groupingBy(log -> Optional.ofNullable(key(log, by))));
        assertThat(figures).hasSize(by == GroupBy.NONE ? 1 : 1 + groups.size());
        figures.stream()
                .skip(1)
                .forEach(group -> assertSame(
                        group,
                        computed(group.group(), groups.getOrDefault(Optional.ofNullable(group.group()), List.of()))));
        assertThat(figures.stream().skip(1).map(group -> -group.count())).isSorted();
    }

    @Test
    void figures_ofAFilter_areThoseOfWhatPassesIt() {
        storeByDice(300);
        Filter some = new Filter(
                new Reader(Tenants.of(TENANT), true),
                Optional.of("jira"),
                Map.of("stage", "source", "status", "Success"),
                Optional.of(BEGIN.plus(Duration.ofDays(1))),
                Optional.of(END));
        Predicate<Log> passes = log -> log.source.equals("jira")
                && log.stage.equals("source")
                && log.status.equals("Success")
                && !log.loggedAt.isBefore(BEGIN.plus(Duration.ofDays(1)));

        List<Log> expected = logs.stream().filter(passes).toList();
        assertThat(expected).hasSizeBetween(1, 299);
        assertSame(store.figures(some, GroupBy.NONE, 0).get(0), computed(null, expected));
        assertThat(store.find(some, Optional.empty(), true, 1000))
                .extracting(LogView::sequence)
                .isEqualTo(expected.stream().map(Log::sequence).toList());
        assertThat(store.figures(
                                new Filter(
                                        new Reader(Tenants.of(UUID.randomUUID()), true),
                                        Optional.empty(),
                                        Map.of(),
                                        Optional.of(BEGIN),
                                        Optional.of(END)),
                                GroupBy.NONE,
                                0)
                        .get(0)
                        .count())
                .isZero();
    }

    @Test
    void figures_ofNoLogs_areNoughtAndNothing() {
        assertThat(store.figures(ALL, GroupBy.STAGE, 10))
                .containsExactly(new Figures(null, 0, 0, 0, 0, null, null, null));
    }

    @Test
    void figures_moreGroupsThanWanted_areThoseWithTheMostLogs() {
        storeByDice(200);

        List<Figures> all = store.figures(ALL, GroupBy.DAY, 100);

        assertThat(store.figures(ALL, GroupBy.DAY, 2)).isEqualTo(all.subList(0, 3));
    }

    /** What a schema lets pass must not spoil the figures of all others. */
    @Test
    void figures_withNumbersThatNobodyCanReckonWith_leaveThemOut() {
        storeByDice(50);
        Figures before = store.figures(ALL, GroupBy.NONE, 0).get(0);
        for (String number : List.of("1e308", "1e-99999", "0e9999999999", "9".repeat(100), "-0.0")) {
            store("""
                    {"source_system":"s","stage":"\\u0000","status":"Running","logged_at":"2026-01-31T00:00:00Z",\
                    "duration":%s,"row_count":%s,"additional_metadata":{"n":%s,"deep":%s}}""".formatted(number, number, number, "[".repeat(50) + "]".repeat(50)));
        }

        Figures after = store.figures(ALL, GroupBy.NONE, 0).get(0);

        assertThat(after.count()).isEqualTo(before.count() + 5);
        assertThat(after.durationSeconds()).isEqualTo(before.durationSeconds());
        assertThat(after.rowCount()).isEqualTo(before.rowCount());
        assertThat(store.figures(ALL, GroupBy.PROJECT, 100)).isNotEmpty();
    }

    @Test
    void find_goesThroughAllPages_inBothDirections() {
        storeByDice(25);
        List<Long> ascending = new ArrayList<>();
        Optional<Long> after = Optional.empty();
        List<LogView> page;
        do {
            page = store.find(
                    new Filter(Reader.OF_ALL, Optional.empty(), Map.of(), Optional.empty(), Optional.empty()),
                    after,
                    true,
                    10);
            page.forEach(log -> ascending.add(log.sequence()));
            after = page.stream().map(LogView::sequence).reduce((a, b) -> b);
        } while (page.size() == 10);

        assertThat(ascending).isEqualTo(logs.stream().map(Log::sequence).toList());
        assertThat(store.find(ALL, Optional.of(4L), false, 10))
                .extracting(LogView::sequence)
                .containsExactly(3L, 2L, 1L);
    }

    @Test
    void find_eachLog_isAsItWasSent_withItsIdAndTime() {
        String log = "{ \"source_system\":\"s\", \"id\":7, \"duration\":1.50e0}";
        store(log);

        assertThat(store.find(ALL, Optional.empty(), false, 1).get(0).json())
                .isEqualTo("{\"received_at\":\"2026-02-01T00:00:00Z\", \"source_system\":\"s\", \"id\":\"log-1\","
                        + " \"duration\":1.50e0}");
    }

    @Test
    void figures_thatTakeTooLong_areToldToBeNarrower() throws Exception {
        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE audit_event IN ACCESS EXCLUSIVE MODE");

            assertThatThrownBy(() -> store.figures(ALL, GroupBy.NONE, 0))
                    .isInstanceOfSatisfying(ProblemException.class, e -> {
                        assertThat(e.problem().status()).isEqualTo(422);
                        assertThat(e.problem().type()).isEqualTo("/problems/range-too-wide");
                    });
        }
    }

    /** Both ways to logs must be open: those of a range of time, and the newest of all. */
    @Test
    void rangesOfTime_useTheIndexOfLogs() throws Exception {
        storeByDice(300);
        database.execute("ANALYZE audit_event");
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET enable_seqscan = off");
            try (var plan = statement.executeQuery(
                    "EXPLAIN SELECT count(*) FROM audit_event e WHERE e.event_type = 'activity.logged'"
                            + " AND e.event_time >= '2026-01-31' AND e.event_time < '2026-02-01'")) {
                StringBuilder text = new StringBuilder();
                while (plan.next()) {
                    text.append(plan.getString(1));
                }
                assertThat(text.toString()).contains("event_time_tenant_id_idx");
            }
        }
    }

    private void storeByDice(int count) {
        SplittableRandom random = new SplittableRandom(17);
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            for (int i = 0; i < count; i++) {
                Log log = new Log(
                        i + 1L,
                        one(random, "jira", "zephyr", "xero"),
                        one(random, "source", "clean"),
                        one(random, "Success", "succeeded", "Failed", "Error", "Running", "odd"),
                        BEGIN.plusSeconds(random.nextLong(5 * 86_400)),
                        random.nextInt(5) == 0 ? null : random.nextInt(100_000) / 1000.0,
                        random.nextInt(3) == 0 ? null : random.nextLong(1_000_000),
                        random.nextBoolean() ? null : one(random, "p", "q"),
                        random.nextInt(4) == 0 ? null : one(random, "w", "v"));
                logs.add(log);
                store(connection, log.json(), log.loggedAt, log.source);
            }
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException("The logs were not stored", e);
        }
    }

    private static String one(SplittableRandom random, String... of) {
        return of[random.nextInt(of.length)];
    }

    private void store(String json) {
        store(json, BEGIN, "s");
    }

    private void store(String json, Instant loggedAt, String source) {
        try (Connection connection = database.connect()) {
            store(connection, json, loggedAt, source);
        } catch (SQLException e) {
            throw new IllegalStateException("Not stored: " + json, e);
        }
    }

    private static void store(Connection connection, String json, Instant loggedAt, String source) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                INSERT INTO audit_event (sequence, received_at, tenant_id, event_id, event_type, event_version, dialect, source,
                    event_time, door, routing_key, sha256, content)
                SELECT s, '2026-02-01T00:00:00Z', ?, 'log-' || s, 'activity.logged', '1.0', 'activity', ?, ?, 'http', 'k', '', ?
                  FROM (SELECT count(*) + 1 AS s FROM audit_event) n""")) {
            statement.setObject(1, TENANT);
            statement.setString(2, source);
            statement.setObject(3, loggedAt.atOffset(ZoneOffset.UTC));
            statement.setBytes(4, json.getBytes(StandardCharsets.UTF_8));
            statement.executeUpdate();
        }
    }

    private static @Nullable String key(Log log, GroupBy by) {
        return switch (by) {
            case NONE -> null;
            case SOURCE_SYSTEM -> log.source;
            case STAGE -> log.stage;
            case TYPE -> "activity.logged";
            case PROJECT -> log.project != null ? log.project : log.workspace;
            case DAY -> log.loggedAt.toString().substring(0, 10);
        };
    }

    private static Figures computed(@Nullable String group, List<Log> logs) {
        long succeeded = count(logs, "success", "succeeded");
        long failed = count(logs, "failed", "error");
        List<Double> durations = logs.stream()
                .map(Log::duration)
                .filter(Objects::nonNull)
                .sorted()
                .toList();
        List<Long> rows = logs.stream().map(Log::rows).filter(Objects::nonNull).toList();
        return new Figures(
                group,
                logs.size(),
                succeeded,
                failed,
                logs.size() - succeeded - failed,
                succeeded + failed == 0 ? null : (double) succeeded / (succeeded + failed),
                durations.isEmpty()
                        ? null
                        : new Percentiles(
                                durations.stream()
                                        .mapToDouble(Double::doubleValue)
                                        .average()
                                        .orElseThrow(),
                                percentile(durations, 0.5),
                                percentile(durations, 0.95),
                                percentile(durations, 0.99)),
                rows.isEmpty()
                        ? null
                        : BigDecimal.valueOf(
                                rows.stream().mapToLong(Long::longValue).sum()));
    }

    private static long count(List<Log> logs, String... statuses) {
        return logs.stream()
                .filter(log -> Stream.of(statuses).anyMatch(log.status.toLowerCase(Locale.ROOT)::equals))
                .count();
    }

    private static double percentile(List<Double> sorted, double fraction) {
        double at = fraction * (sorted.size() - 1);
        double below = sorted.get((int) Math.floor(at));
        double above = sorted.get((int) Math.ceil(at));
        return below + (above - below) * (at - Math.floor(at));
    }

    private static void assertSame(Figures actual, Figures expected) {
        Function<Figures, Figures> rounded = figures -> new Figures(
                figures.group(),
                figures.count(),
                figures.succeeded(),
                figures.failed(),
                figures.other(),
                figures.successRate(),
                null,
                figures.rowCount());
        assertThat(rounded.apply(actual)).isEqualTo(rounded.apply(expected));
        Percentiles told = actual.durationSeconds();
        Percentiles wanted = expected.durationSeconds();
        assertThat(told == null).isEqualTo(wanted == null);
        if (told != null && wanted != null) {
            assertThat(told.mean()).isCloseTo(wanted.mean(), within(1e-9));
            assertThat(told.p50()).isCloseTo(wanted.p50(), within(1e-9));
            assertThat(told.p95()).isCloseTo(wanted.p95(), within(1e-9));
            assertThat(told.p99()).isCloseTo(wanted.p99(), within(1e-9));
        }
    }
}
