package io.tallygate.schema;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The tree of what one parser reads. Made here and not by the library because each rule is then known with its place. */
final class JsonTree {
    /** Longer property names help nobody, and an error list repeats them. */
    static final int MAX_NAME = 256;

    /** A double has at most 17 significant digits; 100 leave room for everything that is written by hand. */
    static final int MAX_NUMBER = 100;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final long WITHOUT_PLACE = -1;

    private final JsonParser parser;
    private final int maxDepth;
    private final boolean placesNames;

    /** @param placesNames whether a name that occurs twice is refused with its place, which every other fault is anyway */
    JsonTree(JsonParser parser, int maxDepth, boolean placesNames) {
        this.parser = parser;
        this.maxDepth = maxDepth;
        this.placesNames = placesNames;
    }

    /** The object that the parser has just begun. */
    ObjectNode object(int depth) throws IOException, UnreadableException {
        checkDepth(depth);
        ObjectNode object = NODES.objectNode();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            if (name.length() > MAX_NAME) {
                throw fault("propertyName", "a property name of more than " + MAX_NAME + " characters");
            }
            long offset = placesNames ? parser.currentTokenLocation().getByteOffset() : WITHOUT_PLACE;
            String text = parser.nextTextValue();
            JsonNode value = text == null ? value(parser.currentToken(), depth) : NODES.textNode(text);
            if (object.replace(name, value) != null) {
                throw new UnreadableException(
                        "duplicateProperty",
                        offset,
                        pointer(),
                        "the property \"" + Excerpt.of(name, JsonReader.SHOWN_NAME) + "\" occurs twice in one object");
            }
        }
        return object;
    }

    private ArrayNode array(int depth) throws IOException, UnreadableException {
        checkDepth(depth);
        ArrayNode array = NODES.arrayNode();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            array.add(value(token, depth));
        }
        return array;
    }

    private JsonNode value(@Nullable JsonToken token, int depth) throws IOException, UnreadableException {
        if (token == null) {
            throw fault("json", "not JSON: it ends in the middle");
        }
        return switch (token) {
            case START_OBJECT -> object(depth + 1);
            case START_ARRAY -> array(depth + 1);
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> decimal();
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            default -> throw fault("json", "not JSON");
        };
    }

    private JsonNode integer() throws IOException, UnreadableException {
        checkNumberLength();
        return switch (parser.getNumberType()) {
            case INT -> NODES.numberNode(parser.getIntValue());
            case LONG -> NODES.numberNode(parser.getLongValue());
            default -> NODES.numberNode(parser.getBigIntegerValue());
        };
    }

    private JsonNode decimal() throws IOException, UnreadableException {
        checkNumberLength();
        double value = parser.getDoubleValue();
        if (Double.isInfinite(value)) {
            throw fault("number", "the number " + parser.getText() + " is out of range of an IEEE double");
        }
        return NODES.numberNode(value);
    }

    private void checkNumberLength() throws IOException, UnreadableException {
        if (parser.getTextLength() > MAX_NUMBER) {
            throw fault("number", "a number of more than " + MAX_NUMBER + " characters");
        }
    }

    private void checkDepth(int depth) throws UnreadableException {
        if (depth > maxDepth) {
            throw fault("depth", "objects and arrays nest deeper than " + maxDepth);
        }
    }

    /** A fault at the token that the parser has just read. */
    UnreadableException fault(String rule, String reason) {
        return new UnreadableException(rule, parser.currentTokenLocation().getByteOffset(), pointer(), reason);
    }

    private String pointer() {
        return parser.getParsingContext().pathAsPointer().toString();
    }
}
