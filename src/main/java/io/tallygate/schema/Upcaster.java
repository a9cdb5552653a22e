package io.tallygate.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.flipkart.zjsonpatch.JsonPatch;
import com.flipkart.zjsonpatch.JsonPatchApplicationException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * How an event of one version of a type reads as one of another: operations on the document, as
 * {@code upcast.schema.json} describes them. Immutable.
 */
final class Upcaster {
    /** Copies of copies would double an event with each operation. */
    private static final int MAX_VALUES = 200_000;

    /** What each operation takes from the document. */
    private static final Map<String, String> TAKES_FROM =
            Map.of("copy", "from", "move", "from", "remove", "path", "replace", "path");

    private final String from;
    private final String to;
    private final List<JsonPointer> versionPlaces;
    private final List<JsonNode> operations = new ArrayList<>();

    /**
     * @param versionPlaces where the dialect's events state their version
     * @param document what {@code upcast.schema.json} accepts
     */
    Upcaster(String from, String to, List<JsonPointer> versionPlaces, JsonNode document) {
        this.from = from;
        this.to = to;
        this.versionPlaces = List.copyOf(versionPlaces);
        document.path("operations").forEach(operations::add);
    }

    String from() {
        return from;
    }

    String to() {
        return to;
    }

    /** @throws UpcastException if an operation finds no place in the event */
    JsonNode apply(JsonNode event) {
        JsonNode document = event.deepCopy();
        for (int i = 0; i < operations.size(); i++) {
            document = apply(operations.get(i), i, document);
        }
        setVersion(document);
        return document;
    }

    private JsonNode apply(JsonNode operation, int index, JsonNode document) {
        String op = operation.path("op").asText();
        if (op.equals("default") && !at(document, operation, "path").isMissingNode()) {
            return document;
        }
        String source = TAKES_FROM.getOrDefault(op, "");
        if (!source.isEmpty() && at(document, operation, source).isMissingNode()) {
            if (operation.path("optional").asBoolean()) {
                return document;
            }
            // the library would let some of these pass
            throw fault(
                    index,
                    operation,
                    "there is nothing at " + operation.path(source).asText());
        }
        ObjectNode patch = operation.deepCopy();
        patch.remove("optional");
        if (op.equals("default")) {
            patch.put("op", "add");
        }
        try {
            JsonNode patched =
                    JsonPatch.apply(JsonNodeFactory.instance.arrayNode().add(patch), document);
            checkSize(op, index, patched);
            return patched;
        } catch (JsonPatchApplicationException e) {
            throw fault(index, operation, String.valueOf(e.getMessage()));
        }
    }

    private static UpcastException fault(int index, JsonNode operation, String reason) {
        return new UpcastException(
                "operation " + index + " (" + operation.path("op").asText() + " at "
                        + operation.path("path").asText() + ") cannot be done: " + reason);
    }

    private static void checkSize(String op, int index, JsonNode document) {
        if (op.equals("copy") && size(document) > MAX_VALUES) {
            throw new UpcastException("operation " + index + " makes the event too large");
        }
    }

    private static int size(JsonNode document) {
        int size = 0;
        Deque<JsonNode> open = new ArrayDeque<>(List.of(document));
        while (!open.isEmpty() && size <= MAX_VALUES) {
            size++;
            open.pop().forEach(open::push);
        }
        return size;
    }

    private static JsonNode at(JsonNode document, JsonNode operation, String member) {
        return document.at(JsonPointer.compile(operation.path(member).asText()));
    }

    /** Where the event states its version, or else where it may: the first place whose object is there. */
    private void setVersion(JsonNode document) {
        versionPlaces.stream()
                .filter(place -> !document.at(place).isMissingNode())
                .findFirst()
                .or(() -> versionPlaces.stream()
                        .filter(place -> document.at(place.head()).isObject())
                        .findFirst())
                .ifPresent(place -> ((ObjectNode) document.at(place.head()))
                        .put(place.last().getMatchingProperty(), to));
    }

    @Override
    public String toString() {
        return from + "-to-" + to;
    }
}
