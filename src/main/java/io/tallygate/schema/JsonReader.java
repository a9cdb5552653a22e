package io.tallygate.schema;

import com.fasterxml.jackson.core.ErrorReportConfiguration;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads bytes as one JSON object (RFC 8259), strictly: what two readers could understand differently is refused. That is
 * anything but well-formed UTF-8, two properties of one name, numbers that no IEEE double can hold, and all that follows
 * the object. It builds the tree itself because each of these rules is then known with its place.
 */
final class JsonReader {
    /** Longer property names help nobody, and an error list repeats them. */
    static final int MAX_NAME = 256;

    /** A double has at most 17 significant digits; 100 leave room for everything that is written by hand. */
    static final int MAX_NUMBER = 100;

    private static final int SHOWN_NAME = 60;

    private final JsonFactory factory;
    private final JsonFactory factoryWithoutTable;
    private final int maxDepth;

    JsonReader(int maxDepth) {
        this.maxDepth = maxDepth;
        this.factory = newFactory(maxDepth + 1);
        this.factoryWithoutTable = withoutTable(factory);
    }

    /** A factory for what was accepted: only its own depth bounds that, and whatever its names are. */
    static JsonFactory newFactoryOfAccepted() {
        return withoutTable(newFactory(Integer.MAX_VALUE));
    }

    /** The same, for parsers that no names can break: slower, and without the bytes' offsets. */
    private static JsonFactory withoutTable(JsonFactory factory) {
        return factory.rebuild()
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .build();
    }

    /** A factory whose own limits stay out of the way of ours, which name the place. */
    static JsonFactory newFactory(int maxDepth) {
        return JsonFactory.builder()
                // interning would let senders fill the JVM's table of strings with names of their own making
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(maxDepth)
                        .maxNumberLength(Integer.MAX_VALUE)
                        .maxNameLength(Integer.MAX_VALUE)
                        .maxStringLength(Integer.MAX_VALUE)
                        .build())
                .errorReportConfiguration(ErrorReportConfiguration.builder()
                        .maxErrorTokenLength(SHOWN_NAME)
                        .maxRawContentLength(0)
                        .build())
                .build();
    }

    /** @throws UnreadableException naming the first fault and its place */
    ObjectNode read(byte[] bytes) throws UnreadableException {
        EncodingCheck.check(bytes);
        try {
            return read(bytes, factory);
        } catch (StreamConstraintsException | IndexOutOfBoundsException e) {
            // Names chosen to fill one slot of the parser's table of names: it gives up, or fails. The other parser is
            // slower and knows no bytes' offsets, but it has no table.
            return readWithoutTable(bytes);
        }
    }

    private ObjectNode readWithoutTable(byte[] bytes) throws UnreadableException {
        try {
            return read(bytes, factoryWithoutTable);
        } catch (StreamConstraintsException e) {
            throw notJson(e);
        }
    }

    private ObjectNode read(byte[] bytes, JsonFactory from) throws UnreadableException, StreamConstraintsException {
        try (JsonParser parser = from.createParser(bytes)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new UnreadableException("json", -1, "", "empty");
            }
            if (first != JsonToken.START_OBJECT) {
                throw fault(parser, "json", describe(first) + " is not an event: an event is a JSON object");
            }
            ObjectNode root = object(parser, 1);
            if (parser.nextToken() != null) {
                throw fault(parser, "json", "there is more after the end of the object");
            }
            return root;
        } catch (StreamConstraintsException e) {
            throw e;
        } catch (JsonProcessingException e) {
            throw notJson(e);
        } catch (IOException e) {
            throw new IllegalStateException("Reading from memory failed", e);
        }
    }

    static UnreadableException notJson(JsonProcessingException e) {
        long offset = e.getLocation() == null ? -1 : e.getLocation().getByteOffset();
        String said = String.valueOf(e.getOriginalMessage());
        int startMarker = said.indexOf(" (start marker"); // repeats the parser's own, unspeakable view of the source
        return new UnreadableException(
                "json", offset, "", "not JSON: " + (startMarker < 0 ? said : said.substring(0, startMarker)));
    }

    private ObjectNode object(JsonParser parser, int depth) throws IOException, UnreadableException {
        checkDepth(parser, depth);
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            if (name.length() > MAX_NAME) {
                throw fault(parser, "propertyName", "a property name of more than " + MAX_NAME + " characters");
            }
            long offset = parser.currentTokenLocation().getByteOffset();
            JsonNode value = value(parser, parser.nextToken(), depth);
            if (object.replace(name, value) != null) {
                throw new UnreadableException(
                        "duplicateProperty",
                        offset,
                        parser.getParsingContext().pathAsPointer().toString(),
                        "the property \"" + Excerpt.of(name, SHOWN_NAME) + "\" occurs twice in one object");
            }
        }
        return object;
    }

    private ArrayNode array(JsonParser parser, int depth) throws IOException, UnreadableException {
        checkDepth(parser, depth);
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            array.add(value(parser, token, depth));
        }
        return array;
    }

    private JsonNode value(JsonParser parser, @Nullable JsonToken token, int depth)
            throws IOException, UnreadableException {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (token == null) {
            throw fault(parser, "json", "not JSON: it ends in the middle");
        }
        return switch (token) {
            case START_OBJECT -> object(parser, depth + 1);
            case START_ARRAY -> array(parser, depth + 1);
            case VALUE_STRING -> nodes.textNode(parser.getText());
            case VALUE_NUMBER_INT -> integer(parser);
            case VALUE_NUMBER_FLOAT -> decimal(parser);
            case VALUE_TRUE -> nodes.booleanNode(true);
            case VALUE_FALSE -> nodes.booleanNode(false);
            case VALUE_NULL -> nodes.nullNode();
            default -> throw fault(parser, "json", "not JSON");
        };
    }

    private static JsonNode integer(JsonParser parser) throws IOException, UnreadableException {
        checkNumberLength(parser);
        return switch (parser.getNumberType()) {
            case INT -> JsonNodeFactory.instance.numberNode(parser.getIntValue());
            case LONG -> JsonNodeFactory.instance.numberNode(parser.getLongValue());
            default -> JsonNodeFactory.instance.numberNode(parser.getBigIntegerValue());
        };
    }

    private static JsonNode decimal(JsonParser parser) throws IOException, UnreadableException {
        checkNumberLength(parser);
        double value = parser.getDoubleValue();
        if (Double.isInfinite(value)) {
            throw fault(parser, "number", "the number " + parser.getText() + " is out of range of an IEEE double");
        }
        return JsonNodeFactory.instance.numberNode(value);
    }

    private static void checkNumberLength(JsonParser parser) throws IOException, UnreadableException {
        if (parser.getTextLength() > MAX_NUMBER) {
            throw fault(parser, "number", "a number of more than " + MAX_NUMBER + " characters");
        }
    }

    private void checkDepth(JsonParser parser, int depth) throws UnreadableException {
        if (depth > maxDepth) {
            throw fault(parser, "depth", "objects and arrays nest deeper than " + maxDepth);
        }
    }

    private static UnreadableException fault(JsonParser parser, String rule, String reason) {
        return new UnreadableException(
                rule,
                parser.currentTokenLocation().getByteOffset(),
                parser.getParsingContext().pathAsPointer().toString(),
                reason);
    }

    private static String describe(JsonToken token) {
        return switch (token) {
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            default -> "null";
        };
    }
}
