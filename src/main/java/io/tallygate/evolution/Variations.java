package io.tallygate.evolution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Values that a keyword of the reader may refuse though the writer accepts them, made of one that is there. */
final class Variations {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int MAX_LENGTH = 5_000;
    private static final int MAX_COUNT = 300;

    private final Shape writer;
    private final Part reader;

    Variations(Shape writer, Part reader) {
        this.writer = writer;
        this.reader = reader;
    }

    /** @param present the value at the place, missing if there is none */
    Set<JsonNode> of(JsonNode present) {
        Set<JsonNode> values = new LinkedHashSet<>();
        addVaried(present, values);
        List<JsonNode> samples = Samples.of(writer);
        values.addAll(samples);
        samples.stream().filter(JsonNode::isContainerNode).limit(4).forEach(sample -> addVaried(sample, values));
        samples.stream().filter(JsonNode::isTextual).limit(3).forEach(sample -> addVaried(sample, values));
        addNumbers(values);
        addTexts("a", values);
        for (Kind kind : writer.kinds()) {
            if (kind == Kind.NULL) {
                values.add(NODES.nullNode());
            }
        }
        return values;
    }

    private void addVaried(JsonNode value, Set<JsonNode> values) {
        if (value instanceof ObjectNode object) {
            addObjects(object, values);
        } else if (value instanceof ArrayNode array) {
            addArrays(array, values);
        } else if (value.isTextual()) {
            addTexts(value.asText(), values);
        }
    }

    private void addObjects(ObjectNode object, Set<JsonNode> values) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        names.forEach(name -> values.add(object.deepCopy().without(name)));
        ObjectNode bare = NODES.objectNode();
        writer.required().stream().filter(object::has).forEach(name -> bare.set(name, object.get(name)));
        values.add(bare);
        values.add(grown(object, object.size() + 1));
        if (reader.get("maxProperties").isInt()) {
            values.add(grown(object, reader.get("maxProperties").asInt() + 1));
        }
        writer.names().stream()
                .filter(name -> !object.has(name))
                .forEach(name ->
                        values.add(object.deepCopy().<ObjectNode>set(name, Samples.first(writer.property(name)))));
    }

    private ObjectNode grown(ObjectNode object, int size) {
        ObjectNode grown = object.deepCopy();
        for (int i = 0; grown.size() < Math.min(size, MAX_COUNT); i++) {
            String name = "unexpected" + i;
            grown.set(name, Samples.first(writer.property(name)));
        }
        return grown;
    }

    private void addArrays(ArrayNode array, Set<JsonNode> values) {
        JsonNode item = array.isEmpty() ? Samples.first(writer.items()) : array.get(0);
        List<Integer> sizes = new ArrayList<>(List.of(0, 1, 2, array.size() + 1));
        sizes.add(reader.get("minItems").asInt() - 1);
        sizes.add(reader.get("maxItems").asInt() + 1);
        sizes.add(writer.atLeast("minItems"));
        for (int size : sizes) {
            ArrayNode sized = NODES.arrayNode();
            for (int i = 0; i < Math.min(size, MAX_COUNT); i++) {
                sized.add(i < array.size() && size != 2 ? array.get(i) : item);
            }
            values.add(sized);
        }
    }

    private void addTexts(String text, Set<JsonNode> values) {
        List<Integer> lengths = new ArrayList<>();
        lengths.add(reader.get("minLength").asInt() - 1);
        lengths.add(reader.get("maxLength").asInt() + 1);
        lengths.add(writer.atLeast("minLength"));
        if (!text.isEmpty()) {
            lengths.stream()
                    .filter(length -> length >= 0 && length <= MAX_LENGTH)
                    .forEach(length -> values.add(NODES.textNode(
                            text.repeat(length / text.length() + 1).substring(0, length))));
        }
        for (String varied : List.of(
                text + "a",
                text + "0",
                text + " ",
                text + "-" + text,
                text + text,
                " " + text,
                text.toUpperCase(java.util.Locale.ROOT),
                text.toLowerCase(java.util.Locale.ROOT),
                text.replaceAll("[0-9]", "a"),
                text.replaceAll("[a-z]", "0"),
                text.substring(0, text.length() / 2))) {
            values.add(NODES.textNode(varied));
        }
    }

    private void addNumbers(Set<JsonNode> values) {
        for (String keyword : Keywords.OF_NUMBERS) {
            if (reader.get(keyword).isNumber()) {
                Kind.NUMBERS.forEach(kind -> values.addAll(Samples.around(reader.get(keyword), kind)));
            }
        }
    }
}
