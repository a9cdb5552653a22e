package io.tallygate.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.access.Reader;
import io.tallygate.audit.Database;
import io.tallygate.audit.TenantReads;
import io.tallygate.audit.TestTransactions;
import io.tallygate.event.Tenants;
import io.tallygate.projection.CaughtUp;
import io.tallygate.projection.StretchesProjection;
import io.tallygate.query.EventStore.Filter;
import io.tallygate.query.Stretches.Range;
import io.tallygate.schema.EventCompletion;
import io.tallygate.schema.SchemaCatalog;
import io.tallygate.testkit.Configured;
import io.tallygate.testkit.PostgresNode;
import io.tallygate.testkit.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Lists of events beside plain SQL over the same log, whatever of it the stretches know: events come late, early and from another
 * year, in an order that is not that of their times. {@code -Dtallygate.test.seed} replays.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EventScanTest {
    private static final int FIRST = 20_000;
    private static final int ALL = 36_000;
    private static final int QUESTIONS = 30;
    private static final int PAGES = 3;
    private static final Instant BEGIN = Instant.parse("2026-01-30T00:00:00Z");
    private static final Duration BETWEEN = Duration.ofSeconds(10);
    private static final List<UUID> TENANTS = List.of(new UUID(0, 0), new UUID(0, 1), new UUID(0, 2), new UUID(0, 3));
    private static final List<String> TYPES = List.of(
            "workflow.step.completed", "workflow.opportunity.analysis.started", "workflow.opportunity.analysis.failed");
    private static final List<String> SOURCES = List.of("orchestrator", "scheduler", "night-import");

    private static final String STORE = """
            INSERT INTO audit_event (sequence, received_at, tenant_id, event_id, event_type, event_version, dialect, source,
                workflow_id, correlation_id, event_time, door, routing_key, sha256, content)
            SELECT n, received_at, ('00000000-0000-0000-0000-00000000000' || dice(n, 1, 3) + dice(n, 2, 400) / 400)::uuid, 'e-' || n,
                   CASE WHEN dice(n, 3, 5000) = 0 THEN '%3$s' WHEN dice(n, 3, 4) = 1 THEN '%2$s' ELSE '%1$s' END,
                   '1.0.0', 'coder',
                   CASE WHEN dice(n, 4, 6000) = 0 THEN '%6$s' WHEN dice(n, 4, 9) = 1 THEN '%5$s' ELSE '%4$s' END,
                   'w-' || n / 40, 'w-' || n / 40,
                   received_at - CASE WHEN dice(n, 5, 8000) = 0 THEN interval '300 days'
                                      WHEN dice(n, 5, 400) = 1 THEN dice(n, 6, 360) * interval '1 minute'
                                      WHEN dice(n, 5, 3000) = 2 THEN interval '-40 days'
                                      ELSE dice(n, 6, 3) * interval '1 second' END,
                   'amqp', 'k', '', '{}'
              FROM (SELECT n, timestamptz '%7$s' + n * interval '10 seconds' - dice(n, 7, 90) * interval '1 second' AS received_at
                      FROM generate_series(%8$d::bigint, %9$d) AS n) AS numbered""";

    private final long seed =
            Long.getLong("tallygate.test.seed", ThreadLocalRandom.current().nextLong(1_000_000));
    private final SplittableRandom random = new SplittableRandom(seed);
    private final TestDatabase database = PostgresNode.shared().createDatabase();
    private final TenantReads reads = TestTransactions.readsOn(database);
    private final Database transactions = TestTransactions.on(database);
    private final StretchesProjection projection = new StretchesProjection();
    private final SchemaCatalog catalog = SchemaCatalog.load(Optional.empty());
    private final EventStore store = new EventStore(
            reads,
            new EventRows(catalog, new EventCompletion(catalog), TestMasking.by(catalog)),
            new InheritedProjects(reads, catalog),
            Clock.fixed(BEGIN.plus(BETWEEN.multipliedBy(ALL)), ZoneOffset.UTC),
            Configured.by(Map.of(), QueryConfig.class));

    EventScanTest() {
        database.execute(
                "CREATE FUNCTION dice(n bigint, roll int, sides int) RETURNS bigint LANGUAGE sql IMMUTABLE RETURN"
                        + " (hashint8extended(n, " + seed + " + roll) & 1073741823) % sides");
        List.of("2026-01-01", "2026-02-01")
                .forEach(month -> database.query("SELECT make_month_of_log('" + month + "')"));
    }

    private void storeUpTo(long last) {
        long from = database.number("SELECT last_sequence FROM audit_head") + 1;
        database.execute(String.format(
                STORE,
                TYPES.get(0),
                TYPES.get(1),
                TYPES.get(2),
                SOURCES.get(0),
                SOURCES.get(1),
                SOURCES.get(2),
                BEGIN,
                from,
                last));
        database.execute("UPDATE audit_head SET last_sequence = ?", last);
        database.execute("ANALYZE audit_event");
    }

    @Test
    @Order(1)
    void lists_whileNothingIsKnown_areThoseOfPlainSql() {
        storeUpTo(FIRST);
        assertAll();
    }

    @Test
    @Order(2)
    void lists_whileSomeIsKnown_areThoseOfPlainSql() {
        CaughtUp.with(transactions, 777, projection);
        storeUpTo(ALL);
        assertThat(database.number("SELECT sequence FROM projection_position")).isEqualTo(FIRST);
        assertAll();
    }

    @Test
    @Order(3)
    void lists_whenAllIsKnown_areThoseOfPlainSql() {
        CaughtUp.with(transactions, 2_000, projection);
        assertThat(database.number("SELECT count(*) FROM log_long_stretch")).isEqualTo(2);
        assertAll();
    }

    /** More of them than are read at a time. */
    @Test
    @Order(4)
    void lists_ofManyStretches_missNoEvent() {
        for (boolean ascending : List.of(true, false)) {
            Filter filter = filter(
                    Tenants.ALL,
                    Optional.empty(),
                    Optional.of(SOURCES.get(1)),
                    Optional.empty(),
                    Optional.empty(),
                    ascending);
            assertThat(found(filter, ALL)).as("seed %d", seed).isEqualTo(plain(filter, ALL));
        }
    }

    /** It would be right to look everywhere, too; nobody would wait for it. */
    @Test
    @Order(4)
    void ranges_holdLittleBesidesWhatPasses() {
        Instant early = BEGIN.plus(BETWEEN.multipliedBy(1_000));
        Filter before =
                filter(Tenants.ALL, Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(early), false);

        long passing = count("event_time < '" + early + "'");
        long apart = count("event_time < '" + early + "' AND sequence > 5000");
        assertThat(passing).isGreaterThan(1_000);
        assertThat(numbers(before)).isBetween(passing, 5_000 + apart * StretchesProjection.SHORT);

        Filter hour = filter(
                Tenants.ALL,
                Optional.empty(),
                Optional.empty(),
                Optional.of(early),
                Optional.of(early.plusSeconds(3600)),
                true);
        assertThat(numbers(hour)).isBetween(1L, 6L * 3600 / 10 + 40L * StretchesProjection.SHORT);

        Filter receivedBefore = new Filter(
                Reader.OF_ALL,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(early),
                Optional.empty(),
                false);
        assertThat(numbers(receivedBefore)).isBetween(1_000L, 1_000 + 2 * StretchesProjection.SHORT);

        Filter rareSource = filter(
                Tenants.ALL, Optional.empty(), Optional.of(SOURCES.get(2)), Optional.empty(), Optional.empty(), false);
        long rare = count("source = '" + SOURCES.get(2) + "'");
        assertThat(numbers(rareSource)).isBetween(rare, rare * StretchesProjection.SHORT);

        Filter rareType = filter(
                Tenants.ALL, Optional.of(TYPES.get(2)), Optional.empty(), Optional.empty(), Optional.empty(), true);
        long ofRareType = count("event_type = '" + TYPES.get(2) + "'");
        assertThat(numbers(rareType)).isBetween(ofRareType, ofRareType * StretchesProjection.SHORT);

        Filter none = filter(
                Tenants.of(TENANTS.get(1)),
                Optional.of("none"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
        assertThat(numbers(none)).isZero();
        assertThat(numbers(filter(
                        Tenants.of(TENANTS.get(1)),
                        Optional.empty(),
                        Optional.of("none"),
                        Optional.empty(),
                        Optional.empty(),
                        false)))
                .isZero();
    }

    @Test
    @Order(4)
    void rehearsals_passOverWhatHasNone_andMissNoEvent() {
        RehearsalStore rehearsals = new RehearsalStore(reads);
        for (Tenants tenants : List.of(Tenants.ALL, Tenants.of(TENANTS.get(0)))) {
            RehearsalStore.Filter rare = new RehearsalStore.Filter(
                    "coder",
                    Optional.of(TYPES.get(2)),
                    Optional.empty(),
                    tenants,
                    Optional.empty(),
                    Optional.of(BEGIN.plus(BETWEEN.multipliedBy(ALL / 2))));
            Filter same = filter(tenants, rare.type(), Optional.empty(), rare.from(), rare.to(), true);
            List<Long> found = new ArrayList<>();
            int pages = 0;
            for (long position = rehearsals.passOver(rare, 0); position < ALL; pages++) {
                long upTo = Math.min(ALL, position + StretchesProjection.SHORT);
                rehearsals.page(rare, position, upTo, ALL).forEach(event -> found.add(event.sequence()));
                position = rehearsals.passOver(rare, upTo);
            }

            assertThat(found).as("seed %d", seed).isEqualTo(plain(same, ALL));
            assertThat(pages).isLessThan(ALL / (int) StretchesProjection.SHORT);
        }
    }

    @Test
    @Order(5)
    void lists_whenTheStretchesAreMadeAnew_areThoseOfPlainSql() {
        // emptied, and some of it added
        CaughtUp.forget(transactions, projection);
        assertAll();
        transactions.inTransaction(connection -> {
            projection.clear(connection);
            return true;
        });
        assertAll();
        CaughtUp.with(transactions, 5_000, projection);
        assertAll();
    }

    private void assertAll() {
        for (int i = 0; i < QUESTIONS; i++) {
            Filter filter = anyFilter();
            int limit = 1 + random.nextInt(3) * 70;
            assertThat(found(filter, limit)).as("seed %d: %s", seed, filter).isEqualTo(plain(filter, limit * PAGES));
        }
    }

    private Filter anyFilter() {
        Tenants tenants = switch (random.nextInt(4)) {
            case 0 -> Tenants.of(one(TENANTS));
            case 1 -> Tenants.of(TENANTS.get(0), TENANTS.get(3));
            default -> Tenants.ALL;
        };
        return new Filter(
                new Reader(tenants, true),
                maybe(TYPES),
                maybe(SOURCES),
                random.nextInt(10) == 0 ? Optional.of("w-" + random.nextInt(ALL / 40)) : Optional.empty(),
                Optional.empty(),
                maybeTime(),
                maybeTime(),
                maybeTime(),
                maybeTime(),
                random.nextInt(3) == 0 ? Optional.of(random.nextLong(ALL)) : Optional.empty(),
                random.nextBoolean());
    }

    private static Filter filter(
            Tenants tenants,
            Optional<String> type,
            Optional<String> source,
            Optional<Instant> from,
            Optional<Instant> to,
            boolean ascending) {
        return new Filter(
                new Reader(tenants, true),
                type,
                source,
                Optional.empty(),
                Optional.empty(),
                from,
                to,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                ascending);
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private Optional<String> maybe(List<String> of) {
        return random.nextInt(3) == 0 ? Optional.of(one(of)) : Optional.empty();
    }

    private Optional<Instant> maybeTime() {
        return random.nextInt(3) == 0
                ? Optional.of(BEGIN.plusSeconds(random.nextLong(ALL) * BETWEEN.toSeconds()))
                : Optional.empty();
    }

    /** The first pages. */
    private List<Long> found(Filter filter, int limit) {
        List<Long> all = new ArrayList<>();
        Filter rest = filter;
        for (int page = 0; page < PAGES; page++) {
            List<Long> found = store.find(rest, limit, false).stream()
                    .map(EventView::sequence)
                    .toList();
            all.addAll(found);
            if (found.size() < limit) {
                break;
            }
            rest = rest.behind(found.get(limit - 1));
        }
        return all;
    }

    private List<Long> plain(Filter filter, int limit) {
        List<String> conditions = new ArrayList<>(List.of("true"));
        if (filter.tenants() instanceof Tenants.Some some) {
            conditions.add(some.ids().stream()
                    .map(id -> "'" + id + "'")
                    .collect(Collectors.joining(",", "tenant_id IN (", ")")));
        }
        filter.type().ifPresent(type -> conditions.add("event_type = '" + type + "'"));
        filter.source().ifPresent(source -> conditions.add("source = '" + source + "'"));
        filter.workflow().ifPresent(workflow -> conditions.add("workflow_id = '" + workflow + "'"));
        filter.from().ifPresent(time -> conditions.add("event_time >= '" + time + "'"));
        filter.to().ifPresent(time -> conditions.add("event_time < '" + time + "'"));
        filter.receivedFrom().ifPresent(time -> conditions.add("received_at >= '" + time + "'"));
        filter.receivedTo().ifPresent(time -> conditions.add("received_at < '" + time + "'"));
        filter.after().ifPresent(after -> conditions.add("sequence " + (filter.ascending() ? "> " : "< ") + after));
        return database
                .query("SELECT sequence FROM audit_event WHERE " + String.join(" AND ", conditions)
                        + " ORDER BY sequence " + (filter.ascending() ? "ASC" : "DESC") + " LIMIT " + limit)
                .stream()
                .map(row -> (Long) row.get("sequence"))
                .toList();
    }

    private long count(String condition) {
        return database.number("SELECT count(*) FROM audit_event WHERE " + condition);
    }

    /** How many numbers are to be looked at. */
    private long numbers(Filter filter) {
        return reads.reading(filter.tenants(), connection -> {
            Stretches stretches = Stretches.of(connection, filter);
            Optional<Long> after = Optional.empty();
            long numbers = 0;
            do {
                Stretches.Found found = stretches.behind(after);
                for (Range range : found.ranges()) {
                    numbers += range.last() - range.first() + 1;
                }
                after = found.next();
            } while (after.isPresent());
            return numbers;
        });
    }
}
