package io.tallygate.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.List;

/** Masks the sensitive parts of an event in its text, so that everything else stays as it was written. For one event. */
final class MaskedJson {
    private static final JsonFactory FACTORY = JsonReader.newFactoryOfAccepted();
    private static final String MASKED = TextNode.valueOf(Redaction.MASK).toString();

    private final SensitiveFields fields;
    private final String json;
    private final JsonParser parser;
    private final StringBuilder masked = new StringBuilder();
    private int copied;

    private MaskedJson(SensitiveFields fields, String json, JsonParser parser) {
        this.fields = fields;
        this.json = json;
        this.parser = parser;
    }

    /** @throws IOException if it is no JSON */
    static String of(SensitiveFields fields, String json) throws IOException {
        try (JsonParser parser = FACTORY.createParser(json)) {
            MaskedJson event = new MaskedJson(fields, json, parser);
            parser.nextToken();
            event.value(fields.start());
            if (parser.nextToken() != null) {
                throw new IOException("More than one value");
            }
            return event.masked.append(json, event.copied, json.length()).toString();
        }
    }

    /** The value that the parser stands at the beginning of. */
    private void value(List<JsonNode> schemas) throws IOException {
        if (SensitiveFields.isSensitive(schemas)) {
            mask();
        } else if (schemas.isEmpty()) {
            parser.skipChildren();
        } else if (parser.currentToken() == JsonToken.START_OBJECT) {
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                value(fields.ofMember(schemas, name));
            }
        } else if (parser.currentToken() == JsonToken.START_ARRAY) {
            for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                value(fields.ofElement(schemas, i));
            }
        } else if (parser.currentToken() == null) {
            throw new IOException("No value");
        }
    }

    private void mask() throws IOException {
        int begin = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        parser.finishToken(); // a string is only read to its end on demand
        masked.append(json, copied, begin).append(MASKED);
        copied = (int) parser.currentLocation().getCharOffset();
    }
}
