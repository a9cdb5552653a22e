package io.tallygate.query;

import static io.tallygate.query.ThreeTenants.A;
import static io.tallygate.query.ThreeTenants.B;
import static io.tallygate.query.ThreeTenants.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.tallygate.access.Reader;
import io.tallygate.audit.Database;
import io.tallygate.audit.TenantReads;
import io.tallygate.audit.TestTransactions;
import io.tallygate.event.Tenants;
import io.tallygate.figures.FiguresConfig;
import io.tallygate.projection.Run;
import io.tallygate.projection.Runs;
import io.tallygate.projection.TestProjections;
import io.tallygate.query.ActivityStore.GroupBy;
import io.tallygate.query.FacetStore.Of;
import io.tallygate.query.FigureRanges.Axis;
import io.tallygate.query.ThreeTenants.Tenant;
import io.tallygate.schema.EventCompletion;
import io.tallygate.schema.SchemaCatalog;
import io.tallygate.testkit.Configured;
import io.tallygate.testkit.PostgresNode;
import io.tallygate.testkit.TestDatabase;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Every question that this room asks the database, asked for one tenant, for two, for all and for nobody: each is shown exactly its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WhoseDataContract {
    private static final Reader OF_A = new Reader(Tenants.of(A.id()), true);
    private static final Reader OF_B = new Reader(Tenants.of(B.id()), true);
    private static final Reader OF_BOTH = new Reader(Tenants.of(A.id(), B.id()), true);
    private static final Reader NOBODY = new Reader(new Tenants.Some(Set.of()), true);

    private static final String START = "workflow_start";

    /** What asks for nobody's data. */
    private static final Map<String, String> OF_NOBODY = Map.of(
            "RehearsalStore.last", "how far the log goes, which the answer does not tell",
            "StreamLog.ends", "how far log and quarantine go",
            "StreamLog.pageEntries", "a bound",
            "InheritedProjects.inheriting", "dialects",
            "QuarantineFigures.knows", "what can be counted",
            "QuarantineFigures.where", "a condition",
            "QuarantineStore.view", "a row that was read",
            "ActivityStore.slots", "rows that were read");

    private final TestDatabase plain = PostgresNode.shared().createDatabase();
    private final TenantReads reads = readsOn(plain);
    private final Database transactions = TestTransactions.on(plain);
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final SchemaCatalog catalog = SchemaCatalog.load(Optional.empty());
    private final QueryConfig query = Configured.by(Map.of(), QueryConfig.class);
    private final FiguresConfig figures =
            Configured.by(Map.of("tallygate.figures.lag-events", "0"), FiguresConfig.class);
    private final Masking masking = TestMasking.by(catalog);
    private final EventRows rows = new EventRows(catalog, new EventCompletion(catalog), masking);
    private final InheritedProjects inherited = new InheritedProjects(reads, catalog);
    private final EventStore events = new EventStore(reads, rows, inherited, clock, query);
    private final LogStore logs = new LogStore(reads, catalog, masking, query);
    private final ActivityStore activity = new ActivityStore(reads, query, figures);
    private final FacetStore facets = new FacetStore(reads, query, figures);
    private final QuarantineFigures quarantineFigures = new QuarantineFigures(reads, query, figures);
    private final QuarantineStore quarantine = new QuarantineStore(reads, masking);
    private final RunFigures runFigures = new RunFigures(reads, query);
    private final FigureRanges ranges = new FigureRanges(figures, clock);
    private final OverviewStore overviews = new OverviewStore(reads, masking, ranges, figures);
    private final RunStore runs = new RunStore(reads, query, clock);
    private final Runs ofOneWorkflow = TestProjections.runs(reads, transactions, catalog);
    private final RunEvents runEvents = new RunEvents(events);
    private final WorkflowTypeStore types = new WorkflowTypeStore(reads, query, clock);
    private final ProjectStore projects = new ProjectStore(reads, query, clock);
    private final DependencyStore dependencies = new DependencyStore(reads, query);
    private final SearchStore search = new SearchStore(reads, query);
    private final RehearsalStore rehearsals = new RehearsalStore(reads);
    private final ProjectionStore projections = new ProjectionStore(reads);
    private final StreamLog stream = new StreamLog(
            reads,
            rows,
            masking,
            inherited,
            new ObjectMapper().registerModules(new Jdk8Module(), new JavaTimeModule()),
            Configured.by(Map.of(), StreamConfig.class),
            clock);
    private final Span span = new Span(NOW.getEpochSecond() - 86_430, NOW.getEpochSecond() + 30);
    private final Axis axis = ranges.axis(span, Optional.of(Interval.PT1H));
    private final RecentRange recent = new RecentRange(NOW.minus(Duration.ofDays(1)), NOW);

    /** How the database is read. */
    abstract TenantReads readsOn(TestDatabase database);

    @BeforeAll
    void store() {
        ThreeTenants.store(plain);
        plain.execute(
                "INSERT INTO resubmission (id, quarantine_id, attempted_at, corrected, outcome, tenant_id, event_id, sequence)"
                        + " VALUES (?, ?, now(), true, 'stored', ?, ?, 3)",
                UUID.randomUUID(),
                A.quarantined(1),
                B.id(),
                B.own("event", 1));
    }

    /**
     * A question.
     *
     * @param name the method that asks, and after a blank anything that tells it from others
     * @param withNone whether what is of no tenant is part of the answer for all
     * @param shown how much of it there is in an answer, in proportion to how much there is
     */
    private record Question<T>(String name, boolean withNone, Function<Reader, T> asked, ToLongFunction<T> shown) {
        String method() {
            return name.split(" ", 2)[0];
        }

        void check() {
            T all = asked.apply(Reader.OF_ALL);
            long weights = 7 + (withNone ? ThreeTenants.OF_NONE : 0);
            long each = shown.applyAsLong(all) / weights;
            assertThat(each).as("there is something to see").isPositive();
            assertThat(shown.applyAsLong(all)).as("all").isEqualTo(each * weights);
            checkOwn(OF_A, each, List.of(A));
            checkOwn(OF_B, each, List.of(B));
            checkOwn(OF_BOTH, each, List.of(A, B));
            checkOwn(NOBODY, each, List.of());
        }

        private void checkOwn(Reader reader, long each, List<Tenant> own) {
            T answer = asked.apply(reader);
            assertThat(shown.applyAsLong(answer))
                    .as("shown to %s", own)
                    .isEqualTo(each * own.stream().mapToInt(Tenant::weight).sum());
            String text = String.valueOf(answer);
            for (Tenant other : ThreeTenants.ALL) {
                if (!own.contains(other)) {
                    assertThat(text)
                            .doesNotContain("-" + other.name() + "-", other.id().toString());
                }
            }
        }
    }

    private static <T> Question<T> question(String name, Function<Reader, T> asked, ToLongFunction<T> shown) {
        return new Question<>(name, false, asked, shown);
    }

    private static <T> Question<T> withNone(String name, Function<Reader, T> asked, ToLongFunction<T> shown) {
        return new Question<>(name, true, asked, shown);
    }

    private Stream<Question<?>> questions() {
        return Stream.of(ofEvents(), ofFigures(), ofQuarantine(), ofRuns(), ofTheStream())
                .flatMap(Collection::stream);
    }

    private List<Question<?>> ofEvents() {
        return List.of(
                question("EventStore.find", reader -> events.find(everything(reader), 1000, true), List::size),
                question(
                        "EventStore.find of a correlation",
                        reader -> eachOwn("correlation", id -> events.find(correlated(reader, id), 9, true)),
                        List::size),
                question(
                        "EventStore.find of a narrow range of time",
                        reader -> events.find(narrow(reader), 1000, false),
                        List::size),
                question(
                        "EventStore.find of a type",
                        reader -> events.find(list(reader, Optional.of(START), Optional.empty(), false), 1000, false),
                        List::size),
                question(
                        "EventStore.find by project",
                        reader -> events.find(everything(reader), ofProject("etl"), 1000, true),
                        List::size),
                question("EventStore.byId", reader -> eachOwn("event", id -> events.byId(reader, id)), List::size),
                question(
                        "EventStore.originals",
                        reader -> eachOwn("event", id -> events.originals(reader, id)),
                        List::size),
                question(
                        "InheritedProjects.added",
                        reader -> inherited.added(reader.tenants(), stepsOfAll()).stream()
                                .filter(event -> event.project() != null)
                                .toList(),
                        List::size),
                question("LogStore.find", reader -> logs.find(logs(reader), Optional.empty(), true, 99), List::size),
                question(
                        "LogStore.figures",
                        reader -> logs.figures(logs(reader), LogMetrics.GroupBy.STAGE, 9),
                        found -> found.stream()
                                .mapToLong(LogMetrics.Figures::count)
                                .sum()),
                question(
                        "RehearsalStore.page",
                        reader -> rehearsals.page(rehearsed(reader, Optional.empty()), 0, 999, 999),
                        List::size),
                question(
                        "RehearsalStore.passOver and what is behind it",
                        reader -> {
                            RehearsalStore.Filter starts = rehearsed(reader, Optional.of(START));
                            return rehearsals.page(starts, rehearsals.passOver(starts, 0), 999, 999);
                        },
                        List::size),
                question(
                        "SearchStore.find",
                        reader -> Stream.of("event", "failing", "correlation", "bad", "flow")
                                .flatMap(what -> eachOwn(what, id -> search.find(reader, id, 20)).stream())
                                .toList(),
                        List::size),
                question(
                        "ProjectionStore.find",
                        reader -> projections.find(reader.tenants()),
                        found -> found.stream()
                                .mapToLong(ProjectionStore.ProjectionView::lag)
                                .sum()),
                question(
                        "ProjectionStore.lag",
                        reader -> reads.reading(
                                reader.tenants(),
                                connection -> ProjectionStore.lag(connection, reader.tenants(), 1000)),
                        lag -> lag));
    }

    private List<Question<?>> ofFigures() {
        return List.of(
                question(
                        "ActivityStore.figures",
                        reader -> activity.figures(figure(reader), GroupBy.NONE, axis)
                                .tally()
                                .groups(),
                        WhoseDataContract::events),
                question(
                        "ActivityStore.figures by tenant",
                        reader -> activity.figures(figure(reader), GroupBy.TENANT, axis)
                                .tally()
                                .groups(),
                        WhoseDataContract::events),
                question(
                        "ActivityStore.stepDurations",
                        reader -> activity.stepDurations(figure(reader), axis),
                        WhoseDataContract::counted),
                question(
                        "ActivityStore.total",
                        reader -> reads.reading(
                                reader.tenants(), connection -> ActivityStore.total(connection, figure(reader), span)),
                        ActivityStore.Total::events),
                question(
                        "FacetStore.find",
                        reader -> facets.find(Of.EVENTS, figure(reader), span),
                        WhoseDataContract::values),
                question(
                        "FacetStore.find of workflows",
                        reader -> facets.find(Of.WORKFLOWS, figure(reader), span),
                        WhoseDataContract::values),
                withNone(
                        "FacetStore.find of the quarantine",
                        reader -> facets.find(Of.QUARANTINE, figure(reader), span),
                        WhoseDataContract::values),
                question(
                        "ProjectStore.find",
                        reader -> projects.find(reader.tenants(), recent, 99),
                        found -> found.stream()
                                .mapToLong(item -> item.events() + item.runs())
                                .sum()),
                question(
                        "DependencyStore.of",
                        reader -> dependencies.of("etl", reader.tenants()),
                        found -> found.downstream().stream()
                                .mapToLong(Dependencies.Neighbour::events)
                                .sum()),
                question(
                        "OverviewStore.overview",
                        reader -> overviews.overview(figure(reader), span),
                        found -> number(found.events())),
                withNone(
                        "OverviewStore.overview of the quarantine",
                        reader -> overviews.overview(figure(reader), span),
                        found -> number(found.quarantined())),
                question(
                        "OverviewStore.overview of failures",
                        reader -> overviews.overview(figure(reader), span),
                        found -> found.failuresByType().stream()
                                .mapToLong(Overview.TypeFailures::failed)
                                .sum()));
    }

    private List<Question<?>> ofQuarantine() {
        return List.of(
                withNone("QuarantineStore.find", reader -> quarantine.find(quarantined(reader), 99), List::size),
                question(
                        "QuarantineStore.byId",
                        reader -> eachQuarantined(id -> quarantine.byId(reader, id)),
                        List::size),
                question(
                        "QuarantineStore.original",
                        reader -> eachQuarantined(id -> quarantine.original(reader, id)),
                        List::size),
                withNone(
                        "QuarantineFigures.groups",
                        reader -> quarantineFigures.groups(figure(reader), span),
                        found ->
                                found.stream().mapToLong(QuarantineGroup::count).sum()),
                withNone(
                        "QuarantineFigures.count",
                        reader -> reads.reading(
                                reader.tenants(),
                                connection -> QuarantineFigures.count(connection, figure(reader), span)),
                        count -> count),
                withNone(
                        "QuarantineFigures.addTo",
                        reader -> {
                            ActivityStore.Answer answer = activity.figures(figure(reader), GroupBy.NONE, axis);
                            assertThat(quarantineFigures.addTo(answer, figure(reader), GroupBy.NONE, axis))
                                    .isTrue();
                            return answer.tally().groups();
                        },
                        found -> found.stream()
                                .mapToLong(group -> Objects.requireNonNullElse(group.quarantined(), 0L))
                                .sum()));
    }

    private List<Question<?>> ofRuns() {
        return List.of(
                question("RunStore.find", this::runsOf, List::size),
                question(
                        "RunStore.medians",
                        reader -> runs.medians(reader, runsOf(Reader.OF_ALL)),
                        WhoseDataContract::weightsOfMedians),
                question(
                        "Runs.of",
                        reader ->
                                eachOwn("failing", id -> ofOneWorkflow.of(id, reader.tenants(), Optional.empty(), 20)),
                        List::size),
                question(
                        "Runs.of what is not derived yet",
                        reader -> eachOwn("late", id -> ofOneWorkflow.of(id, reader.tenants(), Optional.empty(), 20)),
                        List::size),
                question(
                        "RunEvents.page",
                        reader -> runsOf(Reader.OF_ALL).stream()
                                .flatMap(run ->
                                        runEvents.page(reader, run, true, Optional.empty(), 9, true).items().stream())
                                .toList(),
                        List::size),
                question(
                        "WorkflowTypeStore.find",
                        reader -> types.find(reader.tenants(), recent, 99),
                        found -> found.stream()
                                .mapToLong(item -> item.runs() + item.lastRuns().size())
                                .sum()),
                question(
                        "RunFigures.durations",
                        reader -> runFigures.durations(figure(reader), axis),
                        WhoseDataContract::counted),
                question(
                        "RunFigures.ended",
                        reader -> reads.reading(
                                reader.tenants(), connection -> RunFigures.ended(connection, figure(reader), span)),
                        ended -> ended.completed() + ended.failed()),
                question(
                        "RunFigures.failuresByType",
                        reader -> reads.reading(
                                reader.tenants(),
                                connection -> RunFigures.failuresByType(connection, figure(reader), span, 9)),
                        found -> found.stream()
                                .mapToLong(Overview.TypeFailures::failed)
                                .sum()),
                question(
                        "RunFigures.lastFailed",
                        reader -> reads.reading(
                                reader.tenants(),
                                connection -> RunFigures.lastFailed(connection, figure(reader), span, 99)),
                        List::size));
    }

    private List<Question<?>> ofTheStream() {
        return List.of(
                question(
                        "StreamLog.events",
                        reader -> stream.events(reader, 0, 999, new SqlFilter(), facts -> true).entries().stream()
                                .map(StreamPage.Event::view)
                                .toList(),
                        List::size),
                withNone(
                        "StreamLog.quarantined",
                        reader -> stream.quarantined(
                                        reader,
                                        QuarantinePosition.before(0),
                                        QuarantinePosition.before(Long.MAX_VALUE),
                                        new SqlFilter())
                                .entries(),
                        List::size),
                question("StreamLog.count", reader -> stream.count(reader.tenants(), 0, 999), count -> count),
                question(
                        "StreamFilter.wants events",
                        reader -> events.find(everything(Reader.OF_ALL), 1000, true).stream()
                                .filter(filter(reader)::wants)
                                .toList(),
                        List::size),
                withNone(
                        "StreamFilter.wants quarantined",
                        reader -> quarantine.find(quarantined(Reader.OF_ALL), 99).stream()
                                .filter(filter(reader)::wants)
                                .toList(),
                        List::size));
    }

    @TestFactory
    Stream<DynamicTest> everyQuestion_isAnsweredOfTheReadersTenantsOnly() {
        return questions().map(question -> DynamicTest.dynamicTest(question.name(), question::check));
    }

    /** A method that reads and is not in the table is one that nobody has asked whose data it shows. */
    @Test
    void everyMethodThatReads_isAsked() {
        Set<String> asked = new TreeSet<>(OF_NOBODY.keySet());
        questions().forEach(question -> asked.add(question.method()));
        asked.addAll(List.of("QuarantineFigures.groups", "RunFigures.oldestUnfinished", "RunFigures.lastStalled"));

        Set<String> there = new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("io.tallygate.query", "io.tallygate.projection")
                        .stream()
                        .filter(WhoseDataContract::reads)
                        .flatMap(type -> type.getMethods().stream())
                        .filter(method -> !method.getModifiers().contains(JavaModifier.PRIVATE)
                                && !method.getModifiers().contains(JavaModifier.SYNTHETIC))
                        .map(WhoseDataContract::nameOf)
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(there).hasSizeGreaterThan(30).isSubsetOf(asked);
    }

    private static boolean reads(JavaClass type) {
        return type.getConstructors().stream()
                        .flatMap(made -> made.getRawParameterTypes().stream())
                        .anyMatch(given -> given.isEquivalentTo(TenantReads.class))
                && !type.isEquivalentTo(BoundedReads.class);
    }

    private static String nameOf(JavaMethod method) {
        return method.getOwner().getSimpleName() + "." + method.getName();
    }

    @Test
    void anId_thatSeveralTenantsHave_isOnlyAmbiguousForWhoSeesSeveral() {
        assertThat(events.byId(OF_B, "start-1")).extracting(EventView::tenantId).containsExactly(B.id());
        assertThat(events.byId(OF_BOTH, "start-1"))
                .extracting(EventView::tenantId)
                .containsExactlyInAnyOrder(A.id(), B.id());
        assertThat(ofOneWorkflow.of("flow-1", OF_B.tenants(), Optional.empty(), 9))
                .extracting(run -> run.key().tenant())
                .containsExactly(B.id());
        assertThat(ofOneWorkflow.of("flow-1", Tenants.ALL, Optional.empty(), 9)).hasSizeGreaterThan(1);
    }

    @Test
    void tries_whoseResultIsOfAnotherTenant_tellOfThemselvesOnly() {
        assertThat(quarantine.byId(OF_A, A.quarantined(1)).orElseThrow().resubmissions())
                .singleElement()
                .satisfies(attempt -> {
                    assertThat(attempt.outcome()).isEqualTo("stored");
                    assertThat(attempt.eventId()).isEmpty();
                    assertThat(attempt.sequence()).isEmpty();
                });
        assertThat(quarantine.byId(OF_BOTH, A.quarantined(1)).orElseThrow().resubmissions())
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.eventId()).contains(B.own("event", 1)));
    }

    @Test
    void overview_namesRunsOfTheReadersTenantsOnly() {
        Overview overview = overviews.overview(figure(OF_B), span);

        assertThat(Objects.requireNonNull(overview.oldestUnfinished()).tenantId())
                .isEqualTo(B.id());
        assertThat(overview.attention().stream()
                        .flatMap(one -> Stream.ofNullable(one.link().params().get("tenant"))))
                .isNotEmpty()
                .containsOnly(B.id().toString());
        assertThat(overviews.overview(figure(NOBODY), span).attention()).isEmpty();
        assertThat(overviews.overview(figure(NOBODY), span).oldestUnfinished()).isNull();
    }

    @Test
    void union_ofFilters_isOfTheirTenantsAndOfAllIfOneIs() {
        assertThat(StreamFilter.union(List.of(filter(OF_A), filter(OF_B))).tenants())
                .isEqualTo(OF_BOTH.tenants());
        assertThat(StreamFilter.union(List.of(filter(OF_A), filter(Reader.OF_ALL)))
                        .tenants())
                .isEqualTo(Tenants.ALL);
        assertThat(StreamFilter.union(List.of()).tenants()).isEqualTo(NOBODY.tenants());
    }

    /** Whatever this gives for each name that one tenant alone has. */
    private static <T> List<T> eachOwn(String what, Function<String, List<T>> asked) {
        return ThreeTenants.ALL.stream()
                .flatMap(tenant -> tenant.allOwn(what))
                .flatMap(name -> asked.apply(name).stream())
                .toList();
    }

    private static <T> List<T> eachQuarantined(Function<UUID, Optional<T>> asked) {
        return ThreeTenants.ALL.stream()
                .flatMap(tenant ->
                        LongStream.rangeClosed(1, tenant.weight()).mapToObj(number -> tenant.quarantined((int) number)))
                .flatMap(id -> asked.apply(id).stream())
                .toList();
    }

    private List<Run> runsOf(Reader reader) {
        return runs.find(reader, new RunFilter(), RunOrder.LAST, Optional.empty(), true, 999);
    }

    /** The steps of the workflows of all tenants, which leave it to their start to say the project. */
    private List<EventView> stepsOfAll() {
        return reads.reading(Tenants.ALL, connection -> {
            try (PreparedStatement statement = connection.prepareStatement("SELECT " + EventStore.COLUMNS
                            + " FROM audit_event e WHERE e.event_type = 'step_complete'");
                    ResultSet found = statement.executeQuery()) {
                List<EventView> steps = new ArrayList<>();
                while (found.next()) {
                    steps.add(rows.view(Reader.OF_ALL, found, EventRows.Kind.BARE));
                }
                return steps;
            }
        });
    }

    private static long weightsOfMedians(Map<RunStore.TenantType, Long> medians) {
        return medians.entrySet().stream()
                .filter(median -> median.getKey().type().equals("workflow-log"))
                .mapToLong(median -> median.getValue() / 1000)
                .sum();
    }

    private static long events(List<Figures.Group> groups) {
        return groups.stream().mapToLong(Figures.Group::events).sum();
    }

    private static long counted(Map<Long, ? extends Map<Integer, Long>> slots) {
        return slots.values().stream()
                .flatMap(counts -> counts.values().stream())
                .mapToLong(Long::longValue)
                .sum();
    }

    private static long values(Map<String, List<Facets.Value>> found) {
        return Objects.requireNonNull(found.get("type")).stream()
                .mapToLong(Facets.Value::count)
                .sum();
    }

    private static long number(Overview.@Nullable Change change) {
        return Objects.requireNonNull(Objects.requireNonNull(change).value()).longValue();
    }

    private static StreamFilter filter(Reader reader) {
        return new StreamFilter(
                StreamFilter.Kind.ALL,
                reader,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true);
    }

    private static EventStore.Filter everything(Reader reader) {
        return list(reader, Optional.empty(), Optional.empty(), false);
    }

    private static EventStore.Filter correlated(Reader reader, String id) {
        return list(reader, Optional.empty(), Optional.of(id), false);
    }

    private static EventStore.Filter narrow(Reader reader) {
        return list(reader, Optional.empty(), Optional.empty(), true);
    }

    private static EventStore.Filter list(
            Reader reader, Optional<String> type, Optional<String> correlation, boolean narrow) {
        return new EventStore.Filter(
                reader,
                type,
                Optional.empty(),
                Optional.empty(),
                correlation,
                Optional.of(NOW.minusSeconds(3600)).filter(any -> narrow),
                Optional.of(NOW).filter(any -> narrow),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true);
    }

    private static PayloadFilter ofProject(String project) {
        return new PayloadFilter(Optional.of(project), Optional.empty(), Optional.empty(), List.of());
    }

    private static LogStore.Filter logs(Reader reader) {
        return new LogStore.Filter(reader, Optional.empty(), Map.of(), Optional.empty(), Optional.empty());
    }

    private static RehearsalStore.Filter rehearsed(Reader reader, Optional<String> type) {
        return new RehearsalStore.Filter(
                "workflow-log", type, Optional.empty(), reader.tenants(), Optional.empty(), Optional.empty());
    }

    private static FigureFilter figure(Reader reader) {
        return new FigureFilter(
                reader,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static QuarantineStore.Filter quarantined(Reader reader) {
        return new QuarantineStore.Filter(
                reader,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
