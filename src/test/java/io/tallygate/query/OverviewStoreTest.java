package io.tallygate.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.access.Reader;
import io.tallygate.audit.TenantReads;
import io.tallygate.audit.TestTransactions;
import io.tallygate.figures.FiguresConfig;
import io.tallygate.query.FacetStore.Of;
import io.tallygate.query.FigureRanges.Axis;
import io.tallygate.query.Overview.Attention;
import io.tallygate.testkit.Configured;
import io.tallygate.testkit.PostgresNode;
import io.tallygate.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What is told of runs beside plain SQL over them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OverviewStoreTest {
    private static final Instant NOW = Instant.parse("2026-03-04T10:20:30Z");
    private static final FigureFilter ALL = new FigureFilter(
            Reader.OF_ALL,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    /** 400 runs of four days, of which a third failed and some have not ended. */
    private static final String RUNS = """
            INSERT INTO workflow_run (workflow_id, tenant_id, run_id, dialect, workflow_type, source, project, state,
                start_received, started_at, ended_at, first_event_at, last_event_at, last_received_at, first_sequence,
                last_sequence, event_count, duration_ms, failure, stalls_at, origin_at, origin_sequence, start_expected, going,
                open_operations, latest_at, latest_sequence)
            SELECT 'w-' || i, '00000000-0000-0000-0000-000000000001', 'w-' || i, 'coder', 'type-' || i % 3, 's-' || i % 2, 'p',
                   s, true, t, CASE WHEN s <> 'running' THEN t + i * interval '7 seconds' END, t, t, t, i, i, 3,
                   CASE WHEN s <> 'running' THEN i * 7000 END, CASE WHEN s = 'failed' THEN 'no answer' END, t + interval '1 hour',
                   t, i, true, s = 'running', 0, t, i
              FROM (SELECT i, timestamptz '2026-02-28T11:00:00Z' + i * 7919 % 345600 * interval '1 second' AS t,
                           (ARRAY['completed', 'failed', 'completed', 'completed', 'failed', 'running'])[1 + i % 6] AS s
                      FROM generate_series(1, 400) i) r""";

    private final TestDatabase plain = PostgresNode.shared().createDatabase();
    private final TenantReads database = TestTransactions.readsOn(plain);
    private final FiguresConfig config =
            Configured.by(Map.of("tallygate.figures.lag-events", "41"), FiguresConfig.class);
    private final QueryConfig query = Configured.by(Map.of(), QueryConfig.class);
    private final FigureRanges ranges = new FigureRanges(config, Clock.fixed(NOW, ZoneOffset.UTC));
    private final OverviewStore store = new OverviewStore(database, TestMasking.BUILT_IN, ranges, config);
    private final Span span = ranges.span(Optional.of(NOW.minus(Duration.ofDays(2))), Optional.of(NOW));

    @BeforeAll
    void storeRuns() {
        plain.execute(RUNS);
        plain.execute("UPDATE audit_head SET last_sequence = 42");
        plain.execute("INSERT INTO projection_position (name, version, sequence) VALUES ('activity', 1, 0)");
    }

    private Map<String, @Nullable Object> ended(Span of) {
        return plain.query(
                        "SELECT count(*) AS n, count(*) FILTER (WHERE state = 'failed') AS failed,"
                                + " percentile_disc(0.95) WITHIN GROUP (ORDER BY duration_ms) AS p95 FROM workflow_run"
                                + " WHERE ended_at >= ? AND ended_at < ?",
                        of.begin().atOffset(ZoneOffset.UTC),
                        of.end().atOffset(ZoneOffset.UTC))
                .get(0);
    }

    private static double number(@Nullable Object value) {
        return ((Number) Objects.requireNonNull(value)).doubleValue();
    }

    @Test
    void overview_ofRuns_isThatOfPlainSql() {
        Overview overview = store.overview(ALL, span);

        Map<String, @Nullable Object> now = ended(span);
        Map<String, @Nullable Object> before = ended(span.before());
        Overview.Change share = Objects.requireNonNull(overview.failureShare());
        Overview.Change p95 = Objects.requireNonNull(overview.p95DurationMs());
        assertThat(number(share.value()) * number(now.get("n")))
                .isBetween(number(now.get("failed")) - 0.1, number(now.get("failed")) + 0.1);
        assertThat(number(share.before()) * number(before.get("n")))
                .isBetween(number(before.get("failed")) - 0.1, number(before.get("failed")) + 0.1);
        assertThat(number(p95.value()) / number(now.get("p95"))).isBetween(0.955, 1.045);
        assertThat(number(p95.before()) / number(before.get("p95"))).isBetween(0.955, 1.045);
        assertThat(Objects.requireNonNull(overview.oldestUnfinished()).workflowId())
                .isEqualTo(plain.query(
                                "SELECT workflow_id FROM workflow_run WHERE state = 'running' ORDER BY started_at LIMIT 1")
                        .get(0)
                        .get("workflow_id"));
        assertThat(overview.failuresByType().stream()
                        .mapToLong(Overview.TypeFailures::failed)
                        .sum())
                .isEqualTo((long) number(now.get("failed")));
        assertThat(overview.missing()).isEmpty();
        assertThat(overview.attention())
                .extracting(Attention::kind)
                .containsExactly("lag", "failed", "failed", "failed", "stalled", "stalled", "stalled");
    }

    @Test
    void overview_aPartThatTakesTooLong_isLeftOutAndNamed() throws Exception {
        FiguresConfig quick = Configured.by(Map.of("tallygate.figures.part-timeout", "200ms"), FiguresConfig.class);
        try (Connection other = plain.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE quarantine IN ACCESS EXCLUSIVE MODE");

            Overview overview = new OverviewStore(database, TestMasking.BUILT_IN, ranges, quick).overview(ALL, span);

            assertThat(overview.missing()).containsExactly("quarantined", "attention");
            assertThat(overview.quarantined()).isNull();
            assertThat(overview.failureShare()).isNotNull();
            assertThat(overview.attention()).isNotEmpty();
        }
    }

    @Test
    void heatmapOfRuns_andFacetsOfWorkflows_haveEachRun() {
        Axis axis = ranges.axis(span, Optional.of(Interval.PT6H));

        Heatmap map = Heatmap.of(axis, new RunFigures(database, query).durations(ALL, axis), 48);
        Map<String, List<Facets.Value>> facets =
                new FacetStore(database, query, config).find(Of.WORKFLOWS, ALL.ofState(Optional.of("stalled")), span);

        assertThat(map.points().stream()
                        .flatMap(point -> point.counts().stream())
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo((long) number(ended(axis.span()).get("n")));
        String stalled = "SELECT count(*) FROM workflow_run WHERE state = 'running' AND started_at >= '" + span.begin()
                + "' AND started_at < '" + span.end() + "'";
        assertThat(facets.getOrDefault("type", List.of()).stream()
                        .mapToLong(Facets.Value::count)
                        .sum())
                .isEqualTo(plain.number(stalled));
        assertThat(facets.getOrDefault("state", List.of()))
                .extracting(Facets.Value::value)
                .containsExactlyInAnyOrder("completed", "failed", "stalled");
    }
}
