package io.tallygate.evolution;

import java.util.Set;

/** What the check knows of the keywords of draft-07. */
final class Keywords {
    /** Those that refuse nothing by themselves. {@code then} and the like count with the keyword that they depend on. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "$schema",
            "$id",
            "$comment",
            "title",
            "description",
            "default",
            "examples",
            "readOnly",
            "writeOnly",
            "definitions",
            "allOf", // taken apart by SchemaTree
            "then",
            "else",
            "additionalItems");

    static final Set<String> OF_OBJECTS = Set.of(
            "properties",
            "required",
            "additionalProperties",
            "minProperties",
            "maxProperties",
            "patternProperties",
            "dependencies",
            "propertyNames");
    static final Set<String> OF_ARRAYS = Set.of("items", "minItems", "maxItems", "uniqueItems", "contains");
    static final Set<String> OF_STRINGS = Set.of("minLength", "maxLength", "pattern", "format");
    static final Set<String> OF_NUMBERS =
            Set.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf");

    private Keywords() {}

    static boolean hasEffect(String keyword) {
        return !WITHOUT_EFFECT.contains(keyword) && !keyword.startsWith("x-");
    }

    /** Whether the keyword accepts everything but values of some of these kinds. */
    static boolean concerns(String keyword, Set<Kind> kinds) {
        if (OF_OBJECTS.contains(keyword)) {
            return kinds.contains(Kind.OBJECT);
        }
        if (OF_ARRAYS.contains(keyword)) {
            return kinds.contains(Kind.ARRAY);
        }
        if (OF_STRINGS.contains(keyword)) {
            return kinds.contains(Kind.STRING);
        }
        if (OF_NUMBERS.contains(keyword)) {
            return kinds.contains(Kind.INTEGER) || kinds.contains(Kind.FRACTION);
        }
        return !kinds.isEmpty();
    }
}
