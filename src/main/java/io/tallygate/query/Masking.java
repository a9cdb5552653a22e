package io.tallygate.query;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.access.Reader;
import io.tallygate.api.Problem;
import io.tallygate.api.ProblemException;
import io.tallygate.event.RejectionReason;
import io.tallygate.schema.Pointers;
import io.tallygate.schema.Redaction;
import jakarta.inject.Singleton;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is shown to those who may not see what schemas mark {@code x-sensitive}. With the values goes all that would tell
 * whether a guess is right: the hash of the original, and what an error message quotes.
 */
@Singleton
class Masking {
    /** Reasons whose messages quote what the event says, and may quote any part of it. */
    private static final Set<RejectionReason> QUOTING =
            EnumSet.of(RejectionReason.UNREADABLE, RejectionReason.SCHEMA_VIOLATION, RejectionReason.JOB_FAILED);

    private static final String NOTHING = "{}";

    private final Redaction redaction;
    private final ObjectMapper json;

    Masking(Redaction redaction, ObjectMapper json) {
        this.redaction = redaction;
        this.json = json;
    }

    /** Refuses to have candidates run over recorded events by one who may not see all of them: what is refused tells values. */
    void checkMayTry(Reader reader, String type) {
        if (!reader.seesSensitive() && redaction.concerns(type)) {
            throw ProblemException.of(Problem.of(
                    403,
                    "sensitive-type",
                    "Events of this type have values that are not for everybody",
                    "What a schema refuses tells what stands there: only an auditor may run a candidate for " + type
                            + " over recorded events"));
        }
    }

    /** Refuses to compare a value by which one could guess what one may not see. */
    void checkMayAsk(Reader reader, String type, String field) {
        if (!reader.seesSensitive() && redaction.covers(type, JsonPointer.compile("/" + Pointers.escape(field)))) {
            throw ProblemException.of(Problem.of(
                    403,
                    "sensitive-field",
                    "The field is not for everybody",
                    "Only an auditor may ask for events by what " + field + " says"));
        }
    }

    /** An event's bytes as this reader is shown them. */
    byte[] shown(Reader reader, String type, String version, byte[] event) {
        return reader.seesSensitive() ? event : redaction.masked(type, version, event);
    }

    /** An event as this reader is shown it. */
    EventView shown(Reader reader, EventView event) {
        return reader.seesSensitive() ? event : masked(event);
    }

    /** An event as those are shown it who may not see all. */
    EventView masked(EventView event) {
        return redaction.concerns(event.type(), event.version())
                ? event.masked(
                        Redaction.MASK,
                        masked(event.type(), event.version(), event.event()),
                        masked(event.type(), event.version(), event.published()))
                : event;
    }

    private @Nullable String masked(String type, String version, @Nullable String event) {
        return event == null ? null : redaction.masked(type, version, event);
    }

    /** A quarantined event as this reader is shown it. */
    QuarantineView shown(Reader reader, QuarantineView event) {
        return reader.seesSensitive() ? event : masked(event);
    }

    /** A quarantined event as those are shown it who may not see all. */
    QuarantineView masked(QuarantineView event) {
        Optional<String> type = Optional.ofNullable(event.type());
        Optional<String> version = Optional.ofNullable(event.version());
        if (!redaction.concerns(type.orElse(""), version.orElse(""))) {
            return event;
        }
        boolean quotes = QUOTING.contains(RejectionReason.ofLabel(event.reason()));
        String violations = quotes ? violations(event) : event.violations();
        boolean told = tellsPlaces(event) && violations.equals(event.violations());
        boolean hasContent = event.content() != null || event.contentBase64() != null;
        return event.masked(
                quotes && !told ? Redaction.MASK : event.message(),
                violations,
                NOTHING,
                Redaction.MASK,
                hasContent ? content(type, version, event.content()) : null);
    }

    private String content(Optional<String> type, Optional<String> version, @Nullable String content) {
        return Optional.ofNullable(content)
                .flatMap(text -> redaction.maskedClaim(type, version, text))
                .orElse(Redaction.MASK);
    }

    /** Whether each of its faults is told of a place, and quotes nothing of others. */
    private static boolean tellsPlaces(QuarantineView event) {
        return event.reason().equals(RejectionReason.SCHEMA_VIOLATION.label());
    }

    private boolean mayQuote(QuarantineView event, String pointer) {
        return !tellsPlaces(event)
                || redaction.coversClaim(
                        Optional.ofNullable(event.type()), Optional.ofNullable(event.version()), pointer);
    }

    private String violations(QuarantineView event) {
        try {
            JsonNode all = json.readTree(event.violations());
            boolean changed = false;
            for (JsonNode violation : all) {
                if (violation instanceof ObjectNode object
                        && mayQuote(event, object.path("pointer").asText())) {
                    object.put("message", Redaction.MASK);
                    changed = true;
                }
            }
            return changed ? all.toString() : event.violations();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What was written as JSON can be read", e);
        }
    }

    /** Why a run failed, as this reader is shown it. */
    Optional<String> failure(Reader reader, String dialect, Optional<String> message) {
        return message.map(text -> reader.seesSensitive() || !redaction.hidesFailures(dialect) ? text : Redaction.MASK);
    }
}
