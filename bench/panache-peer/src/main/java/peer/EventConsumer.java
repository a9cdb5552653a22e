package peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * One message, one transaction: the transaction commits as the method returns, and only then is the message acknowledged.
 * What fails is rejected, and the queue's policy dead-letters it.
 */
@ApplicationScoped
public class EventConsumer {
    @Inject
    EventSchemas schemas;

    @Inject
    ObjectMapper json;

    @Incoming("events")
    @Blocking(value = "events", ordered = false)
    @Transactional
    public void store(byte[] body) throws IOException {
        JsonNode content = json.readTree(body);
        Event event = new Event();
        event.type = content.path("type").asText();
        schemas.check(event.type, content);
        event.id = UUID.fromString(content.path("id").asText());
        event.body = new String(body, StandardCharsets.UTF_8);
        event.persist();
    }
}
