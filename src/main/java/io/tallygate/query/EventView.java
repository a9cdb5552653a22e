package io.tallygate.query;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event of the audit log.
 *
 * @param sequence its number in the log
 * @param id the event's own id
 * @param tenantId whose it is
 * @param type the event type
 * @param version the version of its schema
 * @param dialect the dialect that describes it
 * @param source who says that it happened
 * @param workflowId the workflow that it belongs to
 * @param correlationId what else it belongs to
 * @param timestamp when it happened, by its own word
 * @param receivedAt when the gateway took it in
 * @param door where it came in
 * @param routingKey under which it was, or is to be, published
 * @param traceparent the sender's trace context
 * @param size bytes of the original
 * @param sha256 of the original, in hexadecimal digits; masked for those who may not see all of it
 * @param run the run of its workflow
 * @param step the step of its workflow
 * @param status how it went by its own word, else the state in which it leaves its workflow
 * @param durationMs how long it took, in milliseconds
 * @param artifacts what it made or worked on, the first 20
 * @param project the project that it belongs to
 * @param upcastFrom the version that was stored, where another was asked for; all else but {@code version} and
 *     {@code event} is of the original
 * @param event the event itself, where it was asked for
 * @param published the form in which it was, or is to be, published, where that is not the event itself
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record EventView(
        long sequence,
        String id,
        UUID tenantId,
        String type,
        String version,
        String dialect,
        String source,
        @Nullable String workflowId,
        @Nullable String correlationId,
        Instant timestamp,
        Instant receivedAt,
        String door,
        String routingKey,
        @Nullable String traceparent,
        int size,
        String sha256,
        @Nullable String run,
        @Nullable String step,
        @Nullable String status,
        @Nullable BigDecimal durationMs,
        @Nullable List<String> artifacts,
        @Nullable String project,
        @Nullable String upcastFrom,
        @JsonRawValue @Nullable String event,
        @JsonRawValue @Nullable String published) {

    EventView ofProject(String inherited) {
        return with(version, inherited, upcastFrom, sha256, event, published);
    }

    /** What is known of it, without itself. */
    EventView bare() {
        return with(version, project, upcastFrom, sha256, null, published);
    }

    /** The same event as one of another version reads. */
    EventView readAs(String otherVersion, String document) {
        return with(otherVersion, project, version, sha256, document, published);
    }

    /** The same event for those who may not see all of it. */
    EventView masked(String hash, @Nullable String document, @Nullable String publishedForm) {
        return with(version, project, upcastFrom, hash, document, publishedForm);
    }

    private EventView with(
            String newVersion,
            @Nullable String newProject,
            @Nullable String from,
            String hash,
            @Nullable String document,
            @Nullable String publishedForm) {
        return new EventView(
                sequence,
                id,
                tenantId,
                type,
                newVersion,
                dialect,
                source,
                workflowId,
                correlationId,
                timestamp,
                receivedAt,
                door,
                routingKey,
                traceparent,
                size,
                hash,
                run,
                step,
                status,
                durationMs,
                artifacts,
                newProject,
                from,
                document,
                publishedForm);
    }

    @JsonIgnore
    String cursor() {
        return Parameters.cursorOf(sequence);
    }
}
