package io.tallygate.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.audit.Database;
import io.tallygate.audit.TestLog;
import io.tallygate.audit.TestTransactions;
import io.tallygate.event.Tenants;
import io.tallygate.projection.ProjectorWork.Step;
import io.tallygate.testkit.Configured;
import io.tallygate.testkit.PostgresNode;
import io.tallygate.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What PostgreSQL holds beside a plain computation over the same log. */
class ProjectorWorkTest {
    private static final long SEED = 11;
    private static final List<String> TABLES = List.of(
            "workflow_run", "project", "project_hour", "project_artifact", "project_correlation", "project_parent");

    private final TestDatabase database = PostgresNode.shared().createDatabase();
    private final Database transactions = TestTransactions.on(database);
    private final TestLog log = TestLog.on(database);
    private final ProjectionConfig config = Configured.by(
            Map.of("tallygate.projection.batch", "37", "tallygate.projection.batch-bytes", "3000"),
            ProjectionConfig.class);
    private final Positions positions = new Positions(transactions);
    private final RunsProjection runs = new RunsProjection(config);
    private final ProjectsProjection projects = new ProjectsProjection();
    private final ProjectorWork work = work(runs, projects);

    private ProjectorWork work(Projection... projections) {
        return new ProjectorWork(List.of(projections), positions, reader(), config);
    }

    private LogReader reader() {
        return new LogReader(transactions, History.CATALOG, config);
    }

    @Test
    void step_untilAllIsThere_givesTheRunsOfThePlainComputation_andAgainWhenMadeAnew() {
        History history = new History(SEED);
        List<ProjectedEvent> events = history.events(600);
        log.log().append(history.entries().subList(0, 400));
        goOn(work);
        log.log().append(history.entries().subList(400, 600));
        goOn(work);

        assertThat(derived()).isEqualTo(PlainRuns.of(events, config.stallsAfter()));
        assertThat(database.number("SELECT sum(events)::bigint FROM project")).isEqualTo(600);
        assertThat(database.number("SELECT sum(events)::bigint FROM project_hour"))
                .isEqualTo(600);
        assertThat(positions.all())
                .allSatisfy(position -> assertThat(position.lag()).isZero());

        Map<String, List<Map<String, @Nullable Object>>> before = contents();
        assertThat(positions.rebuild("runs")).isTrue();
        assertThat(positions.rebuild("projects")).isTrue();
        assertThat(positions.rebuild("no such")).isFalse();
        ProjectorWork inOtherBatches = new ProjectorWork(
                List.of(projects, runs),
                positions,
                new LogReader(transactions, History.CATALOG, Configured.by(Map.of(), ProjectionConfig.class)),
                Configured.by(Map.of("tallygate.projection.batch", "101"), ProjectionConfig.class));
        goOn(inOtherBatches);

        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void of_aWorkflowThatIsNotAllDerivedYet_isOfTheWholeLog() {
        History history = new History(SEED);
        List<ProjectedEvent> events = history.events(300);
        log.log().append(history.entries().subList(0, 150));
        goOn(work);
        log.log().append(history.entries().subList(150, 300));
        Runs found = new Runs(TestTransactions.readsOn(database), reader(), runs);

        Map<String, Map<String, @Nullable Object>> plain = PlainRuns.of(events, config.stallsAfter());

        for (UUID tenant : List.of(new UUID(0, 0), new UUID(0, 1))) {
            for (String workflow : events.stream()
                    .flatMap(event -> event.workflowId().stream())
                    .collect(Collectors.toSet())) {
                String key = tenant + " " + workflow + " ";
                assertThat(PlainRuns.seen(found.of(workflow, Tenants.of(tenant), Optional.empty(), 20).stream()))
                        .isEqualTo(plain.entrySet().stream()
                                .filter(run -> run.getKey().startsWith(key))
                                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
            }
        }
        positions.rebuild("runs");
        assertThat(found.of("dag", Tenants.of(new UUID(0, 0)), Optional.of("r1"), 1))
                .as("while all is made anew")
                .singleElement()
                .extracting(Run::events)
                .isEqualTo(Objects.requireNonNull(plain.get(new UUID(0, 0) + " dag r1"))
                        .get("events"));
        assertThat(found.of("dag", Tenants.ALL, Optional.empty(), 1).stream()
                        .map(run -> run.key().tenant())
                        .distinct())
                .as("two tenants have one of that id")
                .hasSize(2);
        assertThat(found.of("none", Tenants.ALL, Optional.empty(), 20)).isEmpty();
    }

    @Test
    void step_ofTwoInstancesThatBothBelieveToLead_addsEachEventOnce() {
        History history = new History(SEED);
        history.events(140);
        log.log().append(history.entries().subList(0, 100));
        goOn(work);
        log.log().append(history.entries().subList(100, 140));

        Batch batch = reader().read(100, 110);

        assertThat(positions.add(runs, batch)).isTrue();
        assertThat(positions.add(runs, batch)).isFalse();
        goOn(work);
        assertThat(database.number("SELECT sum(event_count)::bigint FROM workflow_run"))
                .isEqualTo(database.number("SELECT count(*) FROM audit_event WHERE workflow_id IS NOT NULL"));
    }

    @Test
    void step_whileOneFails_leavesTheOthersUpToDate_andCatchesUpWhenItRecovers() {
        History history = new History(SEED);
        List<ProjectedEvent> events = history.events(120);
        log.log().append(history.entries());
        Failing failing = new Failing();
        ProjectorWork both = work(failing, runs);
        assertThat(both.step()).isEqualTo(Step.ADDED);

        for (int i = 0; i < 200; i++) {
            assertThat(both.step()).isEqualTo(Step.FAILED);
        }
        assertThat(derived()).isEqualTo(PlainRuns.of(events, config.stallsAfter()));
        failing.fails = false;
        goOn(both);
        assertThat(failing.seen)
                .isEqualTo(events.stream().map(ProjectedEvent::sequence).toList());
    }

    private static final class Failing implements Projection {
        private final List<Long> seen = new ArrayList<>();
        private boolean fails = true;

        @Override
        public String name() {
            return "failing";
        }

        @Override
        public int version() {
            return 1;
        }

        @Override
        public void apply(Connection connection, List<ProjectedEvent> events) throws SQLException {
            if (fails) {
                throw new SQLException("as the test wants it");
            }
            events.forEach(event -> seen.add(event.sequence()));
        }

        @Override
        public void clear(Connection connection) {
            seen.clear();
        }
    }

    private static void goOn(ProjectorWork work) {
        int steps = 0;
        for (Step step = work.step(); step != Step.IDLE; step = work.step()) {
            assertThat(step).isEqualTo(Step.ADDED);
            steps++;
            assertThat(steps).isLessThan(1000);
        }
    }

    private Map<String, Map<String, @Nullable Object>> derived() {
        try (Connection connection = database.connect();
                PreparedStatement statement =
                        connection.prepareStatement("SELECT " + RunTable.COLUMNS + " FROM workflow_run r");
                ResultSet rows = statement.executeQuery()) {
            List<Run> found = new ArrayList<>();
            while (rows.next()) {
                found.add(RunTable.read(rows));
            }
            return PlainRuns.seen(found.stream());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, List<Map<String, @Nullable Object>>> contents() {
        return TABLES.stream()
                .collect(Collectors.toMap(
                        table -> table,
                        table -> database.query("SELECT to_jsonb(t)::text AS row FROM " + table + " t ORDER BY 1")));
    }
}
