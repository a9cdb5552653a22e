package peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The schemas by the types of the events, each read when its first event comes. */
@ApplicationScoped
public class EventSchemas {
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);
    private final Map<String, Schema> byType = new ConcurrentHashMap<>();

    /** Throws if the event is not as its type's schema says. */
    void check(String type, JsonNode event) {
        List<Error> errors = byType.computeIfAbsent(type, this::load)
                .validate(
                        event,
                        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException("Not a valid " + type + ": " + errors);
        }
    }

    private Schema load(String type) {
        String file = "schemas/coder/" + type + "/1.0.0.json";
        try (InputStream schema = Thread.currentThread().getContextClassLoader().getResourceAsStream(file)) {
            if (schema == null) {
                throw new IllegalArgumentException("No schema " + file);
            }
            return registry.getSchema(new String(schema.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
