package io.tallygate.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes JSON values as text. */
final class JsonText {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private JsonText() {}

    static String write(Map<String, @Nullable Object> json) {
        try {
            return MAPPER.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** @throws InvalidEventException if there is text that UTF-8 cannot say */
    static byte[] bytes(Map<String, @Nullable Object> json) {
        try {
            return MAPPER.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            // a lone surrogate, which UTF-8 cannot say
            throw new InvalidEventException(
                    List.of(new Fault("", "encoding", "cannot be written in UTF-8: " + e.getOriginalMessage())));
        }
    }
}
