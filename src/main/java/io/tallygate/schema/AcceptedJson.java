package io.tallygate.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.function.Predicate;

/**
 * Reads again what {@link EventValidator} accepted. That was under every limit, so none but its own depth bounds it here, and
 * no names that it was given can break the parser: see {@link JsonReader}.
 */
public final class AcceptedJson {
    private static final ObjectMapper MAPPER = new ObjectMapper(JsonReader.newFactoryOfAccepted());

    private static final ObjectMapper EXACT = JsonMapper.builder(JsonReader.newFactoryOfAccepted())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final JsonFactory TOKENS = JsonReader.newFactoryOfAccepted();

    private AcceptedJson() {}

    /**
     * The event's document.
     *
     * @throws IOException if the bytes are not what was accepted
     */
    public static JsonNode read(byte[] content) throws IOException {
        return MAPPER.readTree(content);
    }

    /**
     * The same, with decimals as they are written: {@code 1.50} is not {@code 1.5}, and no digit is lost.
     *
     * @throws IOException if the bytes are not what was accepted
     * @throws NumberFormatException if there is a number that no {@link java.math.BigDecimal} can keep
     */
    public static JsonNode readExactly(byte[] content) throws IOException {
        return EXACT.readTree(content);
    }

    /**
     * Whether any string, name of a member or number of the event, the latter as it is written, passes a test.
     *
     * @throws IOException if the bytes are not what was accepted
     */
    public static boolean anyText(byte[] content, Predicate<String> test) throws IOException {
        try (JsonParser parser = TOKENS.createParser(content)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if ((token == JsonToken.FIELD_NAME || token.isScalarValue()) && test.test(parser.getText())) {
                    return true;
                }
            }
            return false;
        }
    }
}
