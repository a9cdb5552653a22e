package io.tallygate.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.testkit.CollidingNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** Schemas as a user might add them, each with the keyword that costs most, and what that keyword likes least. */
final class CostlySchemas {
    private static final String MARK = "@here@";
    private static final List<String> COLLIDING = CollidingNames.ofStrings(20_000);

    private CostlySchemas() {}

    static Stream<Attacked> attacked() {
        Map<String, String> rules = rules();
        try {
            Path directory = Files.createTempDirectory("costly");
            int number = 0;
            Map<String, String> types = new LinkedHashMap<>();
            for (Map.Entry<String, String> rule : rules.entrySet()) {
                String type = "costly.n" + number++;
                types.put(type, rule.getKey());
                Path file = directory.resolve("coder/" + type + "/1.0.0.json");
                Files.createDirectories(file.getParent());
                Files.writeString(file, schema(type, rule.getValue()));
            }
            EventValidator validator =
                    new EventValidator(SchemaCatalog.load(Optional.of(directory)), ValidationLimits.DEFAULTS);
            return types.entrySet().stream()
                    .map(type -> new Attacked(type.getValue(), validator, attacks(type.getKey())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the property {@code fill} of the data must be, by a name. */
    private static Map<String, String> rules() {
        Map<String, String> rules = new LinkedHashMap<>();
        rules.put("uniqueItems", "{\"uniqueItems\": true}");
        rules.put("items of wrong type", "{\"items\": {\"type\": \"boolean\"}}");
        rules.put(
                "items none of 20",
                "{\"items\": {\"anyOf\": [" + repeated(20, i -> "{\"const\": \"no" + i + "\"}") + "]}}");
        rules.put(
                "items one of 20",
                "{\"items\": {\"oneOf\": [" + repeated(20, i -> "{\"minimum\": " + i + ", \"minLength\": " + i + "}")
                        + "]}}");
        rules.put("no property at all", "{\"additionalProperties\": false}");
        rules.put("names by a pattern", "{\"propertyNames\": {\"pattern\": \"^(a|b)*$\"}}");
        rules.put(
                "properties by patterns",
                "{\"patternProperties\": {\"^a\": {\"type\": \"boolean\"}, \"b.*c\": false, \"(x+x+)+y\": false}}");
        rules.put("contains", "{\"contains\": {\"const\": \"nowhere\"}}");
        rules.put("multipleOf", "{\"items\": {\"multipleOf\": 0.0000001}}");
        rules.put("pattern (.*a){20}b", "{\"items\": {\"pattern\": \"(.*a){20}b\"}, \"pattern\": \"(.*a){20}b\"}");
        rules.put(
                "pattern of 1,000 letters",
                "{\"items\": {\"pattern\": \"^[a-z]{1,1000}$\"}, \"pattern\": \"([a-z]{1,50}){1,20}!\"}");
        rules.put("recursion by anyOf", "{\"$ref\": \"#/definitions/node\"}");
        rules.put("recursion by allOf", "{\"$ref\": \"#/definitions/both\"}");
        AssertedFormats.byName().keySet().stream()
                .sorted()
                .forEach(format -> rules.put(
                        "format " + format,
                        "{\"format\": \"" + format + "\", \"items\": {\"format\": \"" + format + "\"}}"));
        return rules;
    }

    private static String repeated(int times, IntFunction<String> part) {
        return String.join(
                ",", java.util.stream.IntStream.range(0, times).mapToObj(part).toList());
    }

    private static String schema(String type, String rule) {
        return """
                {"$schema": "http://json-schema.org/draft-07/schema#", "type": "object",
                 "required": ["id", "type", "version", "timestamp", "data"],
                 "properties": {"type": {"const": "%s"}, "version": {"const": "1.0.0"}, "data": {"properties": {"fill": %s}}},
                 "definitions": {
                  "node": {"anyOf": [{"properties": {"a": {"$ref": "#/definitions/node"}}, "required": ["b"]},
                                     {"properties": {"a": {"$ref": "#/definitions/node"}}, "required": ["c"]},
                                     {"type": "string"}]},
                  "both": {"allOf": [{"properties": {"a": {"$ref": "#/definitions/both"}}},
                                     {"properties": {"a": {"$ref": "#/definitions/both"}}}]}}}
                """.formatted(type, rule);
    }

    private static List<Attack> attacks(String type) {
        List<Attack> all = new ArrayList<>();
        elements()
                .forEach((name, element) ->
                        all.add(new Attack("array of " + name, Attack.filled(event(type), "[", element, "]"))));
        elements()
                .forEach((name, element) -> all.add(new Attack(
                        "object of " + name,
                        Attack.filled(
                                event(type),
                                "{",
                                i -> "\"" + COLLIDING.get(i % COLLIDING.size()) + "\":" + element.apply(i),
                                "}"))));
        for (String text : List.of("a", "a@", "a.", "1:", "/~0", "%41", "x!", "a:/?#[]@", "\\ud83d\\ude00")) {
            for (int length : new int[] {2_040, 250_000}) {
                String one = text.repeat(length / text.length());
                all.add(new Attack(
                        text + " repeated to " + length, Attack.filled(event(type), "[", i -> "\"" + one + "\"", "]")));
                all.add(new Attack(
                        text + " repeated to " + length + ", alone",
                        Attack.filled(event(type), "", i -> i == 0 ? "\"" + one + "\"" : "", "")));
            }
        }
        String matching = "a".repeat(2_040) + "b";
        all.add(new Attack(
                "a repeated to 2040, then b", Attack.filled(event(type), "[", i -> "\"" + matching + "\"", "]")));
        all.add(new Attack(
                "nesting of objects",
                Attack.filled(event(type), "", i -> i == 0 ? "{\"a\":".repeat(61) + "1" + "}".repeat(61) : "", "")));
        return all;
    }

    private static Map<String, IntFunction<String>> elements() {
        Map<String, IntFunction<String>> all = new LinkedHashMap<>();
        all.put("zeros", i -> "0");
        all.put("numbers", i -> Integer.toString(i));
        all.put("decimals", i -> i + ".5e-" + i % 300);
        all.put("long decimals", i -> "1.7976931348623157" + "1".repeat(70) + i % 10 + "e308");
        all.put("texts of one hash", i -> "\"" + COLLIDING.get(i % COLLIDING.size()) + "\"");
        all.put("empty objects", i -> "{}");
        all.put("objects of one hash", i -> "{\"" + COLLIDING.get(i % COLLIDING.size()) + "\":1}");
        all.put("nests", i -> "[".repeat(50) + i + "]".repeat(50));
        all.put("small texts", i -> "\"a" + i + "\"");
        return all;
    }

    private static ObjectNode event(String type) {
        try {
            return (ObjectNode) Events.MAPPER.readTree("""
                    {"id": "x", "type": "%s", "version": "1.0.0", "timestamp": "2026-01-01T00:00:00Z",
                     "data": {"fill": "%s"}}""".formatted(type, MARK));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
