package io.tallygate.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The audit queue's bindings: narrow, but no event that a dialect can publish may miss them. */
class BindingKeysTest {
    @TempDir
    private Path directory = Path.of("");

    static List<EventSchema> schemas() {
        return Events.BUILT_IN.schemas();
    }

    @Test
    void bindingKeys_areThoseOfTheBuiltInDialects() {
        assertThat(Events.BUILT_IN.bindingKeys())
                .containsExactly(
                        "*.*.#.v1", "activity.#", "cloudevents.#", "openlineage.*", "workflow-log.#", "workflow.#");
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void everyExample_isRoutedToTheAuditQueue_unlessTheGatewayMakesIt(EventSchema schema) {
        schema.document().path("examples").forEach(example -> {
            String key = Events.valid(Events.check(example.toString())).routingKey();
            if (Events.BUILT_IN.isMadeByGateway(schema.dialect())) {
                // it is not published, so it need not come back
                assertThat(Events.BUILT_IN.bindingKeys())
                        .noneSatisfy(binding -> assertThat(binding).startsWith("tallygate"));
            } else {
                assertThat(Events.BUILT_IN.bindingKeys()).anySatisfy(binding -> assertMatches(binding, key));
            }
        });
    }

    private static void assertMatches(String binding, String key) {
        String regex = ("." + binding)
                .replace(".#", "@any@")
                .replace(".*", "@one@")
                .replace(".", "[.]")
                .replace("@any@", "([.][^.]*)*")
                .replace("@one@", "[.][^.]*");
        assertThat("." + key).matches(regex);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "->",
            value = {
                "{type}                         -> extra.#",
                "x.{type}.{/free}               -> x.extra.#",
                "{/one}.{type}.v1               -> *.extra.#.v1",
                "{/one|/set}.end                -> *.end",
                "{/one|/free}.end               -> #.end",
                "{/free}.{/free}.{/one}         -> #.*",
                "{/number}.{/fixed}.{/dotted}   -> *.*.#",
                "v{/one}.w{/free}               -> *.#",
                "{version}.{source}             -> #.*",
                "{/wide}.{/escaped}.{/range}    -> #",
                "{/absent}.x                    -> #.x",
            })
    void bindingKey_isAsNarrowAsTheSchemasAllow(String template, String key) throws IOException {
        write("extra/dialect.json", """
                {"name": "extra", "title": "Extra", "routingKey": "%s",
                 "pointers": {"id": ["/id"], "type": ["/type"], "version": ["/version"], "time": ["/time"], "source": ["/one"]}}
                """.formatted(template));
        for (String type : List.of("extra.done", "extra.gone.away")) {
            write("extra/" + type + "/1.0.json", """
                    {"$schema": "http://json-schema.org/draft-07/schema#", "type": "object", "properties": {
                     "type": {"const": "%s"}, "version": {"const": "1.0"}, "free": {"type": "string"},
                     "one": {"enum": ["a", "b"]}, "set": {"pattern": "^[a-z][a-z0-9_-]*$"}, "number": {"type": "integer"},
                     "fixed": {"const": "x"}, "dotted": {"enum": ["a", "1.0"]}, "wide": {"pattern": "^.+$"},
                     "escaped": {"pattern": "^\\\\w+$"}, "range": {"pattern": "^[+-9]+$"}}}
                    """.formatted(type));
        }
        assertThat(SchemaCatalog.load(Optional.of(directory)).bindingKeys()).contains(key);
    }

    private void write(String path, String text) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
