package io.tallygate.evolution;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumSet;
import java.util.Set;

/** The kinds of JSON values, none of which has a value of another. */
enum Kind {
    NULL,
    BOOLEAN,
    OBJECT,
    ARRAY,
    STRING,
    INTEGER,
    FRACTION;

    static final Set<Kind> NUMBERS = Set.of(INTEGER, FRACTION);

    /** The kinds that the keyword {@code type} allows. */
    static Set<Kind> allowedBy(JsonNode type) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        if (type.isTextual()) {
            add(type.asText(), kinds);
        }
        type.forEach(one -> add(one.asText(), kinds));
        return kinds;
    }

    private static void add(String type, Set<Kind> kinds) {
        switch (type) {
            case "null" -> kinds.add(NULL);
            case "boolean" -> kinds.add(BOOLEAN);
            case "object" -> kinds.add(OBJECT);
            case "array" -> kinds.add(ARRAY);
            case "string" -> kinds.add(STRING);
            case "integer" -> kinds.add(INTEGER);
            default -> kinds.addAll(NUMBERS);
        }
    }
}
