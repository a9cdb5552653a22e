package io.tallygate.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;

/**
 * Sets members of accepted events in their text, so that everything else stays as it was written: the order of members,
 * the spelling of numbers, the spaces.
 */
public final class JsonText {
    private static final JsonFactory FACTORY = JsonReader.newFactoryOfAccepted();

    private JsonText() {}

    /**
     * The text with a string at a place: it stands first in its object if there was nothing, and in place of whatever was
     * there otherwise. Objects on the way are made where there are none.
     *
     * @param json a JSON object
     * @param place names of members only, at least one
     * @return the same text if a value on the way is neither an object nor null
     * @throws IOException if it is no JSON object
     */
    public static String with(String json, JsonPointer place, String value) throws IOException {
        try (JsonParser parser = FACTORY.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("Not a JSON object");
            }
            return new Edit(json, parser, value).at(place);
        }
    }

    /** A place within an object that the parser has just entered. */
    private record Edit(String json, JsonParser parser, String value) {
        String at(JsonPointer place) throws IOException {
            int begin = offset() + 1;
            boolean empty = true;
            String name = parser.nextFieldName();
            while (name != null && !name.equals(place.getMatchingProperty())) {
                empty = false;
                parser.nextToken();
                parser.skipChildren();
                name = parser.nextFieldName();
            }
            return name == null ? replaced(begin, begin, member(place) + (empty ? "" : ",")) : found(place.tail());
        }

        private String found(JsonPointer rest) throws IOException {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.START_OBJECT && !rest.matches()) {
                return at(rest);
            }
            if (token != JsonToken.VALUE_NULL && !rest.matches()) {
                return json;
            }
            int begin = offset();
            parser.skipChildren();
            parser.finishToken(); // a string is only read to its end on demand
            return replaced(begin, (int) parser.currentLocation().getCharOffset(), nested(rest));
        }

        private int offset() {
            return (int) parser.currentTokenLocation().getCharOffset();
        }

        private String member(JsonPointer place) {
            return quoted(place.getMatchingProperty()) + ":" + nested(place.tail());
        }

        private String nested(JsonPointer rest) {
            return rest.matches() ? quoted(value) : "{" + member(rest) + "}";
        }

        private String replaced(int begin, int end, String by) {
            return json.substring(0, begin) + by + json.substring(end);
        }

        private static String quoted(String text) {
            return TextNode.valueOf(text).toString();
        }
    }
}
