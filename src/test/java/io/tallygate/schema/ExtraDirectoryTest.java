package io.tallygate.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.event.Rejection;
import io.tallygate.event.RejectionReason;
import io.tallygate.event.Violation;
import io.tallygate.event.WorkflowEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A directory adds versions, types and dialects by files alone; whatever is wrong with a file is told with its name. */
class ExtraDirectoryTest {
    private static final String STARTED = "workflow.opportunity.analysis.started";
    private static final String NEW_TYPE = "coder/workflow.review.requested/1.0.0.json";

    @TempDir
    private Path directory = Path.of("");

    @Test
    void version_isAdded() throws IOException {
        for (String version : new String[] {"1.10.0", "1.9.0"}) {
            write("coder/" + STARTED + "/" + version + ".json", schema(STARTED, version, "{}"));
        }
        SchemaCatalog catalog = load();
        assertThat(catalog.versions(STARTED)).containsExactly("1.0.0", "1.9.0", "1.10.0");
        Events.valid(check(catalog, Events.started().put("version", "1.9.0")));
        Events.valid(check(catalog, Events.started()));
        assertThat(Events.invalid(check(catalog, Events.started().put("version", "2")))
                        .rejection()
                        .message())
                .endsWith("known: 1.0.0, 1.9.0, 1.10.0");
    }

    @Test
    void type_isAdded() throws IOException {
        write(NEW_TYPE, newType("{}"));
        write("README.md", "not of the layout, but no .json either");
        write("..data/skipped.json", "hidden");
        SchemaCatalog catalog = load();
        assertThat(catalog.dialectOf("workflow.review.requested").map(Dialect::name))
                .contains("coder");
        assertThat(Events.valid(check(catalog, newEvent())).routingKey()).isEqualTo("workflow.review.requested");
    }

    @Test
    void builtInFile_mayBeRepeatedButNotRedefined() throws IOException {
        String path = "coder/" + STARTED + "/1.0.0.json";
        String source = Events.BUILT_IN.find(STARTED, "1.0.0").orElseThrow().source();
        write(path, source.replace("\n", "\n  "));
        assertThat(load().types()).isEqualTo(Events.BUILT_IN.types());

        write(path, source.replace("\"title\": \"", "\"title\": \"My "));
        assertRefused(path, "says something else than class path /schemas/" + path);
        write(path, source);
        write("coder/dialect.json", "{\"name\": \"coder\"}");
        assertRefused("coder/dialect.json", "says something else");
    }

    @Test
    void dialect_isAddedByFilesAlone() throws IOException {
        write("sixth/dialect.json", """
                {"name": "sixth", "title": "Typed workflow events",
                 "pointers": {"id": ["/event_id"], "type": ["/event_type"], "version": ["/metadata/version"],
                   "time": ["/timestamp"], "source": ["/source"], "workflow": ["/workflow_run_id", "/workflow_id"]},
                 "defaults": {"id": "content-sha256", "version": "1.0", "time": "receipt"},
                 "timeWithoutZone": "utc",
                 "routingKey": "{/metadata/environment}.{source}.{type}.v{version}",
                 "states": {"sixth.triggered": "running"}}
                """);
        write("sixth/sixth.triggered/1.0.json", """
                {"$schema": "http://json-schema.org/draft-07/schema#",
                 "type": "object", "required": ["event_type", "source", "metadata"],
                 "properties": {"event_type": {"const": "sixth.triggered"},
                   "source": {"enum": ["airflow", "langgraph", "fastapi"]},
                   "metadata": {"type": "object", "properties": {"version": {"const": "1.0"}}}}}
                """);
        SchemaCatalog catalog = load();
        Instant receipt = Instant.parse("2025-01-28T00:00:00Z");
        EventValidator validator = new EventValidator(catalog, ValidationLimits.DEFAULTS, InstantSource.fixed(receipt));
        String bare = """
                {"event_type": "sixth.triggered", "source": "airflow", "workflow_id": 17,
                 "metadata": {"environment": "prod"}}""";

        Verdict.Valid valid = Events.valid(validator.check(Events.content(bare), Optional.empty()));
        WorkflowEvent event = valid.event();
        assertThat(event.id()).isEqualTo(event.content().sha256Hex());
        assertThat(event.version()).isEqualTo("1.0");
        assertThat(event.time()).isEqualTo(receipt);
        assertThat(event.tenant()).isEqualTo(WorkflowEvent.NIL_TENANT);
        assertThat(event.workflowId()).contains("17");
        assertThat(valid.routingKey()).isEqualTo("prod.airflow.sixth.triggered.v1.0");
        assertThat(catalog.stateRule(event.type()).flatMap(StateRule::always)).contains(WorkflowState.RUNNING);

        String full = bare.replaceFirst("\\{", "{\"event_id\": \"e-1\", \"timestamp\": \"2025-01-27T10:00:00.5\", ");
        WorkflowEvent stated = Events.valid(validator.check(Events.content(full), Optional.empty()))
                .event();
        assertThat(stated.id()).isEqualTo("e-1");
        assertThat(stated.time()).isEqualTo(Instant.parse("2025-01-27T10:00:00.5Z"));

        Rejection withoutKey = Events.invalid(
                        validator.check(Events.content(bare.replace("environment", "env")), Optional.empty()))
                .rejection();
        assertThat(withoutKey.message()).contains("lacks what its routing key");
        Events.valid(check(catalog, Events.started()));
    }

    @Test
    void dialectWithoutTypes_isRecognizedByWhatItsEventsHave() throws IOException {
        write("heartbeat/dialect.json", """
                {"name": "heartbeat", "title": "Heartbeats",
                 "pointers": {"time": ["/logged_at"], "source": ["/machine"]},
                 "defaults": {"id": "content-sha256", "type": "heartbeat.logged", "version": "1"},
                 "recognizedBy": ["/machine", "/stage"],
                 "routingKey": "heartbeat.{source}"}
                """);
        write("heartbeat/heartbeat.logged/1.json", """
                {"$schema": "http://json-schema.org/draft-07/schema#", "type": "object", "required": ["logged_at"]}
                """);
        EventValidator validator = new EventValidator(load(), ValidationLimits.DEFAULTS);
        String log = "{\"machine\": \"zephyr\", \"stage\": null, \"logged_at\": \"2025-11-20T00:00:00Z\"}";
        Verdict.Valid valid = Events.valid(validator.check(Events.content(log), Optional.of("heartbeat.zephyr")));
        assertThat(valid.event().type()).isEqualTo("heartbeat.logged");
        assertThat(Events.invalid(validator.check(Events.content("{\"stage\": 1}"), Optional.empty()))
                        .rejection()
                        .reason())
                .isEqualTo(RejectionReason.UNKNOWN_TYPE);
    }

    @Test
    void dialectOfPatterns_isAddedByFilesAlone() throws IOException {
        write("sensors/dialect.json", """
                {"name": "sensors", "title": "Sensors",
                 "pointers": {"type": ["/kind"], "time": ["/at"], "workflow": ["/run"]},
                 "defaults": {"id": "content-sha256", "version": "1", "time": "receipt"},
                 "routingKey": "{/site|/room}.{type}",
                 "routingKeyWords": {"/site": {"Main Street": "main"}},
                 "states": {"sensor.{name}.opened": "running",
                   "sensor.{name}.closed": {"by": "/how", "values": {"well": "completed", "2": "failed"}},
                   "sensor.door.closed": {"by": "/how", "values": {"well": "completed"}, "otherwise": "failed"}}}
                """);
        for (String type : List.of("sensor.{name}.opened", "sensor.{name}.closed", "sensor.door.closed")) {
            write("sensors/" + type + "/1.json", """
                    {"$schema": "http://json-schema.org/draft-07/schema#", "type": "object", "required": ["run"],
                     "$id": "https://example.org/sensors/%s/1.json",
                     "properties": {"kind": %s, "how": {"type": ["string", "integer"]}}}
                    """.formatted(
                            type.replace("{", "%7B").replace("}", "%7D"),
                            type.contains("{") ? "{\"type\": \"string\"}" : "{\"const\": \"" + type + "\"}"));
        }
        SchemaCatalog catalog = load();
        EventValidator validator = new EventValidator(catalog, ValidationLimits.DEFAULTS);
        String window = "{\"kind\": \"sensor.window.closed\", \"run\": 1, \"how\": 2, \"site\": \"Main Street\"}";

        Verdict.Valid valid =
                Events.valid(validator.check(Events.content(window), Optional.of("main.sensor.window.closed")));
        assertThat(valid.event().type()).isEqualTo("sensor.window.closed");
        assertThat(catalog.nameOf("sensor.window.closed")).contains("sensor.{name}.closed");
        assertThat(state(catalog, valid.event())).contains(WorkflowState.FAILED);
        assertThat(state(catalog, closed(validator, "sensor.window.closed", "badly")))
                .isEmpty();
        assertThat(state(catalog, closed(validator, "sensor.door.closed", "badly")))
                .contains(WorkflowState.FAILED);
        assertThat(state(catalog, closed(validator, "sensor.door.closed", "well")))
                .contains(WorkflowState.COMPLETED);

        assertThat(catalog.nameOf("sensor.door.closed")).contains("sensor.door.closed");
        assertThat(catalog.find("sensor.window.opened", "1").map(EventSchema::path))
                .contains("/schemas/sensors/sensor.%7Bname%7D.opened/1.json");
        Rejection unknown = Events.invalid(
                        validator.check(Events.content(window.replace("closed", "closd")), Optional.empty()))
                .rejection();
        assertThat(unknown.reason()).isEqualTo(RejectionReason.UNKNOWN_TYPE);
        assertThat(unknown.message()).contains("near: sensor.window.closed");
        assertThat(Events.invalid(validator.check(Events.content(window.replace("run", "walk")), Optional.empty()))
                        .rejection()
                        .violations())
                .extracting(Violation::schemaLocation)
                .containsExactly("/schemas/sensors/sensor.%7Bname%7D.closed/1.json#/required");
        String longType = "sensor." + "x".repeat(513) + ".opened";
        assertThat(Events.invalid(validator.check(
                                Events.content(window.replace("sensor.window.closed", longType)), Optional.empty()))
                        .rejection()
                        .violations())
                .extracting(Violation::pointer)
                .contains("/kind");
    }

    private static WorkflowEvent closed(EventValidator validator, String type, String how) {
        String event = "{\"kind\": \"" + type + "\", \"run\": 1, \"how\": \"" + how + "\", \"room\": \"r\"}";
        return Events.valid(validator.check(Events.content(event), Optional.of("r." + type)))
                .event();
    }

    private static Optional<WorkflowState> state(SchemaCatalog catalog, WorkflowEvent event) {
        return catalog.stateRule(event.type())
                .flatMap(rule -> rule.of(event.content().bytes()));
    }

    @ParameterizedTest
    @CsvSource({
        "{a}.{b}.done, {x}.{y}.done, may match both {x}.{y}.done and {a}.{b}.done",
        "sensor.{b}.done, {x}.door.done, may match both {x}.door.done and sensor.{b}.done",
        "{a}.{b}.done, {x}.{y}.{z}.done, ''",
        "{a}.{b}.done, {x}.door.done, ''",
        "{a}.{b}.done, {x}.{y}.gone, ''",
    })
    void patterns_thatMayMatchTheSameTypeWithEqualRank_areRefused(String one, String other, String says)
            throws IOException {
        for (String dialect : List.of("one", "other")) {
            write(dialect + "/dialect.json", """
                    {"name": "%s", "title": "T", "routingKey": "{type}", "pointers": {"type": ["/type"]},
                     "defaults": {"id": "content-sha256", "version": "1", "time": "receipt"}}
                    """.formatted(dialect));
            write(dialect + "/" + (dialect.equals("one") ? one : other) + "/1.json", """
                    {"$schema": "http://json-schema.org/draft-07/schema#", "type": "object"}
                    """);
        }
        if (says.isEmpty()) {
            assertThat(load().types()).contains(one, other);
        } else {
            assertRefused("other/" + other + "/1.json", says);
        }
    }

    @Test
    void pattern_withMoreLiteralSegments_wins() throws IOException {
        write("ranked/dialect.json", """
                {"name": "ranked", "title": "T", "routingKey": "{type}", "pointers": {"type": ["/kind"]},
                 "defaults": {"id": "content-sha256", "version": "1", "time": "receipt"}}
                """);
        for (String type : List.of("{a}.{b}.done", "{a}.door.done", "front.door.done", "{z}.{b}.{c}")) {
            write("ranked/" + type + "/1.json", """
                    {"$schema": "http://json-schema.org/draft-07/schema#", "type": "object",
                     "properties": {"kind": {"type": "string"%s}}}
                    """.formatted(
                            type.contains("{") ? "" : ", \"const\": \"" + type + "\""));
        }
        SchemaCatalog catalog = load();
        assertThat(catalog.nameOf("front.door.done")).contains("front.door.done");
        assertThat(catalog.nameOf("back.door.done")).contains("{a}.door.done");
        assertThat(catalog.nameOf("back.gate.done")).contains("{a}.{b}.done");
        assertThat(catalog.nameOf("back.gate.gone")).contains("{z}.{b}.{c}");
        // of two dialects whose types an event states, the one with a schema for just that type
        assertThat(dialectOf(catalog, "front.door.done")).isEqualTo("ranked");
        assertThat(dialectOf(catalog, "back.door.done")).isEqualTo("onex");
    }

    private static String dialectOf(SchemaCatalog catalog, String kind) {
        ObjectNode event = Events.example("{node_type}.{operation}.started").put("kind", kind);
        return catalog.recognize(event, Optional.empty())
                .orElseThrow()
                .dialect()
                .name();
    }

    @Test
    void dialectsWithoutTypes_recognizedByTheSame_areRefused() throws IOException {
        for (String dialect : List.of("one", "other")) {
            write(dialect + "/dialect.json", """
                    {"name": "@", "title": "T", "routingKey": "{type}", "pointers": {}, "recognizedBy": ["/a", "/b"],
                     "defaults": {"id": "content-sha256", "type": "@.t", "version": "1", "time": "receipt"}}
                    """.replace("@", dialect));
            write(dialect + "/" + dialect + ".t/1.json", """
                    {"$schema": "http://json-schema.org/draft-07/schema#", "type": "object"}
                    """);
        }
        assertRefused("other/dialect.json", "recognized by the same as those of the dialect \"one\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"^(a|a)*$", "(.*a){20}b", "^(a+)+$", "(a*)*c"})
    void hostileExpression_costsLinearTime(String regex) throws IOException {
        write(NEW_TYPE, newType("{\"note\": {\"pattern\": \"" + regex + "\"}}"));
        ObjectNode event = newEvent();
        event.withObject("/data").put("note", "a".repeat(30_000) + "!");
        // a backtracking engine would not be done before the end of the universe, or overflow its stack
        assertThat(Events.invalid(check(load(), event)).rejection().violations())
                .singleElement()
                .satisfies(violation -> assertThat(violation.keyword()).isEqualTo("pattern"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"email", "hostname", "ipv4", "ipv6", "uri", "uri-reference", "json-pointer", "date", "time"})
    void everyFormat_survivesALongValue(String format) throws IOException {
        write(NEW_TYPE, newType("{\"note\": {\"format\": \"" + format + "\"}}"));
        SchemaCatalog catalog = load();
        for (String part : new String[] {"a", "a.", "/a", "1.", "a@", "::", "\""}) {
            ObjectNode event = newEvent();
            event.withObject("/data").put("note", part.repeat(20_000));
            assertThat(Events.invalid(check(catalog, event)).rejection().violations())
                    .singleElement()
                    .satisfies(violation -> assertThat(violation.keyword()).isEqualTo("format"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"additionalProperties\": false}",
                "{\"additionalProperties\": {\"type\": \"string\"}}",
                "{\"propertyNames\": {\"maxLength\": 2}}",
                "{\"patternProperties\": {\"^u\": false}}",
                "{\"anyOf\": [{\"additionalProperties\": false}, {\"additionalProperties\": {\"type\": \"null\"}}]}",
            })
    void faults_100000ofThem_areToldUpToTheLimit(String rule) throws IOException {
        write(NEW_TYPE, schema("workflow.review.requested", "1.0.0", "{}").replace("\"@data\"", rule));
        ObjectNode event = newEvent();
        ObjectNode data = event.putObject("data");
        IntStream.range(0, 100_000).forEach(i -> data.put("unknown" + i + "x".repeat(i % 100), i));
        EventValidator validator = new EventValidator(load(), new ValidationLimits(1 << 24, 64, 50));
        Rejection rejection = Events.invalid(validator.check(Events.content(event.toString()), Optional.empty()))
                .rejection();
        assertThat(rejection.violations()).hasSize(50);
        assertThat(rejection.violations())
                .allSatisfy(violation -> assertThat(violation.message()).hasSizeLessThanOrEqualTo(300));
        assertThat(rejection.message()).hasSizeLessThan(600).contains("perhaps more than the 50");
    }

    @Test
    void faults_inAHugeArray_areToldUpToTheLimit() throws IOException {
        write(NEW_TYPE, newType("{\"list\": {\"items\": {\"type\": \"string\"}}}"));
        ObjectNode event = newEvent();
        IntStream.range(0, 100_000)
                .forEach(i -> event.withObject("/data").withArray("list").add(i));
        assertThat(Events.invalid(new EventValidator(load(), new ValidationLimits(1 << 24, 64, 7))
                                .check(Events.content(event.toString()), Optional.empty()))
                        .rejection()
                        .violations())
                .hasSize(7);
    }

    @Test
    void pointers_areThoseOfRfc6901() throws IOException {
        write(NEW_TYPE, newType("{\"map\": {\"additionalProperties\": {\"items\": {\"type\": \"string\"}}}}"));
        ObjectNode event = newEvent();
        event.withObject("/data")
                .putObject("map")
                .putArray("a/b~c d%\u00e9")
                .add("")
                .add(1);
        assertThat(Events.invalid(check(load(), event))
                        .rejection()
                        .violations()
                        .get(0)
                        .pointer())
                .isEqualTo("/data/map/a~1b~0c d%\u00e9/1");
    }

    @Test
    void reference_withinTheFileIsFollowed() throws IOException {
        write(
                NEW_TYPE,
                newType("{\"note\": {\"$ref\": \"#/definitions/note\"}}")
                        .replace(
                                "\"type\": \"object\"",
                                "\"definitions\": {\"note\": {\"type\": \"array\", \"items\": {\"$ref\": \"#/definitions/note\"}}},"
                                        + " \"type\": \"object\""));
        ObjectNode event = newEvent();
        event.withObject("/data").putArray("note").addArray().add(1);
        assertThat(Events.invalid(check(load(), event)).rejection().violations())
                .singleElement()
                .satisfies(violation -> {
                    assertThat(violation.pointer()).isEqualTo("/data/note/0/0");
                    assertThat(violation.schemaLocation())
                            .isEqualTo("/schemas/coder/workflow.review.requested/1.0.0.json#/definitions/note/type");
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // what takes the place of the schema's "x": 1 | what the message says
                "`\"x\": 1,`                                 | line 1, column 9 (byte 8): not JSON",
                "`\"x\": 1, \"x\": 2`                        | occurs twice",
                "`\"minProperties\": -1`                     | not a valid draft-07 schema: at /minProperties",
                "`\"allOf\": []`                             | not a valid draft-07 schema: at /allOf",
                "`\"requird\": []`                           | at /requird: \"requird\" is no keyword that is checked",
                "`\"$defs\": {}`                             | is no keyword that is checked",
                "`\"not\": {\"pattern\": \"(\"}`             | at /not/pattern: the regular expression \"(\"",
                "`\"not\": {\"pattern\": \"((((a{100}){100}){100}){100}){100}\"}` | its repetitions make it too large",
                "`\"not\": {\"pattern\": \"[\\\\][]((((a{100}){100}){100}){100}){100}\"}` | its repetitions make it too large",
                "`\"not\": {\"pattern\": \"[[:]((((a{100}){100}){100}){100}){100}\"}` | its repetitions make it too large",
                "`\"not\": {\"pattern\": \"((((((([a]{9}){9,}){2,9}){9}){9}){9}){9}){9}\"}` | its repetitions make it too large",
                "`\"not\": {\"pattern\": \"(?=a)b\"}`        | without look-around",
                "`\"patternProperties\": {\"(a\": {}}`       | at /patternProperties: the regular expression",
                "`\"not\": {\"format\": \"uid\"}`            | the format \"uid\" is not one that is checked here",
                "`\"not\": {\"format\": \"regex\"}`          | these are: date, date-time, email",
                "`\"not\": {\"$id\": \"https://example.org/x\"}` | at /not/$id: only the root",
                "`\"allOf\": [{\"$ref\": \"https://example.org/common.json\"}]` | at /allOf/0/$ref: \"https://example.org",
                "`\"allOf\": [{\"$ref\": \"http://json-schema.org/draft-07/schema#\"}]` | leaves the file",
                "`\"allOf\": [{\"$ref\": \"common.json#/definitions/a\"}]` | nothing is ever fetched",
                "`\"allOf\": [{\"$ref\": \"file:///etc/passwd\"}]` | leaves the file",
                "`\"allOf\": [{\"$ref\": \"#/definitions/no\"}]` | \"#/definitions/no\" finds no schema",
                "`\"allOf\": [{\"$ref\": \"#anchor\"}]`      | \"#anchor\" finds no schema",
                "`\"allOf\": [{\"$ref\": \"#/x-hidden\"}], \"x-hidden\": {}` | finds no schema",
                "`\"allOf\": [{\"$ref\": \"#\"}]`            | at /allOf/0/$ref: leads back to itself",
                "`\"definitions\": {\"a\": {\"not\": {\"$ref\": \"#/definitions/b\"}}, \"b\": {\"if\": {\"$ref\": \"#/definitions/a\"}}}` | leads back to itself",
                "`\"$id\": \"https://example.org/1.0.0.json\"` | does not end with its place",
                "`\"examples\": [{}]`                        | its own example at /examples/0 is invalid",
            })
    void schema_thatCannotBeUsed_isNamed(String fault, String says) throws IOException {
        write(NEW_TYPE, newType("{}").replace("\"x-test\": 1", fault));
        assertRefused(NEW_TYPE, says);
    }

    @Test
    void schema_thatContradictsItsPlace_isNamed() throws IOException {
        write(NEW_TYPE, newType("{}").replace("\"workflow.review.requested\"", "\"workflow.review.request\""));
        assertRefused(NEW_TYPE, "its type is the constant \"workflow.review.request\" at /type");
        write(NEW_TYPE, newType("{}").replace("\"const\": \"1.0.0\"", "\"const\": \"1.0\""));
        assertRefused(NEW_TYPE, "its version is the constant \"1.0\" at /version, but its place says \"1.0.0\"");
        write(NEW_TYPE, newType("{}").replace("\"const\": \"1.0.0\"", "\"type\": \"string\""));
        assertRefused(NEW_TYPE, "its version must be the constant \"1.0.0\" at [/version]");
        write(NEW_TYPE, newType("{}").replace("draft-07", "draft-04"));
        assertRefused(NEW_TYPE, "its $schema must be");
    }

    @ParameterizedTest
    @CsvSource({
        "stray.json, is neither",
        "coder/stray.json, is neither",
        "coder/a type/1.json, is no name of an event type",
        "coder/{a/1.json, is no name of an event type",
        "coder/x{a}.b/1.json, is no name of an event type",
        "coder/{a}..b/1.json, is no name of an event type",
        "coder/{A}.b/1.json, is no name of an event type",
        "coder/a/ 1.json, is no version",
        "Coder/a/1.json, is no name of a dialect",
        "coder/a/b/1.json, is a folder within the folder of an event type",
        "nowhere/a/1.json, has no dialect.json",
    })
    void file_outOfTheLayout_isNamed(String path, String says) throws IOException {
        write(path, "{}");
        assertRefused(path.replace("/b/1.json", "/b"), says);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`\"name\": \"extra\"` | `\"name\": \"other\"` | its name \"other\" is not that of its folder",
                "`[\"/id\"]`           | `[\"id\"]`            | at /pointers/id/0: does not match",
                "`[\"/id\"]`           | `[]`                  | at /pointers/id: must have at least 1",
                "`\"id\": [\"/id\"],`  | ``                    | neither a pointer nor a default for \"id\"",
                "`\"title\": \"Extra\",` | ``                  | required property 'title'",
                "`\"title\"`           | `\"titel\"`           | at : ",
                "`{type}`              | `{typ}`               | placeholder {typ} is neither",
                "`{type}`              | `{type`               | lacks a closing brace",
                "`\"running\"`         | `\"waiting\"`         | at /states/extra.done: does not have a value in",
                "`\"running\"`         | `{\"by\": \"/a\"}`   | at /states/extra.done: required property 'values'",
                "`\"running\"`         | `{\"by\": \"a\", \"values\": {\"b\": \"failed\"}}` | at /states/extra.done/by: does not match",
                "`\"running\"`         | `{\"by\": \"/a\", \"values\": {\"b\": \"gone\"}}` | at /states/extra.done/values/b: does not have",
                "`{type}`              | `{type|/a|b}`         | placeholder {b} is neither",
                "`\"title\"`           | `\"routingKeyWords\": {\"/a\": {\"b\": \"c.d\"}}, \"title\"` | at /routingKeyWords/~1a/b: does not match",
                "`\"extra.done\": `    | `\"extra.gone\": `    | names the type \"extra.gone\", of which",
                "`\"title\"`           | `\"defaults\": {\"type\": \"extra.done\"}, \"title\"` | need each other",
            })
    void dialect_thatCannotBeUsed_isNamed(String instead, String fault, String says) throws IOException {
        String dialect = """
                {"name": "extra", "title": "Extra",
                 "pointers": {"id": ["/id"], "type": ["/type"], "version": ["/version"], "time": ["/timestamp"]},
                 "routingKey": "{type}", "states": {"extra.done": "running"}}
                """;
        write("extra/extra.done/1.0.0.json", schema("extra.done", "1.0.0", "{}"));
        write("extra/dialect.json", dialect);
        assertThat(load().types()).contains("extra.done");
        write("extra/dialect.json", dialect.replace(instead, fault));
        assertRefused("extra/dialect.json", says);
    }

    @Test
    void type_ofTwoDialects_isRefused() throws IOException {
        write("extra/dialect.json", """
                {"name": "extra", "title": "Extra", "routingKey": "{type}",
                 "pointers": {"id": ["/id"], "type": ["/type"], "version": ["/version"], "time": ["/timestamp"]}}
                """);
        write("extra/" + STARTED + "/2.json", schema(STARTED, "2", "{}"));
        assertRefused("extra/" + STARTED + "/2.json", "belongs to the dialect \"coder\" already");
    }

    @Test
    void directory_thatIsNone_isNamed() {
        Path missing = directory.resolve("missing");
        assertThatExceptionOfType(SchemaLoadException.class)
                .isThrownBy(() -> SchemaCatalog.load(Optional.of(missing)))
                .withMessage(missing + ": is not a directory");
    }

    private void assertRefused(String path, String says) {
        assertThatExceptionOfType(SchemaLoadException.class)
                .isThrownBy(this::load)
                .withMessageStartingWith(directory.resolve(path) + ": ")
                .withMessageContaining(says);
    }

    private SchemaCatalog load() {
        return SchemaCatalog.load(Optional.of(directory));
    }

    private static Verdict check(SchemaCatalog catalog, ObjectNode event) {
        return new EventValidator(catalog, ValidationLimits.DEFAULTS)
                .check(Events.content(event.toString()), Optional.empty());
    }

    private void write(String path, String text) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static ObjectNode newEvent() {
        return Events.started().put("type", "workflow.review.requested");
    }

    private static String newType(String dataProperties) {
        return schema("workflow.review.requested", "1.0.0", dataProperties)
                .replace("\"@data\"", "{\"type\": \"object\", \"properties\": " + dataProperties + "}");
    }

    /** A schema in one line, whose {@code "x-test": 1} and {@code "@data"} can be replaced. */
    private static String schema(String type, String version, String data) {
        return "{\"x-test\": 1, \"$schema\": \"http://json-schema.org/draft-07/schema#\", \"type\": \"object\","
                + " \"required\": [\"id\"], \"properties\": {\"type\": {\"const\": \"" + type + "\"},"
                + " \"version\": {\"const\": \"" + version + "\"}, \"data\": "
                + (type.equals("workflow.review.requested") ? "\"@data\"" : data) + "}}";
    }
}
