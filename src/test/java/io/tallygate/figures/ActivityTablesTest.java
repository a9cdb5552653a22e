package io.tallygate.figures;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.audit.Database;
import io.tallygate.audit.TestTransactions;
import io.tallygate.testkit.PostgresNode;
import io.tallygate.testkit.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What is written for events that senders made up to hurt. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ActivityTablesTest {
    private static final UUID TENANT = new UUID(7, 7);
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final String TOTALS = "SELECT s.source, s.project, s.step, h.events FROM activity_hour h"
            + " JOIN activity_series s USING (series) ORDER BY 1, 2, 3";

    private final TestDatabase plain = PostgresNode.shared().createDatabase();
    private final Database database = TestTransactions.on(plain);

    private void store(List<Measured> events, int perHour, int batch) {
        database.inTransaction(connection -> {
            ActivityTables.clear(connection);
            return "cleared";
        });
        for (int i = 0; i < events.size(); i += batch) {
            List<Measured> some = events.subList(i, Math.min(events.size(), i + batch));
            database.inTransaction(connection -> {
                ActivityTables.add(connection, some, perHour, Instant.MIN);
                return some;
            });
        }
    }

    private static Measured event(String source, String step, Instant time) {
        return new Measured(new Series(TENANT, "coder", "type", source, "", step), time, false, OptionalDouble.of(20));
    }

    @Test
    void add_aStepOfItsOwnForEachEvent_tellsTheFirstOnesApart_andKeepsAllElse() {
        List<Measured> events = new ArrayList<>();
        IntStream.range(0, 500).forEach(i -> events.add(event("noisy", "step-" + i, NOON)));
        IntStream.range(0, 5).forEach(i -> events.add(event("quiet", "load", NOON)));

        store(events, 40, 64);

        assertThat(plain.number("SELECT count(*) FROM activity_hour")).isEqualTo(42);
        assertThat(plain.query(TOTALS))
                .anySatisfy(
                        row -> assertThat(row).containsEntry("step", "(others)").containsEntry("events", 460L))
                .anySatisfy(
                        row -> assertThat(row).containsEntry("source", "quiet").containsEntry("events", 5L));
    }

    @Test
    void add_everythingOfItsOwnForEachEvent_isBounded_andCountsEach() {
        List<Measured> events = IntStream.range(0, 500)
                .mapToObj(i -> new Measured(
                        new Series(TENANT, "d" + i, "t" + i, "s" + i, "p" + i, "x" + i),
                        NOON,
                        false,
                        OptionalDouble.empty()))
                .toList();

        store(events, 40, 100);

        assertThat(plain.number("SELECT count(*) FROM activity_hour")).isLessThanOrEqualTo(80);
        assertThat(plain.number("SELECT sum(events) FROM activity_hour")).isEqualTo(500);
        assertThat(plain.number("SELECT sum(events) FROM activity_minute")).isEqualTo(500);
    }

    @Test
    void add_whereverBatchesEnd_givesTheSame() {
        SplittableRandom random = new SplittableRandom(3);
        List<Measured> events = IntStream.range(0, 400)
                .mapToObj(i -> new Measured(
                        new Series(TENANT, "d", "t", "s" + random.nextInt(9), "", "x" + random.nextInt(30)),
                        NOON.plusSeconds(random.nextInt(7200)),
                        random.nextInt(4) == 0,
                        random.nextBoolean() ? OptionalDouble.empty() : OptionalDouble.of(random.nextInt(1_000_000))))
                .toList();
        String all = "SELECT h.*::text FROM (SELECT * FROM activity_hour UNION ALL SELECT * FROM activity_minute) h"
                + " ORDER BY bucket, series, events";

        store(events, 50, 400);
        var atOnce = plain.query(all);
        store(events, 50, 37);

        assertThat(plain.query(all)).isEqualTo(atOnce).hasSizeGreaterThan(100);
    }

    @Test
    void add_atTheEndsOfTime_countsThemThere() {
        List<Measured> events = List.of(
                event("s", "x", Instant.parse("9999-12-31T23:59:59.999999999Z")),
                event("s", "x", Instant.parse("1970-01-01T00:00:00Z")),
                event("s", "x", Instant.parse("1969-12-31T23:59:59Z")),
                event("s", "x", Instant.parse("0000-01-01T00:00:00Z")));

        store(events, 40, 10);

        assertThat(plain.query("SELECT bucket FROM activity_hour ORDER BY bucket"))
                .extracting(row -> row.get("bucket"))
                .containsExactly(-62_167_219_200L, -3600L, 0L, 253_402_297_200L);
    }

    @Test
    void purge_deletesWhatIsOld_soManyAtATime() {
        store(
                IntStream.range(0, 10)
                        .mapToObj(i -> event("s", "x", NOON.plusSeconds(60L * i)))
                        .toList(),
                40,
                10);

        int first = database.inTransaction(connection -> ActivityTables.purge(connection, NOON.plusSeconds(300), 3));
        int second = database.inTransaction(connection -> ActivityTables.purge(connection, NOON.plusSeconds(300), 3));

        assertThat(List.of(first, second)).containsExactly(3, 2);
        assertThat(plain.number("SELECT count(*) FROM activity_minute")).isEqualTo(5);
        assertThat(plain.number("SELECT sum(events) FROM activity_hour")).isEqualTo(10);
    }
}
