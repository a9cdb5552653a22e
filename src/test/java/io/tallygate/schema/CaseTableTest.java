package io.tallygate.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallygate.event.Content;
import io.tallygate.event.Rejection;
import io.tallygate.event.WorkflowEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the tables under {@code src/test/resources/cases}, which say in JSON what is valid and what is not, and why, so
 * that any other implementation can run them too.
 */
class CaseTableTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Path TABLES = Path.of("src/test/resources/cases");
    private static final SchemaCatalog CATALOG = SchemaCatalog.load(Optional.empty());
    private static final EventValidator VALIDATOR = new EventValidator(CATALOG, ValidationLimits.DEFAULTS);

    static List<Named<JsonNode>> cases() throws IOException {
        try (Stream<Path> tables = tables()) {
            return tables.sorted().flatMap(CaseTableTest::cases).toList();
        }
    }

    private static Stream<Path> tables() throws IOException {
        return Files.walk(TABLES).filter(Files::isRegularFile);
    }

    private static Stream<Named<JsonNode>> cases(Path table) {
        try {
            String type = table.getFileName().toString().replace(".json", "");
            Stream.Builder<Named<JsonNode>> cases = Stream.builder();
            MAPPER.readTree(table.toFile())
                    .forEach(row ->
                            cases.add(Named.of(type + " " + row.path("name").asText(), row)));
            return cases.build();
        } catch (IOException e) {
            throw new IllegalStateException(table.toString(), e);
        }
    }

    @Test
    void everyType_hasATable() throws IOException {
        try (Stream<Path> tables = tables()) {
            assertThat(tables.map(table -> TABLES.relativize(table).toString()))
                    .containsExactlyInAnyOrderElementsOf(CATALOG.schemas().stream()
                            .map(schema -> schema.dialect() + "/" + schema.type() + ".json")
                            .collect(Collectors.toSet()));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void verdict_isThatOfTheTable(JsonNode row) {
        Content content = Content.of(row.path("input").toString().getBytes(StandardCharsets.UTF_8));
        Verdict verdict = VALIDATOR.check(content, Optional.empty());
        if (row.path("verdict").asText().equals("valid")) {
            assertThat(verdict).isInstanceOfSatisfying(Verdict.Valid.class, valid -> assertRead(row, valid));
        } else {
            assertThat(verdict)
                    .isInstanceOfSatisfying(Verdict.Invalid.class, invalid -> assertRejected(row, invalid.rejection()));
        }
    }

    /** What the table says of the event as it is read, where it says something. */
    private static void assertRead(JsonNode row, Verdict.Valid valid) {
        WorkflowEvent event = valid.event();
        Map<String, String> read = new HashMap<>();
        read.put("dialect", event.dialect());
        read.put("type", event.type());
        read.put("workflow", event.workflowId().orElse(""));
        read.put("routingKey", valid.routingKey());
        read.put(
                "state",
                CATALOG.stateRule(event.type())
                        .flatMap(rule -> rule.of(event.content().bytes()))
                        .map(WorkflowState::label)
                        .orElse(""));
        read.forEach((column, value) -> {
            if (row.has(column)) {
                assertThat(value).as(column).isEqualTo(row.path(column).asText());
            }
        });
    }

    /** The table names the only fault of its input, so it must also be the only one told. */
    private static void assertRejected(JsonNode row, Rejection rejection) {
        assertThat(rejection.reason().label()).isEqualTo(row.path("reason").asText());
        assertThat(rejection.violations()).singleElement().satisfies(violation -> {
            assertThat(violation.pointer()).isEqualTo(row.path("pointer").asText());
            assertThat(violation.keyword()).isEqualTo(row.path("keyword").asText());
            assertThat(violation.message()).contains(row.path("says").asText());
        });
    }
}
