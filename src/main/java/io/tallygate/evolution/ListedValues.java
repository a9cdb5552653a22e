package io.tallygate.evolution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.schema.CandidateSchemas;
import io.tallygate.schema.EventSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where the writer lists its values, each of them is put before the reader's keywords, by the validator itself. */
final class ListedValues {
    private static final int MAX_VALUES = 200;

    /** The keywords that look at nothing but one value without parts. */
    private static final Set<String> OF_VALUES = Set.of(
            "type",
            "enum",
            "const",
            "minLength",
            "maxLength",
            "pattern",
            "format",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf");

    private final CandidateSchemas schemas;
    private final Map<String, EventSchema> compiled = new HashMap<>();

    ListedValues(CandidateSchemas schemas) {
        this.schemas = schemas;
    }

    /** Whether the writer lists what it accepts, and the reader's part accepts all of that for certain. */
    boolean allAccepted(Shape writer, Part reader) {
        List<JsonNode> values = writer.values().orElse(List.of());
        if (values.isEmpty() || values.size() > MAX_VALUES || reader.refusesAll() || !isSimple(reader)) {
            return false;
        }
        return values.stream().allMatch(value -> isAccepted(value, reader));
    }

    /** Keywords of objects and arrays do not concern values without parts. */
    private static boolean isSimple(Part reader) {
        return reader.keywords().stream()
                .allMatch(keyword -> OF_VALUES.contains(keyword)
                        || Keywords.OF_OBJECTS.contains(keyword)
                        || Keywords.OF_ARRAYS.contains(keyword));
    }

    private boolean isAccepted(JsonNode value, Part reader) {
        if (value.isContainerNode() || value.isNumber() && !value.isInt()) {
            return false;
        }
        EventSchema schema = compiled.computeIfAbsent(reader.pointer(), pointer -> compile(reader));
        // a list that has 1 accepts 1.0
        return accepts(schema, value)
                && (!value.isInt() || accepts(schema, JsonNodeFactory.instance.numberNode(value.doubleValue())));
    }

    private static boolean accepts(EventSchema schema, JsonNode value) {
        return CandidateSchemas.violations(schema, value).isEmpty();
    }

    private EventSchema compile(Part reader) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("$schema", "http://json-schema.org/draft-07/schema#");
        reader.keywords().stream()
                .filter(OF_VALUES::contains)
                .forEach(keyword -> schema.set(keyword, reader.get(keyword)));
        return schemas.compile("a part of a schema", "", "", "", schema);
    }
}
