package io.tallygate.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/**
 * Reads again what {@link EventValidator} accepted. That was under every limit, so none but its own depth bounds it here, and
 * no names that it was given can break the parser: see {@link JsonReader}.
 */
public final class AcceptedJson {
    private static final ObjectMapper MAPPER =
            new ObjectMapper(JsonReader.withoutTable(JsonReader.newFactory(Integer.MAX_VALUE)));

    private AcceptedJson() {}

    /**
     * The event's document.
     *
     * @throws IOException if the bytes are not what was accepted
     */
    public static JsonNode read(byte[] content) throws IOException {
        return MAPPER.readTree(content);
    }
}
