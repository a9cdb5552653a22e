package io.tallygate.evolution;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.schema.Pointers;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a schema asks for at one place: all of its parts must hold.
 *
 * @param tree the document that the parts are of
 * @param parts the parts; none asks for nothing
 */
record Shape(SchemaTree tree, List<Part> parts) {

    /** The kinds of values that may be accepted. */
    Set<Kind> kinds() {
        Set<Kind> kinds = EnumSet.allOf(Kind.class);
        for (Part part : parts) {
            if (part.refusesAll()) {
                return EnumSet.noneOf(Kind.class);
            }
            if (part.has("type")) {
                kinds.retainAll(Kind.allowedBy(part.get("type")));
            }
        }
        return kinds;
    }

    Stream<JsonNode> all(String keyword) {
        return parts.stream().filter(part -> part.has(keyword)).map(part -> part.get(keyword));
    }

    /** The only values that may be accepted, if they are listed; the shortest of the lists. */
    Optional<List<JsonNode>> values() {
        return parts.stream().flatMap(part -> listed(part).stream()).min((a, b) -> Integer.compare(a.size(), b.size()));
    }

    static Optional<List<JsonNode>> listed(Part part) {
        if (part.has("const")) {
            return Optional.of(List.of(part.get("const")));
        }
        if (part.has("enum")) {
            List<JsonNode> values = new ArrayList<>();
            part.get("enum").forEach(values::add);
            return Optional.of(values);
        }
        return Optional.empty();
    }

    Set<String> required() {
        Set<String> names = new LinkedHashSet<>();
        all("required").forEach(list -> list.forEach(name -> names.add(name.asText())));
        return names;
    }

    /** The names that some part has a rule for. */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        all("properties").forEach(map -> map.fieldNames().forEachRemaining(names::add));
        return names;
    }

    /** What must hold for the value of a property; at the least, where there are patterns of names. */
    Shape property(String name) {
        List<String> pointers = new ArrayList<>();
        for (Part part : parts) {
            if (part.get("properties").has(name)) {
                pointers.add(part.place("properties") + "/" + Pointers.escape(name));
            } else if (part.has("additionalProperties") && !part.has("patternProperties")) {
                pointers.add(part.place("additionalProperties"));
            }
        }
        return tree.shape(pointers);
    }

    /** What must hold for each item; at the least, where the items have a schema each. */
    Shape items() {
        return tree.shape(parts.stream()
                .filter(part -> part.has("items") && !part.get("items").isArray())
                .map(part -> part.place("items"))
                .toList());
    }

    /** The largest value of a keyword that is a number of things; 0 if there is none. */
    int atLeast(String keyword) {
        return all(keyword)
                .filter(JsonNode::isInt)
                .mapToInt(JsonNode::asInt)
                .max()
                .orElse(0);
    }

    /** The smallest value of a keyword that is a number of things. */
    int atMost(String keyword) {
        return all(keyword)
                .filter(JsonNode::isInt)
                .mapToInt(JsonNode::asInt)
                .min()
                .orElse(Integer.MAX_VALUE);
    }

    /** By what two shapes of one document are the same. */
    String key() {
        return parts.stream().map(Part::pointer).sorted().collect(Collectors.joining("\n"));
    }
}
