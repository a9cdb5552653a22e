package io.tallygate.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.f4b6a3.uuid.UuidCreator;
import io.tallygate.event.Content;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Writes {@code workflow.job.trigger} events. */
@Singleton
class JobTrigger {
    private final ObjectMapper json;
    private final Clock clock;

    JobTrigger(ObjectMapper json, Clock clock) {
        this.json = json;
        this.clock = clock;
    }

    /** A new event, under a new id, that triggers the job now. */
    Content of(String job, UUID tenant, ObjectNode metadata, String triggeredBy) {
        String now = clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
        ObjectNode event = JsonNodeFactory.instance
                .objectNode()
                .put("id", UuidCreator.getTimeOrderedEpoch().toString())
                .put("type", "workflow.job.trigger")
                .put("version", "1.0.0")
                .put("timestamp", now)
                .put("tenantId", tenant.toString())
                .put("source", "workflow-orchestrator");
        event.putObject("data")
                .put("job", job)
                .put("triggeredBy", triggeredBy)
                .put("timestamp", now)
                .set("metadata", metadata);
        return written(event);
    }

    /** The id of an event that {@link #of} has made. */
    String idOf(Content trigger) {
        try {
            return json.readTree(trigger.bytes()).path("id").asText();
        } catch (IOException e) {
            throw new IllegalStateException("What was written as JSON can be read", e);
        }
    }

    /** Any tree as the bytes of its JSON text. */
    Content written(ObjectNode tree) {
        try {
            return Content.of(json.writeValueAsString(tree).getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree can always be written as JSON", e);
        }
    }
}
