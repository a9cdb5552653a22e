package io.tallygate.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Quarantined events that have reason, type and source in common.
 *
 * @param reason why they were not accepted
 * @param type the type that they name; absent if they name none
 * @param source the source that they name; absent if they name none
 * @param count how many there are
 * @param firstAt when the first one was received
 * @param lastAt when the last one was received
 * @param mended those that were sent again and are stored now
 * @param latestId the one that was quarantined last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record QuarantineGroup(
        String reason,
        @Nullable String type,
        @Nullable String source,
        long count,
        Instant firstAt,
        Instant lastAt,
        long mended,
        UUID latestId) {}
