package io.tallygate.query;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.tallygate.quarantine.Resubmission;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A quarantined event.
 *
 * @param id its own id
 * @param receivedAt when it came in
 * @param door where it came in
 * @param routingKey under which the broker delivered it
 * @param reason why it was not accepted
 * @param message the same for a person
 * @param violations each single fault: pointer, keyword, schemaLocation, message
 * @param dialect the dialect it seems to be of
 * @param tenantId the tenant it names
 * @param eventId the id it names
 * @param type the type it names
 * @param version the version it names
 * @param source the source it names
 * @param workflowId the workflow it names
 * @param headers what the wire said beside the body
 * @param traceparent the sender's trace context
 * @param size bytes of the original
 * @param sha256 of the original, in hexadecimal digits
 * @param resubmissionOf the quarantined event that it was meant to mend
 * @param content the original as text, where it was asked for and is UTF-8
 * @param contentBase64 the original, where it was asked for and is not UTF-8
 * @param contentComplete whether the original was kept whole
 * @param resubmissions what was tried to mend it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record QuarantineView(
        UUID id,
        Instant receivedAt,
        String door,
        @Nullable String routingKey,
        String reason,
        String message,
        @JsonRawValue String violations,
        @Nullable String dialect,
        @Nullable UUID tenantId,
        @Nullable String eventId,
        @Nullable String type,
        @Nullable String version,
        @Nullable String source,
        @Nullable String workflowId,
        @JsonRawValue String headers,
        @Nullable String traceparent,
        long size,
        String sha256,
        @Nullable UUID resubmissionOf,
        @Nullable String content,
        @Nullable String contentBase64,
        @Nullable Boolean contentComplete,
        @Nullable List<Resubmission> resubmissions) {

    /** The same for those who may not see all of it. */
    QuarantineView masked(
            String newMessage, String newViolations, String newHeaders, String hash, @Nullable String text) {
        return new QuarantineView(
                id,
                receivedAt,
                door,
                routingKey,
                reason,
                newMessage,
                newViolations,
                dialect,
                tenantId,
                eventId,
                type,
                version,
                source,
                workflowId,
                newHeaders,
                traceparent,
                size,
                hash,
                resubmissionOf,
                text,
                null,
                contentComplete,
                resubmissions);
    }

    @JsonIgnore
    String cursor() {
        return Parameters.cursorOf(id);
    }
}
