package io.tallygate.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.event.Claim;
import java.util.Optional;

/** Reads what a rejected event says of itself, made fit to be stored. */
final class EventClaims {
    private static final int MAX_TEXT = EventReading.MAX_TEXT;

    private EventClaims() {}

    static Claim of(Dialect dialect, JsonNode event) {
        return claim(Optional.of(dialect.name()), dialect, event);
    }

    /** The claim of an event that no dialect knows, read as if it were of the given one. */
    static Claim ofUnknownDialect(Dialect dialect, JsonNode event) {
        return claim(Optional.empty(), dialect, event);
    }

    private static Claim claim(Optional<String> name, Dialect dialect, JsonNode event) {
        return new Claim(
                name,
                dialect.stated(event, EventField.TENANT).flatMap(Uuids::parse),
                text(dialect, event, EventField.ID),
                text(dialect, event, EventField.TYPE).or(() -> dialect.defaultOf(EventField.TYPE)),
                text(dialect, event, EventField.VERSION),
                text(dialect, event, EventField.SOURCE),
                text(dialect, event, EventField.WORKFLOW));
    }

    private static Optional<String> text(Dialect dialect, JsonNode event, EventField field) {
        return dialect.stated(event, field).map(text -> Excerpt.of(text, MAX_TEXT));
    }
}
