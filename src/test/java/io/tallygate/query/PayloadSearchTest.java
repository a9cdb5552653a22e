package io.tallygate.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.access.Reader;
import io.tallygate.api.ProblemException;
import io.tallygate.audit.TenantReads;
import io.tallygate.audit.TestTransactions;
import io.tallygate.event.Tenants;
import io.tallygate.query.EventStore.Filter;
import io.tallygate.schema.EventCompletion;
import io.tallygate.schema.SchemaCatalog;
import io.tallygate.testkit.Configured;
import io.tallygate.testkit.PostgresNode;
import io.tallygate.testkit.TestDatabase;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What lists find in events themselves, beside a plain computation over the same events. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PayloadSearchTest {
    private static final int EVENTS = 500;
    private static final UUID TENANT = new UUID(0, 0);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> WORDS =
            List.of("OPP-1", "opp-1", "Timeout", "übermäßig", "a\"b\\c", "1.50", "true", "x:y", "100 %", "K");
    private static final List<String> NUMBERS = List.of("1.5", "1.50", "15e-1", "3", "3.0", "-7", "1e2");

    private final SplittableRandom random = new SplittableRandom(61);
    private final TestDatabase database = PostgresNode.shared().createDatabase();
    private final TenantReads transactions = TestTransactions.readsOn(database);
    private final SchemaCatalog catalog = SchemaCatalog.load(Optional.empty());
    private final List<Stored> all = new ArrayList<>();
    private final EventStore store = store("5s");

    PayloadSearchTest() throws SQLException {
        database.execute("CREATE TABLE audit_event_of_the_test PARTITION OF audit_event DEFAULT");
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            for (long sequence = 1; sequence <= EVENTS; sequence++) {
                store(connection, sequence);
            }
            connection.commit();
        }
    }

    /** An event with its project, said by itself or by the start of its workflow. */
    private record Stored(long sequence, JsonNode document, String type, String project, String status) {}

    @Test
    void field_findsWhatPlainJavaFinds() {
        for (String field : List.of(
                "data.name:OPP-1",
                "data.name:übermäßig",
                "data.name:a\"b\\c",
                "/data/name:x:y",
                "data.name:1.50",
                "data.number:1.5",
                "data.number:3",
                "data.number:100",
                "data.number:-7.00",
                "data.flag:true",
                "data.flag:null",
                "data.tags:Timeout",
                "data.tags.0:Timeout",
                "/data/tags/1:K",
                "data.items.name:OPP-1",
                "data.items.1.name:OPP-1",
                "/data/a.b:OPP-1",
                "data.items:OPP-1",
                "data:OPP-1",
                "data.none:OPP-1")) {
            FieldMatch match = FieldMatch.parse(field);
            int colon = field.indexOf(':');
            String[] path = field.startsWith("/")
                    ? field.substring(1, colon).split("/")
                    : field.substring(0, colon).split("\\.");
            String value = field.substring(colon + 1);
            assertFinds(
                    field,
                    new PayloadFilter(Optional.empty(), Optional.empty(), Optional.empty(), List.of(match)),
                    event -> reached(event.document, List.of(path)).anyMatch(node -> isValue(node, value)));
        }
    }

    @Test
    void text_findsWhatPlainJavaFinds() {
        for (String text : List.of("opp-1", "TIMEOUT", "ÜBER", "über", "b\\c", "1.50", "number", "%", "k", "nowhere")) {
            assertFinds(
                    text,
                    new PayloadFilter(Optional.empty(), Optional.empty(), Optional.of(text), List.of()),
                    event -> texts(event.document).anyMatch(value -> contains(value, text)));
        }
    }

    @Test
    void projectAndStatus_findWhatListsShow() {
        for (String project : List.of("etl", "lake", "none")) {
            assertFinds(
                    project,
                    new PayloadFilter(Optional.of(project), Optional.empty(), Optional.empty(), List.of()),
                    event -> event.project.equals(project));
        }
        for (String status : List.of("running", "success", "failed", "completed")) {
            assertFinds(
                    status,
                    new PayloadFilter(Optional.empty(), Optional.of(status), Optional.empty(), List.of()),
                    event -> event.status.equals(status));
        }
        assertFinds(
                "both",
                new PayloadFilter(
                        Optional.of("etl"),
                        Optional.of("success"),
                        Optional.of("OPP"),
                        List.of(FieldMatch.parse("data.flag:true"))),
                event -> event.project.equals("etl")
                        && event.status.equals("success")
                        && texts(event.document).anyMatch(value -> contains(value, "opp"))
                        && event.document.at("/data/flag").asText().equals("true"));
    }

    @Test
    void search_thatTakesTooLong_saysToNarrowIt() {
        PayloadFilter filter = new PayloadFilter(Optional.empty(), Optional.empty(), Optional.of("nowhere"), List.of());

        assertThatThrownBy(() -> store("1ms").find(all(Optional.empty()), filter, 10, false))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.problem().status()).isEqualTo(422);
                    assertThat(e.problem().detail()).contains("Narrow your range");
                });
    }

    @Test
    void field_thatIsNone_isABadParameter() {
        for (String wrong : List.of("", ":", ":x", "nothing", "a..b:x", "/a~2:x", "a\0:x", "x".repeat(1_000) + ":")) {
            assertThatThrownBy(() -> FieldMatch.parse(wrong)).as(wrong).isInstanceOf(ProblemException.class);
        }
        assertThatThrownBy(() -> FieldMatch.parseAll(List.of("a:1", "a:1", "a:1", "a:1", "a:1", "a:1")))
                .isInstanceOf(ProblemException.class);
    }

    /** Page by page, newest first. */
    private void assertFinds(String what, PayloadFilter filter, Predicate<Stored> wanted) {
        List<Long> found = new ArrayList<>();
        List<EventView> page;
        Optional<Long> after = Optional.empty();
        do {
            page = store.find(all(after), filter, 70, false);
            page.forEach(event -> found.add(event.sequence()));
            after = page.isEmpty()
                    ? after
                    : Optional.of(page.get(page.size() - 1).sequence());
        } while (page.size() == 70);
        assertThat(found)
                .as(what)
                .isEqualTo(all.stream()
                        .filter(wanted)
                        .map(Stored::sequence)
                        .sorted(Comparator.reverseOrder())
                        .toList());
    }

    private static Filter all(Optional<Long> after) {
        return new Filter(
                new Reader(Tenants.of(TENANT), true),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                after,
                false);
    }

    private static Stream<JsonNode> reached(JsonNode node, List<String> path) {
        if (node.isArray()) {
            Stream<JsonNode> any = elements(node).flatMap(element -> reached(element, path));
            boolean index = !path.isEmpty() && path.get(0).matches("\\d") && node.has(Integer.parseInt(path.get(0)));
            return index
                    ? Stream.concat(any, reached(node.get(Integer.parseInt(path.get(0))), path.subList(1, path.size())))
                    : any;
        }
        if (path.isEmpty()) {
            return Stream.of(node);
        }
        return node.has(path.get(0)) ? reached(node.get(path.get(0)), path.subList(1, path.size())) : Stream.empty();
    }

    private static Stream<JsonNode> elements(JsonNode node) {
        List<JsonNode> elements = new ArrayList<>();
        node.forEach(elements::add);
        return elements.stream();
    }

    private static boolean isValue(JsonNode node, String value) {
        if (node.isNumber()) {
            return value.matches("-?[0-9.e]+") && new BigDecimal(node.asText()).compareTo(new BigDecimal(value)) == 0;
        }
        return node.isValueNode() && node.asText().equals(value);
    }

    private static Stream<String> texts(JsonNode node) {
        if (node.isObject()) {
            return node.properties().stream()
                    .flatMap(member -> Stream.concat(Stream.of(member.getKey()), texts(member.getValue())));
        }
        return node.isArray() ? elements(node).flatMap(PayloadSearchTest::texts) : Stream.of(node.asText());
    }

    /** ASCII letters without regard to case. */
    private static boolean contains(String value, String text) {
        return ascii(value).contains(ascii(text));
    }

    private static String ascii(String text) {
        StringBuilder folded = new StringBuilder();
        text.codePoints()
                .forEach(c -> folded.append(
                        c < 128 ? Character.toString(c).toLowerCase(Locale.ROOT) : Character.toString(c)));
        return folded.toString();
    }

    private EventStore store(String bound) {
        return new EventStore(
                transactions,
                new EventRows(catalog, new EventCompletion(catalog), TestMasking.BUILT_IN),
                new InheritedProjects(transactions, catalog),
                Clock.systemUTC(),
                Configured.by(Map.of("tallygate.query.statement-timeout", bound), QueryConfig.class));
    }

    private void store(Connection connection, long sequence) throws SQLException {
        int workflow = (int) (sequence % 40);
        boolean start = sequence <= 40;
        String project = workflow % 3 == 0 ? "etl" : workflow % 3 == 1 ? "lake" : "other";
        ObjectNode event = JSON.createObjectNode().put("project", project);
        if (!start && random.nextBoolean()) {
            event.remove("project");
        }
        String type = start ? "workflow_start" : random.nextBoolean() ? "step_start" : "workflow_complete";
        String status = "running";
        if (type.equals("workflow_complete")) {
            status = random.nextBoolean() ? "success" : "failed";
            event.put("status", status);
        }
        ObjectNode data = event.putObject("data").put("name", word()).put("a.b", word());
        data.put("number", new BigDecimal(NUMBERS.get(random.nextInt(NUMBERS.size()))));
        if (random.nextBoolean()) {
            data.put("flag", random.nextBoolean());
        } else {
            data.putNull("flag");
        }
        data.putArray("tags").add(word()).add(word());
        data.putArray("items")
                .add(JSON.createObjectNode().put("name", word()))
                .addObject()
                .put("name", word());
        insert(connection, sequence, type, "workflow-" + workflow, escapedSometimes(event));
        all.add(new Stored(sequence, event, type, project, status));
    }

    private String word() {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    /** JSON may spell every character of a string as an escape; none of these stands outside of strings. */
    private String escapedSometimes(ObjectNode event) {
        String json = event.toString();
        if (random.nextInt(4) > 0) {
            return json;
        }
        String letter = Arrays.asList("O", "T", "ü", "K", "P").get(random.nextInt(5));
        return json.replace(letter, String.format("\\u%04x", (int) letter.charAt(0)));
    }

    private static void insert(Connection connection, long sequence, String type, String workflow, String json)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                INSERT INTO audit_event (sequence, received_at, tenant_id, event_id, event_type, event_version, dialect, source,
                    workflow_id, event_time, door, routing_key, sha256, content)
                VALUES (?, '2026-02-01T00:00:00Z', ?, ?, ?, '1.0.0', 'workflow-log', 's', ?, '2026-02-01T00:00:00Z', 'http', 'k',
                    '', ?)""")) {
            statement.setLong(1, sequence);
            statement.setObject(2, TENANT);
            statement.setString(3, "e" + sequence);
            statement.setString(4, type);
            statement.setString(5, workflow);
            statement.setBytes(6, json.getBytes(StandardCharsets.UTF_8));
            statement.executeUpdate();
        }
    }
}
