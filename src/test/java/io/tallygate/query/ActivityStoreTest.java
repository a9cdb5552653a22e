package io.tallygate.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.access.Reader;
import io.tallygate.api.ProblemException;
import io.tallygate.audit.Database;
import io.tallygate.audit.TenantReads;
import io.tallygate.audit.TestTransactions;
import io.tallygate.event.Tenants;
import io.tallygate.figures.DurationScale;
import io.tallygate.figures.FiguresConfig;
import io.tallygate.figures.TestFigures;
import io.tallygate.projection.CaughtUp;
import io.tallygate.projection.Projection;
import io.tallygate.query.ActivityStore.GroupBy;
import io.tallygate.query.FacetStore.Of;
import io.tallygate.query.FigureRanges.Axis;
import io.tallygate.query.Figures.Group;
import io.tallygate.query.Figures.Point;
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
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is answered from counts beside plain SQL over the audit log. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ActivityStoreTest {
    private static final Instant NOW = Instant.parse("2026-03-04T10:20:30Z");
    private static final Instant BEGIN = NOW.minus(Duration.ofDays(3));
    private static final FigureFilter ALL = filter(Optional.empty(), Optional.empty(), Optional.empty());

    private final TestDatabase plain = PostgresNode.shared().createDatabase();
    private final Database database = TestTransactions.on(plain);
    private final TenantReads reads = TestTransactions.readsOn(plain);
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final FiguresConfig config = Configured.by(Map.of(), FiguresConfig.class);
    private final QueryConfig query =
            Configured.by(Map.of("tallygate.query.statement-timeout", "2s"), QueryConfig.class);
    private final FigureRanges ranges = new FigureRanges(config, clock);
    private final ActivityStore store = new ActivityStore(reads, query, config);
    private final FacetStore facets = new FacetStore(reads, query, config);
    private final QuarantineFigures quarantine = new QuarantineFigures(reads, query, config);
    private final Projection projection = TestFigures.projection(config, clock);

    @BeforeAll
    void storeAndCount() {
        new RandomLog(plain, BEGIN, NOW, 23).store(1500);
        CaughtUp.with(database, 113, projection);
        quarantineSome();
    }

    private static FigureFilter filter(Optional<UUID> tenant, Optional<String> type, Optional<String> project) {
        return new FigureFilter(
                new Reader(tenant.map(Tenants::of).orElse(Tenants.ALL), true),
                type,
                Optional.empty(),
                Optional.empty(),
                project,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private Axis axis(Instant from, Instant to, @Nullable String interval) {
        return ranges.axis(ranges.span(Optional.of(from), Optional.of(to)), Interval.of(interval));
    }

    @ParameterizedTest
    @EnumSource
    void figures_byMinutesAndHours_areThoseOfPlainSql(GroupBy by) {
        assertFigures(ALL, by, axis(NOW.minus(Duration.ofDays(1)), NOW, null));
        assertFigures(ALL, by, axis(BEGIN, NOW, "PT6H"));
        assertFigures(
                filter(Optional.of(RandomLog.TENANTS.get(0)), Optional.of("step_complete"), Optional.of("etl")),
                by,
                axis(BEGIN.plusSeconds(7777), NOW.minusSeconds(5555), "PT15M"));
    }

    @Test
    void figures_madeAnewFromTheLog_areTheSame() {
        String all = "SELECT h.*::text FROM (SELECT * FROM activity_hour UNION ALL SELECT * FROM activity_minute) h"
                + " ORDER BY bucket, series, events";
        var before = plain.query(all);
        plain.execute("UPDATE activity_hour SET events = events + 1");

        CaughtUp.forget(database, projection);
        CaughtUp.with(database, 1000, projection);

        assertThat(plain.query(all)).isEqualTo(before).isNotEmpty();
    }

    @Test
    void figures_atTheEndsOfTime_areCountedThere() {
        for (String day : List.of("1970-01-01", "9999-12-31")) {
            Instant from = Instant.parse(day + "T00:00:00Z");
            assertFigures(ALL, GroupBy.TYPE, axis(from, from.plusSeconds(86_399), "PT1H"));
        }
    }

    @Test
    void figures_moreGroupsThanTold_areOneGroup() {
        FiguresConfig two = Configured.by(Map.of("tallygate.figures.groups", "2"), FiguresConfig.class);
        Axis axis = axis(BEGIN, NOW, "PT6H");

        ActivityStore.Answer answer = new ActivityStore(reads, query, two).figures(ALL, GroupBy.STEP, axis);

        List<Group> told = answer.tally().groups();
        List<Group> all = store.figures(ALL, GroupBy.STEP, axis).tally().groups();
        assertThat(answer.truncated()).isTrue();
        assertThat(told).hasSize(3);
        assertThat(told.subList(0, 2)).isEqualTo(all.subList(0, 2));
        assertThat(told.get(2).key()).isEqualTo("(others)");
        assertThat(told.get(2).events())
                .isEqualTo(all.stream().skip(2).mapToLong(Group::events).sum());
    }

    @Test
    void heatmap_ofSteps_hasEachDuration() {
        Axis axis = axis(BEGIN, NOW, "PT6H");

        Heatmap map = Heatmap.of(axis, store.stepDurations(ALL, axis), 48);

        for (Heatmap.Point point : map.points()) {
            for (int row = 0; row < map.bounds().size(); row++) {
                double below = row == 0 ? -1 : map.bounds().get(row - 1);
                assertThat(point.counts().get(row))
                        .isEqualTo(plain.number(
                                "SELECT count(*) FROM plain WHERE step <> '' AND millis >= ? AND millis < ?"
                                        + " AND event_time >= ? AND event_time < ?",
                                below,
                                map.bounds().get(row),
                                point.t().atOffset(ZoneOffset.UTC),
                                point.t().plus(Duration.ofHours(6)).atOffset(ZoneOffset.UTC)));
            }
        }
        assertThat(map.points()).hasSizeGreaterThan(10);
    }

    @Test
    void facets_ofEvents_areThoseOfPlainSql_eachWithoutItsOwnFilter() {
        FigureFilter some =
                filter(Optional.of(RandomLog.TENANTS.get(1)), Optional.of("step_complete"), Optional.of("lake"));
        for (Span span : List.of(
                ranges.span(Optional.of(BEGIN.plusSeconds(61)), Optional.of(NOW.minusSeconds(61))),
                ranges.span(Optional.of(NOW.minusSeconds(2400)), Optional.of(NOW.minusSeconds(60))))) {
            assertFacet(facets.find(Of.EVENTS, ALL, span), "type", "event_type", "true", span);
            assertFacet(facets.find(Of.EVENTS, ALL, span), "source", "source", "true", span);
            String tenant = "tenant_id = '" + RandomLog.TENANTS.get(1) + "'";
            var found = facets.find(Of.EVENTS, some, span);
            assertFacet(found, "type", "event_type", tenant + " AND project = 'lake'", span);
            assertFacet(found, "project", "project", tenant + " AND event_type = 'step_complete'", span);
            assertFacet(found, "step", "step", tenant + " AND event_type = 'step_complete' AND project = 'lake'", span);
        }
    }

    private void assertFacet(
            Map<String, List<Facets.Value>> found, String field, String column, String where, Span span) {
        List<Facets.Value> expected = plain
                .query(
                        "SELECT " + column + " AS v, count(*) AS n FROM plain WHERE " + column + " <> '' AND " + where
                                + " AND event_time >= ? AND event_time < ? GROUP BY 1 ORDER BY 2 DESC, " + column
                                + " COLLATE \"C\" LIMIT 20",
                        span.begin().atOffset(ZoneOffset.UTC),
                        span.end().atOffset(ZoneOffset.UTC))
                .stream()
                .map(row -> new Facets.Value(String.valueOf(row.get("v")), number(row, "n")))
                .toList();
        assertThat(found.get(field)).as(field).isEqualTo(expected);
    }

    @Test
    void quarantined_isCountedByGroup_andWhatIsNotToldApartIsNotLost() {
        Axis axis = axis(NOW.minus(Duration.ofDays(1)), NOW, "PT1H");
        ActivityStore.Answer answer = store.figures(ALL, GroupBy.TYPE, axis);

        assertThat(quarantine.addTo(answer, ALL, GroupBy.TYPE, axis)).isTrue();

        assertThat(answer.tally().groups())
                .allSatisfy(group -> assertThat(group.quarantined())
                        .isEqualTo(
                                switch (group.key()) {
                                    case "step_complete" -> 4L;
                                    case "(others)" -> 3L;
                                    default -> 0L;
                                }))
                .extracting(Group::key)
                .contains("(others)", "step_complete");
    }

    @Test
    void quarantineGroups_areThoseOfReasonTypeAndSource() {
        Span span = ranges.span(Optional.of(NOW.minus(Duration.ofDays(1))), Optional.of(NOW));

        List<QuarantineGroup> groups = quarantine.groups(ALL, span);

        assertThat(groups)
                .extracting(
                        group -> List.of(group.reason(), String.valueOf(group.type()), group.count(), group.mended()))
                .containsExactly(
                        List.of("schema-violation", "step_complete", 4L, 1L), List.of("unreadable", "null", 3L, 0L));
        assertThat(groups.get(0).latestId()).isEqualTo(new UUID(0, 4));
        assertThat(groups.get(0).firstAt()).isEqualTo(NOW.minusSeconds(4 * 600));
        assertThat(groups.get(0).lastAt()).isEqualTo(NOW.minusSeconds(600));
        assertThat(facets.find(Of.QUARANTINE, ALL.ofReason(Optional.of("unreadable")), span))
                .containsEntry("type", List.of())
                .containsEntry(
                        "reason", List.of(new Facets.Value("schema-violation", 4), new Facets.Value("unreadable", 3)));
        assertThat(quarantine.groups(filter(Optional.of(UUID.randomUUID()), Optional.empty(), Optional.empty()), span))
                .isEmpty();
    }

    @Test
    void figures_thatTakeTooLong_areToldToBeNarrower() throws Exception {
        try (Connection other = plain.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE activity_series IN ACCESS EXCLUSIVE MODE");

            assertThatThrownBy(() -> store.figures(ALL, GroupBy.NONE, axis(BEGIN, NOW, "PT1H")))
                    .isInstanceOfSatisfying(ProblemException.class, e -> {
                        assertThat(e.problem().status()).isEqualTo(422);
                        assertThat(e.problem().type()).isEqualTo("/problems/range-too-wide");
                    });
        }
    }

    private void assertFigures(FigureFilter filter, GroupBy by, Axis axis) {
        Map<String, Group> groups = store.figures(filter, by, axis).tally().groups().stream()
                .collect(Collectors.toMap(Group::key, group -> group));
        var totals = rows(filter, by, axis, "0");
        assertThat(groups.keySet())
                .isEqualTo(
                        totals.isEmpty() && by == GroupBy.NONE
                                ? groups.keySet()
                                : totals.stream().map(row -> row.get("k")).collect(Collectors.toSet()));
        totals.forEach(row -> {
            Group group = Objects.requireNonNull(groups.get(String.valueOf(row.get("k"))));
            assertThat(List.of(group.events(), group.failed())).isEqualTo(List.of(row.get("n"), row.get("failed")));
            assertThat(group.durations() == null ? 0L : group.durations().count())
                    .isEqualTo(row.get("timed"));
            if (group.durations() != null) {
                assertClose(group.durations().p50(), row.get("p50"));
                assertClose(group.durations().p95(), row.get("p95"));
                assertClose(group.durations().p99(), row.get("p99"));
            }
        });
        var points = rows(filter, by, axis, String.valueOf(axis.interval().seconds()));
        assertThat(groups.values().stream()
                        .mapToInt(group -> group.points().size())
                        .sum())
                .isEqualTo(points.size());
        points.forEach(row -> {
            Point point = Objects.requireNonNull(groups.get(String.valueOf(row.get("k")))).points().stream()
                    .filter(candidate ->
                            Long.valueOf(candidate.t().getEpochSecond()).equals(row.get("t")))
                    .findFirst()
                    .orElseThrow();
            assertThat(List.of(point.events(), point.failed())).isEqualTo(List.of(row.get("n"), row.get("failed")));
            assertClose(point.p50(), row.get("p50"));
            assertClose(point.p95(), row.get("p95"));
        });
    }

    private List<Map<String, @Nullable Object>> rows(FigureFilter filter, GroupBy by, Axis axis, String width) {
        String key = by == GroupBy.NONE
                ? "'all'"
                : by == GroupBy.TYPE ? "event_type" : by == GroupBy.TENANT ? "tenant_id::text" : by.label();
        String t = width.equals("0")
                ? "0::bigint"
                : "extract(epoch FROM date_bin(" + width
                        + " * interval '1 second', event_time, '1970-01-05Z'))::bigint";
        return plain.query(
                "SELECT " + key + " AS k, " + t + " AS t, count(*) AS n, count(*) FILTER (WHERE failed) AS failed,"
                        + " count(millis) AS timed, percentile_disc(0.5) WITHIN GROUP (ORDER BY millis) AS p50,"
                        + " percentile_disc(0.95) WITHIN GROUP (ORDER BY millis) AS p95,"
                        + " percentile_disc(0.99) WITHIN GROUP (ORDER BY millis) AS p99 FROM plain"
                        + " WHERE event_time >= ? AND event_time < ? AND ? IN ('', tenant_id::text)"
                        + " AND ? IN ('', event_type) AND ? IN ('', project) GROUP BY 1, 2",
                axis.span().begin().atOffset(ZoneOffset.UTC),
                axis.span().end().atOffset(ZoneOffset.UTC),
                filter.tenants().single().map(UUID::toString).orElse(""),
                filter.type().orElse(""),
                filter.project().orElse(""));
    }

    private static long number(Map<String, @Nullable Object> row, String column) {
        return row.get(column) instanceof Number number ? number.longValue() : -1;
    }

    private static void assertClose(@Nullable Double told, @Nullable Object exact) {
        assertThat(told == null).isEqualTo(exact == null);
        if (told != null && exact instanceof Number number) {
            double value = number.doubleValue();
            assertThat(Math.abs(told - value))
                    .as("%f for %f", told, value)
                    .isLessThanOrEqualTo(Math.max(0.5, value * DurationScale.RELATIVE_ERROR));
        }
    }

    private void quarantineSome() {
        for (int i = 1; i <= 7; i++) {
            boolean typed = i <= 4;
            plain.execute(
                    """
                    INSERT INTO quarantine (id, received_at, door, reason, message, violations, event_type, source, headers,
                        content, content_length, sha256)
                    VALUES (?, ?, 'http', ?, 'm', '[]', nullif(?, ''), nullif(?, ''), '{}', '', 0, '')""",
                    new UUID(0, i),
                    NOW.minusSeconds((typed ? 5 - i : i) * 600L).atOffset(ZoneOffset.UTC),
                    typed ? "schema-violation" : "unreadable",
                    typed ? "step_complete" : "",
                    typed ? "etl" : "");
        }
        for (String outcome : List.of("rejected", "stored", "already-stored")) {
            plain.execute(
                    "INSERT INTO resubmission (id, quarantine_id, attempted_at, corrected, outcome) VALUES (?, ?, now(), true, ?)",
                    UUID.randomUUID(),
                    outcome.equals("rejected") ? new UUID(0, 2) : new UUID(0, 1),
                    outcome);
        }
    }
}
