package io.tallygate.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a schema marks is masked, wherever the mark stands, and nothing else is touched. */
class RedactionTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String S = "{\"x-sensitive\":true}";

    @TempDir
    private Path directory;

    private static SensitiveFields fields(String schema) throws IOException {
        JsonNode document = MAPPER.readTree(schema);
        SchemaRules.check("test", document);
        return SensitiveFields.of(document);
    }

    private static String masked(String schema, String event) throws IOException {
        return MaskedJson.of(fields(schema), event);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "{'properties':{'a':S}} => {'a':'x','b':'y'} => {'a':M,'b':'y'}",
                "{'properties':{'a':S}} => { 'b' : 1.50e3 , 'a' : 12.5 } => { 'b' : 1.50e3 , 'a' : M }",
                "{'properties':{'a':S}} => {'a':{'deep':[1,2]},'b':null} => {'a':M,'b':null}",
                "{'properties':{'a':S}} => {'b':{'a':'shown'}} => {'b':{'a':'shown'}}",
                "{'properties':{'l':{'items':S}}} => {'l':['x',7,{}]} => {'l':[M,M,M]}",
                "{'properties':{'l':{'items':[{},S],'additionalItems':S}}} => {'l':[1,2,3]} => {'l':[1,M,M]}",
                "{'properties':{'l':{'contains':S}}} => {'l':[1]} => {'l':[M]}",
                "{'patternProperties':{'^p_':S}} => {'p_1':1,'q':2} => {'p_1':M,'q':2}",
                "{'properties':{'a':{}},'additionalProperties':S} => {'a':1,'b':2} => {'a':1,'b':M}",
                "{'allOf':[{'properties':{'a':S}}]} => {'a':1} => {'a':M}",
                "{'anyOf':[{'properties':{'a':S}},{}]} => {'a':1} => {'a':M}",
                "{'oneOf':[{},{'properties':{'a':S}}]} => {'a':1} => {'a':M}",
                "{'if':{},'then':{},'else':{'properties':{'a':S}}} => {'a':1} => {'a':M}",
                "{'not':{'properties':{'a':S}}} => {'a':1} => {'a':M}",
                "{'dependencies':{'b':{'properties':{'a':S}}}} => {'a':1} => {'a':M}",
                "{'properties':{'a':{'$ref':'#/definitions/n'}},'definitions':{'n':S}} => {'a':1} => {'a':M}",
                "{'properties':{'a':{'$ref':'#/definitions/n','x-sensitive':true}},'definitions':{'n':{}}} => {'a':1} => {'a':M}",
                "{'properties':{'n':{'$ref':'#'},'v':S}} => {'n':{'n':{'v':1}},'v':2} => {'n':{'n':{'v':M}},'v':M}",
                "{'properties':{'a':{'x-sensitive':false}}} => {'a':1} => {'a':1}",
                "S => {'a':1} => M",
            })
    void marked_isMasked_andTheRestStaysAsItWasWritten(String schema, String event, String expected)
            throws IOException {
        assertThat(masked(json(schema).replace("S", S), json(event)))
                .isEqualTo(json(expected).replace("M", "\"" + Redaction.MASK + "\""));
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    @Test
    void escapedNamesAndTexts_areTheSameFields() throws IOException {
        assertThat(masked(
                        json("{'properties':{'a/b':S}}").replace("S", S),
                        "{\"\\u0061\\/b\":\"\\\"}\\u2022\",\"c\":\"\uD83D\uDE00\"}"))
                .isEqualTo("{\"\\u0061\\/b\":\"" + Redaction.MASK + "\",\"c\":\"\uD83D\uDE00\"}");
    }

    @Test
    void places_areListed() throws IOException {
        assertThat(fields(
                                json("{'properties':{'a':S,'l':{'items':{'properties':{'b':S}}},'n':{'$ref':'#'}},'additionalProperties':S}")
                                        .replace("S", S))
                        .places())
                .containsExactly("/*", "/a", "/l/*/b", "/n/*", "/n/a", "/n/l/*/b");
    }

    @Test
    void covers_saysWhetherAPlaceIsWithinOne() throws IOException {
        SensitiveFields fields =
                fields(json("{'properties':{'a':S,'l':{'items':S}}}").replace("S", S));

        assertThat(List.of("/a", "/a/b/0", "/l/3", "/l/*"))
                .allMatch(place -> fields.covers(JsonPointer.compile(place)));
        assertThat(List.of("", "/b", "/l")).noneMatch(place -> fields.covers(JsonPointer.compile(place)));
    }

    @Test
    void eventOfAnUnknownSchema_orUnreadable_isWithheld() {
        Redaction redaction = new Redaction(Events.BUILT_IN);
        String type = "tallygate.configuration.viewed";

        assertThat(redaction.masked("gone", "1", "{\"a\":1}")).doesNotContain("1");
        assertThat(redaction.masked(type, "1.0.0", "{\"a\":")).doesNotContain("a");
        assertThat(redaction.maskedClaim(Optional.of(type), Optional.of("1.0.0"), "{\"a\":"))
                .isEmpty();
        assertThat(redaction.maskedClaim(Optional.of(type), Optional.empty(), "{}"))
                .isEmpty();
        assertThat(redaction.coversClaim(Optional.of("gone"), Optional.empty(), "/a"))
                .isTrue();
    }

    @Test
    void actsOfThePerson_hideNameAndAddress_andNothingElse() {
        String event = Events.BUILT_IN
                .find("tallygate.key.created", "1.0.0")
                .orElseThrow()
                .document()
                .at("/examples/0")
                .toString();

        String shown = new Redaction(Events.BUILT_IN).masked("tallygate.key.created", "1.0.0", event);

        assertThat(shown)
                .isEqualTo(event.replace("\"Ada Example\"", "\"" + Redaction.MASK + "\"")
                        .replace("\"10.0.3.17\"", "\"" + Redaction.MASK + "\""))
                .isNotEqualTo(event);
    }

    @Test
    void whatHasTheMask_isKnown() {
        assertThat(Redaction.isIn("{\"a\":[\"\\u2022\\u2022\\u2022\"]}".getBytes(StandardCharsets.UTF_8)))
                .isTrue();
        assertThat(Redaction.isIn("{\"a\":\"\u2022\u2022\u2022 text\"}".getBytes(StandardCharsets.UTF_8)))
                .isFalse();
        assertThat(Redaction.isIn("no json".getBytes(StandardCharsets.UTF_8))).isFalse();
    }

    @Test
    void fieldThatListsShow_cannotBeSensitive() throws IOException {
        String schema = Events.BUILT_IN
                .find("workflow.step.completed", "1.0.0")
                .orElseThrow()
                .source()
                .replace("1.0.0", "1.1.0");
        write("coder/workflow.step.completed/1.1.0.json", schema.replace("\"minLength\": 1", "\"x-sensitive\": true"));

        assertThatExceptionOfType(SchemaLoadException.class)
                .isThrownBy(() -> SchemaCatalog.load(Optional.of(directory)))
                .withMessageContaining("/data/step")
                .withMessageContaining("x-sensitive");
    }

    @Test
    void markThatIsNoBoolean_isRefused() {
        assertThatExceptionOfType(SchemaLoadException.class)
                .isThrownBy(() -> fields("{\"properties\":{\"a\":{\"x-sensitive\":\"true\"}}}"))
                .withMessageContaining("/properties/a/x-sensitive");
    }

    @Test
    void failureText_isHiddenWhereASchemaOfItsDialectSaysSo() throws IOException {
        assertThat(new Redaction(Events.BUILT_IN).hidesFailures("coder")).isFalse();
        JsonNode failed = Events.BUILT_IN
                .find("workflow.opportunity.analysis.failed", "1.0.0")
                .orElseThrow()
                .document();
        ((ObjectNode) failed.at("/properties/data/properties/error")).put("x-sensitive", true);
        write(
                "coder/workflow.opportunity.analysis.failed/1.1.0.json",
                failed.toString().replace("1.0.0", "1.1.0"));

        assertThat(new Redaction(SchemaCatalog.load(Optional.of(directory))).hidesFailures("coder"))
                .isTrue();
    }

    private void write(String path, String text) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
