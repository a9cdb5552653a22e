package io.tallygate.evolution;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * One object of keywords, or {@code false}.
 *
 * @param schema the object
 * @param pointer where it stands
 */
record Part(JsonNode schema, String pointer) {

    boolean has(String keyword) {
        return schema.has(keyword);
    }

    JsonNode get(String keyword) {
        return schema.path(keyword);
    }

    String place(String keyword) {
        return pointer + "/" + keyword;
    }

    boolean refusesAll() {
        return schema.isBoolean();
    }

    /** The keywords that can refuse something; {@code false} has one of that name. */
    List<String> keywords() {
        if (refusesAll()) {
            return List.of("false");
        }
        List<String> keywords = new ArrayList<>();
        schema.fieldNames().forEachRemaining(keywords::add);
        keywords.removeIf(keyword -> !Keywords.hasEffect(keyword));
        return keywords;
    }
}
