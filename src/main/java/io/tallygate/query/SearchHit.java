package io.tallygate.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that has an id that was searched for, or one that begins so.
 *
 * @param id of the event, the workflow, the correlation or the quarantined event
 * @param name the id that matched, where it is another: the event or workflow that a quarantined one names
 * @param at when it was received; of a workflow or correlation, its last event
 * @param sequence the number of that event in the log
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SearchHit(
        Kind kind,
        String id,
        @Nullable String name,
        @Nullable UUID tenantId,
        @Nullable String type,
        Instant at,
        @Nullable Long sequence,
        Matched matched) {

    enum Kind {
        EVENT,
        WORKFLOW,
        CORRELATION,
        QUARANTINE;

        @com.fasterxml.jackson.annotation.JsonValue
        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    enum Matched {
        EXACT,
        PREFIX;

        @com.fasterxml.jackson.annotation.JsonValue
        String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Matched of(String wanted, String found) {
            return wanted.equals(found) ? EXACT : PREFIX;
        }
    }
}
