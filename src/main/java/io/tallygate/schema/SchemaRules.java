package io.tallygate.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the gateway asks of a draft-07 schema beyond its meta-schema, so that validating can neither fetch anything nor
 * run away, and checks what it seems to check:
 *
 * <ul>
 *   <li>{@code $ref} stays within the file and finds a schema; no chain of them returns to its start without going
 *       into the event,
 *   <li>{@code $id} stands at the root only,
 *   <li>every regular expression is one of RE2/J,
 *   <li>every {@code format} is one of {@link AssertedFormats},
 *   <li>every keyword is one of draft-07 or starts with {@code x-}: a misspelt one would be ignored.
 * </ul>
 */
final class SchemaRules {
    /** Keywords whose value is a schema that applies to the same part of the event. */
    private static final List<String> SAME_PLACE = List.of("not", "if", "then", "else");

    /** Keywords whose value is a list of such schemas. */
    private static final List<String> SAME_PLACE_LISTS = List.of("allOf", "anyOf", "oneOf");

    private static final List<String> DEEPER =
            List.of("items", "additionalItems", "contains", "additionalProperties", "propertyNames");
    private static final List<String> DEEPER_MAPS = List.of("properties", "patternProperties");
    private static final String DEFINITIONS = "definitions";
    private static final String DEPENDENCIES = "dependencies";
    private static final Set<String> WITH_SCHEMAS = Stream.of(
                    SAME_PLACE, SAME_PLACE_LISTS, DEEPER, DEEPER_MAPS, List.of(DEFINITIONS, DEPENDENCIES))
            .flatMap(List::stream)
            .collect(Collectors.toUnmodifiableSet());

    private static final String REF = "$ref";
    private static final String OURS = "x-";

    /** Keywords whose value is no schema. */
    private static final Set<String> OTHERS = Set.of(
            ("$schema $id $ref $comment title description default examples readOnly writeOnly type enum const format"
                            + " multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern"
                            + " maxItems minItems uniqueItems maxProperties minProperties required")
                    .split(" "));

    private final String file;
    private final JsonNode root;

    /** The schemas found, by pointer, each with the pointers of those that apply at its own place. */
    private final Map<String, Set<String>> schemas = new HashMap<>();

    private final Map<String, String> refs = new HashMap<>();

    private SchemaRules(String file, JsonNode root) {
        this.file = file;
        this.root = root;
    }

    /** @throws SchemaLoadException naming the place and the rule that is broken */
    static void check(String file, JsonNode root) {
        SchemaRules rules = new SchemaRules(file, root);
        rules.visit("");
        rules.resolveRefs();
        rules.refuseLoops();
    }

    private void visit(String pointer) {
        JsonNode schema = root.at(JsonPointer.compile(pointer));
        Set<String> samePlace = new HashSet<>();
        schemas.put(pointer, samePlace);
        if (!schema.isObject()) {
            return; // true or false
        }
        if (schema.has("$id") && !pointer.isEmpty()) {
            throw fault(pointer + "/$id", "only the root of a schema may have an $id");
        }
        if (schema.has(REF)) {
            refs.put(pointer, schema.get(REF).asText());
        }
        schema.fieldNames().forEachRemaining(keyword -> checkKeyword(pointer, keyword));
        if (schema.has(SensitiveFields.KEYWORD)
                && !schema.get(SensitiveFields.KEYWORD).isBoolean()) {
            throw fault(pointer + "/" + SensitiveFields.KEYWORD, "must be true or false");
        }
        checkFormat(pointer, schema);
        checkPatterns(pointer, schema);
        SAME_PLACE.forEach(keyword -> visitSamePlace(schema, pointer, keyword, samePlace));
        SAME_PLACE_LISTS.forEach(keyword -> visitAll(schema, pointer, keyword, samePlace));
        visitAll(schema, pointer, DEPENDENCIES, samePlace);
        DEEPER.forEach(keyword -> visitDeeper(schema, pointer, keyword));
        DEEPER_MAPS.forEach(keyword -> visitAll(schema, pointer, keyword, new HashSet<>()));
        visitAll(schema, pointer, DEFINITIONS, new HashSet<>());
    }

    private void visitSamePlace(JsonNode schema, String pointer, String keyword, Set<String> samePlace) {
        if (schema.has(keyword)) {
            String place = pointer + "/" + keyword;
            samePlace.add(place);
            visit(place);
        }
    }

    private void visitDeeper(JsonNode schema, String pointer, String keyword) {
        if (schema.path(keyword).isArray()) {
            visitAll(schema, pointer, keyword, new HashSet<>());
        } else if (schema.has(keyword)) {
            visit(pointer + "/" + keyword);
        }
    }

    /** Visits every schema in a list or map of schemas and adds its place to the given ones. */
    private void visitAll(JsonNode schema, String pointer, String keyword, Set<String> places) {
        JsonNode all = schema.path(keyword);
        for (int i = 0; all.isArray() && i < all.size(); i++) {
            places.add(pointer + "/" + keyword + "/" + i);
        }
        all.fields().forEachRemaining(entry -> {
            if (!entry.getValue().isArray()) { // a dependency may be a list of names
                places.add(pointer + "/" + keyword + "/" + Pointers.escape(entry.getKey()));
            }
        });
        places.stream()
                .filter(place -> place.startsWith(pointer + "/" + keyword + "/"))
                .forEach(this::visit);
    }

    private void checkKeyword(String pointer, String keyword) {
        if (!OTHERS.contains(keyword) && !WITH_SCHEMAS.contains(keyword) && !keyword.startsWith(OURS)) {
            throw fault(
                    pointer + "/" + Pointers.escape(keyword),
                    "\"" + keyword + "\" is no keyword that is checked here; one that is none must start with " + OURS);
        }
    }

    private void checkFormat(String pointer, JsonNode schema) {
        JsonNode format = schema.path("format");
        if (format.isTextual() && !AssertedFormats.byName().containsKey(format.asText())) {
            throw fault(
                    pointer + "/format",
                    "the format \"" + format.asText() + "\" is not one that is checked here; these are: "
                            + String.join(
                                    ", ",
                                    AssertedFormats.byName().keySet().stream()
                                            .sorted()
                                            .toList()));
        }
    }

    private void checkPatterns(String pointer, JsonNode schema) {
        if (schema.has("pattern")) {
            checkPattern(pointer + "/pattern", schema.get("pattern").asText());
        }
        schema.path("patternProperties")
                .fieldNames()
                .forEachRemaining(regex -> checkPattern(pointer + "/patternProperties", regex));
    }

    private void checkPattern(String pointer, String regex) {
        try {
            Re2Expressions.compile(regex);
        } catch (PatternSyntaxException e) {
            throw fault(
                    pointer,
                    "the regular expression \"" + regex + "\" cannot be used: " + e.getDescription()
                            + " (expressions are those of RE2: without look-around and back references)");
        }
    }

    private void resolveRefs() {
        refs.forEach((pointer, ref) -> {
            String place = pointer + "/" + REF;
            if (!ref.startsWith("#")) {
                throw fault(place, "\"" + ref + "\" leaves the file; nothing is ever fetched, use #/definitions/...");
            }
            String target = Pointers.ofFragment(ref);
            if (!schemas.containsKey(target)) {
                throw fault(place, "\"" + ref + "\" finds no schema in the file");
            }
            // beside a $ref, draft-07 ignores every other keyword
            schemas.put(pointer, Set.of(target));
        });
    }

    private void refuseLoops() {
        for (String start : refs.keySet()) {
            Deque<String> open = new ArrayDeque<>(schemas.getOrDefault(start, Set.of()));
            Set<String> seen = new HashSet<>();
            while (!open.isEmpty()) {
                String place = open.pop();
                if (place.equals(start)) {
                    throw fault(start + "/" + REF, "leads back to itself, so that validating would never end");
                }
                if (seen.add(place)) {
                    open.addAll(schemas.getOrDefault(place, Set.of()));
                }
            }
        }
    }

    private SchemaLoadException fault(String pointer, String reason) {
        return new SchemaLoadException(file, "at " + pointer + ": " + reason);
    }
}
