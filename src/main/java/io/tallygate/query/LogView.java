package io.tallygate.query;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonPointer;
import io.tallygate.schema.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A log as it was sent, with two members of ours at its beginning: {@code id}, the event's, and {@code received_at}, when the
 * gateway took it in. They stand in place of members of the same names of the log's own.
 *
 * @param sequence its number in the log
 * @param json the log's text with them
 */
record LogView(long sequence, String json) {
    private static final JsonPointer ID = JsonPointer.compile("/id");
    private static final JsonPointer RECEIVED_AT = JsonPointer.compile("/received_at");

    /** As this reader is shown it. */
    static LogView of(long sequence, String id, Instant receivedAt, byte[] content) {
        try {
            String log = new String(content, StandardCharsets.UTF_8);
            return new LogView(sequence, JsonText.with(JsonText.with(log, RECEIVED_AT, receivedAt.toString()), ID, id));
        } catch (IOException e) {
            throw new UncheckedIOException("What was accepted is a JSON object", e);
        }
    }

    @JsonValue
    @JsonRawValue
    String asJson() {
        return json;
    }

    String cursor() {
        return Parameters.cursorOf(sequence);
    }
}
