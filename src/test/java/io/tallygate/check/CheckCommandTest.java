package io.tallygate.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
    private static final String VALID = """
            {"source_system": "zephyr", "stage": "source", "status": "Success", "logged_at": "2025-12-05T18:00:00Z"}""";
    private static final String BROKEN = VALID.replace("\"Success\"", "7");

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String input, Object... arguments) {
        out.reset();
        err.reset();
        return new CheckCommand(
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(Stream.of(arguments).map(Object::toString).toList());
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void validEvents_end0() throws IOException {
        assertThat(run("", file("a.json", VALID), file("b.json", "[" + VALID + "," + VALID + "]")))
                .isZero();
        assertThat(said()).isEqualTo("3 events checked, 0 invalid" + System.lineSeparator());
    }

    @Test
    void brokenEvent_ends1_andIsToldByFilePlaceKeywordAndReason() throws IOException {
        Path broken = file("broken.json", BROKEN);

        assertThat(run("", broken)).isEqualTo(1);
        assertThat(said()).startsWith(broken + ": /status: type: integer found, string expected (schema-violation)\n");
    }

    @Test
    void oneOfAList_isToldByItsPlace() throws IOException {
        assertThat(run("", file("a.json", "[" + VALID + "," + BROKEN + "]"))).isEqualTo(1);
        assertThat(said()).contains("a.json[1]: /status: type:");
        assertThat(run("", file("a.jsonl", VALID + "\n\n" + BROKEN + "\n"))).isEqualTo(1);
        assertThat(said()).contains("a.jsonl[1]: /status: type:").contains("2 events checked, 1 invalid");
    }

    @Test
    void standardInput_isReadAsWhatItLooksLike() {
        assertThat(run(VALID, "-")).isZero();
        assertThat(run(VALID + "\r\n" + VALID, "-")).isZero();
        assertThat(said()).contains("2 events checked");
        assertThat(run(VALID.replace(",", ",\n"), "-")).isZero();
        assertThat(said()).contains("1 event checked");
        assertThat(run("{", "-")).isEqualTo(1);
        assertThat(said()).contains("(standard input): (root): json: line 1");
        assertThat(run("[" + VALID, "-")).isEqualTo(1);
        assertThat(said()).contains("unreadable");
    }

    @Test
    void json_isOneDocument() throws IOException {
        assertThat(run(BROKEN, "--json", "-", folder.resolve("none.json"))).isEqualTo(2);

        JsonNode report = new ObjectMapper().readTree(out.toByteArray());
        assertThat(report.path("valid").asBoolean()).isFalse();
        assertThat(report.path("checked").asInt()).isEqualTo(1);
        assertThat(report.path("unread").asInt()).isEqualTo(1);
        JsonNode problem = report.path("problems").path(0);
        assertThat(List.of(
                        problem.path("file").asText(),
                        problem.path("reason").asText(),
                        problem.path("pointer").asText(),
                        problem.path("keyword").asText(),
                        problem.path("schema").asText()))
                .containsExactly(
                        "(standard input)",
                        "schema-violation",
                        "/status",
                        "type",
                        "/schemas/activity/activity.logged/1.0.json#/properties/status/type");
        assertThat(report.at("/problems/1/message").asText()).isEqualTo("there is no such file");
    }

    @Test
    void usage_ends2() {
        assertThat(run("")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("no file is named", "Usage:");
        assertThat(run("", "--nonsense", "a")).isEqualTo(2);
        assertThat(run("", "a", "--schemas")).isEqualTo(2);
        assertThat(run("", "--help")).isZero();
        assertThat(run(VALID, "--schemas", folder.resolve("nowhere"), "-")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("a schema cannot be used")
                .contains("nowhere");
        assertThat(run("", folder)).isEqualTo(2);
        assertThat(said()).contains("is a directory");
    }

    @Test
    void schemasOfADirectory_countAsWell() throws IOException {
        Files.createDirectories(folder.resolve("schemas/activity/activity.logged"));
        String source = Files.readString(Path.of("src/main/resources/schemas/activity/activity.logged/1.0.json"));
        Files.createDirectories(folder.resolve("schemas/mine/it.happened"));
        Files.writeString(folder.resolve("schemas/mine/dialect.json"), """
                {"name": "mine", "title": "Mine", "pointers": {"type": ["/kind"]}, "routingKey": "{type}",
                 "defaults": {"id": "content-sha256", "version": "1", "time": "receipt"}}""");
        Files.writeString(folder.resolve("schemas/mine/it.happened/1.json"), """
                {"$schema": "http://json-schema.org/draft-07/schema#", "properties": {"kind": {"const": "it.happened"}}}""");
        Files.writeString(folder.resolve("schemas/activity/activity.logged/1.0.json"), source);

        assertThat(run("{\"kind\": \"it.happened\"}", "-")).isEqualTo(1);
        assertThat(run("{\"kind\": \"it.happened\"}", "--schemas", folder.resolve("schemas"), "-"))
                .isZero();
    }
}
