package io.tallygate.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.HttpAnswer;
import io.tallygate.testkit.PostgresNode;
import io.tallygate.testkit.RabbitNode;
import io.tallygate.testkit.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What it costs to ask for events, and to store new ones, when so many are stored already. One client asks, on one
 * connection, for what it picked at random from the whole history.
 *
 * <p>Beside the times stands how many pages of 8 KB the database looked at for one request, in memory or not: times grow
 * when a history no longer fits into memory, pages only when the work does.
 */
final class QueryBench implements AutoCloseable {
    private static final int WARMUP = 20;
    private static final int REQUESTS = 200;
    private static final int CHECKED = 3;
    private static final int PAGE = 100;
    private static final long BUDGET_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final int INGESTED = 50_000;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);

    private final Options options;
    private final SplittableRandom random;
    private final RabbitNode broker = RabbitNode.start();
    private final PostgresNode postgres = PostgresNode.start(Plant.POSTGRES_SETTINGS);
    private final TestDatabase database = postgres.createDatabase();
    private final Feeder feeder;
    private final BenchEvents events;
    private final List<String> head = new ArrayList<>(List.of("p50 / p99 ms (pages a request)"));
    private final List<Question> questions = Question.all();
    private final List<List<String>> rows = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private final List<String> rates = new ArrayList<>(List.of("new events stored/s"));
    private final List<String> cpu = new ArrayList<>(List.of("CPU s of the database per 100,000 of them"));

    QueryBench(Options options) throws Exception {
        this.options = options;
        random = new SplittableRandom(options.seed());
        events = new BenchEvents(options.seed());
        feeder = new Feeder(broker.uri());
        questions.forEach(question -> rows.add(new ArrayList<>(List.of(question.name()))));
    }

    /** The table: a row for each question, a column for each size. */
    Table run() throws Exception {
        // migrates
        gateway().close();
        long greatest =
                options.queryEvents().stream().mapToLong(Long::longValue).max().orElseThrow();
        StoredHistory history = new StoredHistory(database, greatest, options.seed());
        for (long size : options.queryEvents()) {
            postgres.restart(StoredHistory.SETTINGS_TO_GROW);
            history.growTo(size);
            postgres.restart(Plant.POSTGRES_SETTINGS);
            head.add(String.format(Locale.ROOT, "%,d events", size));
            try (GatewayProcess gateway = gateway()) {
                ingest(gateway);
                history.noteStretches();
                for (int i = 0; i < questions.size(); i++) {
                    rows.get(i).add(ask(gateway, history, questions.get(i)));
                }
            }
        }
        Table table = new Table(head);
        Stream.concat(rows.stream(), Stream.of(rates, cpu)).forEach(row -> table.add(row.toArray(String[]::new)));
        Plant.require(wrong.isEmpty(), wrong + "\n" + table);
        return table;
    }

    private GatewayProcess gateway() {
        return GatewayProcess.setup("query-bench")
                .broker(broker.uri())
                .database(database)
                .set("TALLYGATE_RABBITMQ_HEARTBEAT", "60s")
                // Questions are measured beside each other, not beside millions of events that are being derived from;
                // what they need of that is made by the database itself.
                .set("TALLYGATE_PROJECTION_ENABLED", "false")
                .jvm("-Xmx256m")
                .start();
    }

    private String ask(GatewayProcess gateway, StoredHistory history, Question question) {
        List<StoredEvent> picked = pick(history, question.pick());
        long until = System.nanoTime() + BUDGET_NANOS;
        for (StoredEvent event : picked.subList(0, WARMUP)) {
            if (System.nanoTime() < until) {
                gateway.client().get(question.path().apply(event));
            }
        }
        List<HttpAnswer> answers = new ArrayList<>();
        Latencies latencies = new Latencies();
        long pagesBefore = pages(gateway);
        until = System.nanoTime() + BUDGET_NANOS;
        for (StoredEvent event : picked.subList(WARMUP, WARMUP + REQUESTS)) {
            if (latencies.size() > CHECKED && System.nanoTime() > until) {
                break;
            }
            String path = question.path().apply(event);
            long start = System.nanoTime();
            HttpAnswer answer = gateway.client().get(path);
            latencies.add(System.nanoTime() - start);
            answers.add(answer);
            // a statement may be too slow for the gateway, which the table shows
            Plant.require(answer.status() == 200 || answer.status() == 503, path + " gives " + answer);
        }
        long pages = (pages(gateway) - pagesBefore) / latencies.size();
        boolean timedOut = answers.stream().anyMatch(answer -> answer.status() == 503);
        if (!timedOut) {
            for (int i = 0; i < CHECKED; i++) {
                check(question, picked.get(WARMUP + i), answers.get(i));
            }
        }
        String cell = String.format(
                Locale.ROOT,
                "%.1f / %.1f (%,d)%s%s",
                latencies.percentile(0.50),
                latencies.percentile(0.99),
                pages,
                latencies.size() < REQUESTS ? ", " + latencies.size() + " requests" : "",
                timedOut ? ", some timed out" : "");
        Benchmark.progress("%s: %s", question.name(), cell);
        return cell;
    }

    /** Events that pass the condition, from all over the history. */
    private List<StoredEvent> pick(StoredHistory history, String condition) {
        String numbers = LongStream.generate(() -> random.nextLong(history.first(), history.last() - 10_000))
                .limit(WARMUP + REQUESTS)
                .mapToObj(Long::toString)
                .collect(Collectors.joining(","));
        return database
                .query("SELECT e.* FROM unnest('{" + numbers + "}'::bigint[]) AS n CROSS JOIN LATERAL (SELECT "
                        + StoredEvent.COLUMNS + " FROM audit_event WHERE sequence >= n AND (" + condition
                        + ") ORDER BY sequence LIMIT 1) AS e")
                .stream()
                .map(StoredEvent::of)
                .toList();
    }

    private void check(Question question, StoredEvent event, HttpAnswer answer) {
        JsonNode json = answer.json();
        int found = json.has("items")
                ? json.path("items").size()
                : json.has("events") ? json.path("events").size() : 1;
        long expected = database.number("SELECT count(*) FROM (SELECT FROM audit_event WHERE "
                + question.answer().apply(event) + " LIMIT " + PAGE + ") AS found");
        if (answer.status() != 200 || found != expected) {
            // all the others are still worth to know
            wrong.add(question.name() + " found " + found + " instead of " + expected + " by "
                    + question.path().apply(event) + " (" + answer.status() + ")");
            Benchmark.progress("Wrong result: %s", wrong.get(wrong.size() - 1));
        }
    }

    /** PostgreSQL counts what a session has done when it ends a transaction, but once a second at most. */
    private long pages(GatewayProcess gateway) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1_100));
        gateway.client().get("/api/v1/events/none");
        return database.number("SELECT blks_hit + blks_read FROM pg_stat_database WHERE datname = current_database()");
    }

    private void ingest(GatewayProcess gateway) throws Exception {
        // compiles what is measured
        long before = stored();
        publish(INGESTED);
        awaitStored(gateway, before + INGESTED);
        TimeUnit.SECONDS.sleep(1);
        gateway.freeze();
        before += INGESTED;
        try {
            publish(INGESTED);
        } finally {
            TimeUnit.MILLISECONDS.sleep(500);
        }
        CpuUse cpuBefore = cpu();
        long start = System.nanoTime();
        gateway.thaw();
        awaitStored(gateway, before + INGESTED);
        double seconds = (System.nanoTime() - start) / 1e9;
        CpuUse used = cpu().since(cpuBefore).per(INGESTED);
        rates.add(String.format(Locale.ROOT, "%.0f", INGESTED / seconds));
        cpu.add(String.format(Locale.ROOT, "%.2f", used.database()));
        Benchmark.progress("%.0f new events stored/s, %.2f CPU s of the database", INGESTED / seconds, used.database());
    }

    private CpuUse cpu() {
        return CpuUse.of(List.of(), List.of(), postgres.processes());
    }

    private long stored() {
        return database.number("SELECT last_sequence FROM audit_head");
    }

    private void publish(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            BenchEvents.Event event = events.next();
            feeder.publish(Plant.EXCHANGE, event.type(), event.body());
        }
        feeder.awaitConfirms();
    }

    private void awaitStored(GatewayProcess gateway, long expected) {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (stored() < expected) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException(gateway.describe("stored " + stored() + " of " + expected));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        Plant.require(stored() == expected, "stored " + stored() + " events instead of " + expected);
    }

    @Override
    public void close() {
        feeder.close();
        postgres.close();
        broker.close();
    }
}
