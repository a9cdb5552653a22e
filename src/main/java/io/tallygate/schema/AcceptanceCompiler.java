package io.tallygate.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Makes an {@link Acceptance} of a schema that {@link SchemaRules} lets pass. It knows the keywords that nearly every
 * schema is made of, as the library understands them; what is within the reach of any other keyword is left to the
 * library.
 */
final class AcceptanceCompiler {
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            ("$schema $id $comment title description default examples readOnly writeOnly definitions").split(" "));

    private final JsonNode root;
    private final Map<String, Reference> references = new HashMap<>();

    private AcceptanceCompiler(JsonNode root) {
        this.root = root;
    }

    static Acceptance compile(JsonNode document) {
        return new AcceptanceCompiler(document).schema(document);
    }

    private Acceptance schema(JsonNode schema) {
        if (schema.isBoolean()) {
            return schema.asBoolean() ? Acceptance.ANYTHING : Acceptance.UNSURE;
        }
        if (schema.has("$ref")) {
            return reference(schema.get("$ref").asText()); // beside it, draft-07 ignores every other keyword
        }
        List<Acceptance> parts = new ArrayList<>();
        schema.fields().forEachRemaining(entry -> parts.add(keyword(schema, entry.getKey(), entry.getValue())));
        if (ObjectAcceptance.isAskedFor(schema)) {
            parts.add(ObjectAcceptance.of(schema, this::schema));
        }
        return all(parts);
    }

    private Acceptance reference(String ref) {
        Reference known = references.get(ref);
        if (known != null) {
            // One that leads back to itself may double the cost with each level of the event, which only the library's
            // evaluation counts. An event that does not go there is accepted all the same.
            return known.isOpen ? Acceptance.UNSURE : known;
        }
        Reference reference = new Reference();
        references.put(ref, reference); // before its target is looked at, which may lead back to it
        reference.target = schema(root.at(JsonPointer.compile(Pointers.ofFragment(ref))));
        reference.isOpen = false;
        return reference;
    }

    private Acceptance keyword(JsonNode schema, String keyword, JsonNode value) {
        return switch (keyword) {
            case "type" -> TypeAcceptance.of(value);
            case "const" -> value.isNumber() ? anyOf(List.of(value)) : value::equals;
            case "enum" -> anyOf(value);
            case "properties", "required", "additionalProperties" -> Acceptance.ANYTHING; // of one piece, see above
            case "items" -> value.isArray() ? Acceptance.UNSURE : items(schema(value));
            case "allOf" -> allOf(value);
            case "if" -> ConditionalAcceptance.of(schema, this::schema);
            case "then", "else" -> Acceptance.ANYTHING; // of one piece with if, and nothing without it
            case "minItems" -> least(value, JsonNode::isArray);
            case "maxItems" -> greatest(value, JsonNode::isArray);
            case "minProperties" -> least(value, JsonNode::isObject);
            case "maxProperties" -> greatest(value, JsonNode::isObject);
            case "minLength", "maxLength" -> length(keyword, value);
            case "pattern" -> text(Re2Expressions.finder(value.asText()));
            case "format" -> text(AssertedFormats.check(value.asText()));
            case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum" -> Bound.of(keyword, schema);
            default -> isWithoutEffect(keyword) ? Acceptance.ANYTHING : Acceptance.UNSURE;
        };
    }

    private static boolean isWithoutEffect(String keyword) {
        return WITHOUT_EFFECT.contains(keyword) || keyword.startsWith("x-");
    }

    /** All of them; nothing is gained by those that are always sure, and all is lost by one that never is. */
    private static Acceptance all(List<Acceptance> parts) {
        if (parts.contains(Acceptance.UNSURE)) {
            return Acceptance.UNSURE;
        }
        Acceptance[] asked =
                parts.stream().filter(part -> part != Acceptance.ANYTHING).toArray(Acceptance[]::new);
        if (asked.length <= 1) {
            return asked.length == 0 ? Acceptance.ANYTHING : asked[0];
        }
        return value -> {
            for (Acceptance part : asked) {
                if (!part.isSureOf(value)) {
                    return false;
                }
            }
            return true;
        };
    }

    private Acceptance allOf(JsonNode schemas) {
        List<Acceptance> parts = new ArrayList<>();
        schemas.forEach(schema -> parts.add(schema(schema)));
        return all(parts);
    }

    /** Equal in value and in kind: that 1 equals 1.0 is left to the library. */
    private static Acceptance anyOf(Iterable<JsonNode> values) {
        Set<JsonNode> known = new HashSet<>();
        values.forEach(known::add);
        return known::contains;
    }

    private static Acceptance items(Acceptance item) {
        return value -> {
            if (value.isArray()) {
                for (JsonNode element : value) {
                    if (!item.isSureOf(element)) {
                        return false;
                    }
                }
            }
            return true;
        };
    }

    private static Acceptance least(JsonNode limit, Predicate<JsonNode> concerns) {
        int least = limit.asInt();
        return limit.isInt() ? value -> !concerns.test(value) || value.size() >= least : Acceptance.UNSURE;
    }

    private static Acceptance greatest(JsonNode limit, Predicate<JsonNode> concerns) {
        int greatest = limit.asInt();
        return limit.isInt() ? value -> !concerns.test(value) || value.size() <= greatest : Acceptance.UNSURE;
    }

    /** Counted in code points. */
    private static Acceptance length(String keyword, JsonNode limit) {
        if (!limit.isInt()) {
            return Acceptance.UNSURE;
        }
        int count = limit.asInt();
        return keyword.equals("minLength")
                ? text(text -> text.codePointCount(0, text.length()) >= count)
                : text(text -> text.codePointCount(0, text.length()) <= count);
    }

    private static Acceptance text(Predicate<String> check) {
        return value -> !value.isTextual() || check.test(value.textValue());
    }

    /** A schema that is referred to; open while it is being made. */
    private static final class Reference implements Acceptance {
        private Acceptance target = UNSURE;
        private boolean isOpen = true;

        @Override
        public boolean isSureOf(JsonNode value) {
            return target.isSureOf(value);
        }
    }
}
