package io.tallygate.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The keywords {@code properties}, {@code required} and {@code additionalProperties} of one schema, in one pass. */
final class ObjectAcceptance implements Acceptance {
    private static final List<String> KEYWORDS = List.of("properties", "required", "additionalProperties");

    private final Property[] properties;
    private final Set<String> names;
    private final Acceptance others;

    private record Property(String name, boolean required, Acceptance value) {}

    private ObjectAcceptance(List<Property> properties, Set<String> names, Acceptance others) {
        this.properties = properties.toArray(Property[]::new);
        this.names = Set.copyOf(names);
        this.others = others;
    }

    static boolean isAskedFor(JsonNode schema) {
        return KEYWORDS.stream().anyMatch(schema::has);
    }

    static ObjectAcceptance of(JsonNode schema, Function<JsonNode, Acceptance> compiler) {
        Set<String> required = new HashSet<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        List<Property> properties = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Map.Entry<String, JsonNode> entry : schema.path("properties").properties()) {
            names.add(entry.getKey());
            properties.add(
                    new Property(entry.getKey(), required.remove(entry.getKey()), compiler.apply(entry.getValue())));
        }
        required.forEach(name -> properties.add(new Property(name, true, Acceptance.ANYTHING)));
        JsonNode others = schema.path("additionalProperties");
        return new ObjectAcceptance(
                properties, names, others.isMissingNode() ? Acceptance.ANYTHING : compiler.apply(others));
    }

    @Override
    public boolean isSureOf(JsonNode value) {
        return !value.isObject() || isSureOfNamed(value) && (others == ANYTHING || isSureOfOthers(value));
    }

    private boolean isSureOfNamed(JsonNode object) {
        for (Property property : properties) {
            JsonNode value = object.get(property.name);
            if (value == null ? property.required : !property.value.isSureOf(value)) {
                return false;
            }
        }
        return true;
    }

    private boolean isSureOfOthers(JsonNode object) {
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            if (!names.contains(entry.getKey()) && !others.isSureOf(entry.getValue())) {
                return false;
            }
        }
        return true;
    }
}
