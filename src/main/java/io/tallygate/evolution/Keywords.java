package io.tallygate.evolution;

import java.util.Set;

/** What the check knows of the keywords of draft-07. */
final class Keywords {
    /** Those that are for readers of a schema, or only reached through others. */
    private static final Set<String> ANNOTATIONS = Set.of(
            "$schema",
            "$id",
            "$comment",
            "title",
            "description",
            "default",
            "examples",
            "readOnly",
            "writeOnly",
            "definitions");

    /** Further ones that refuse nothing by themselves: they count with the keyword that they depend on. */
    private static final Set<String> DEPENDENT = Set.of(
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
        return !isAnnotation(keyword) && !DEPENDENT.contains(keyword);
    }

    static boolean isAnnotation(String keyword) {
        return ANNOTATIONS.contains(keyword) || keyword.startsWith("x-");
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
